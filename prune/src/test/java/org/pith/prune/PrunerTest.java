package org.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.prune.criterion.JointInformation;
import org.pith.prune.criterion.RandomOrder;
import org.pith.prune.criterion.WeightNorm;
import org.pith.prune.schedule.Load;
import org.pith.train.Examples;
import org.pith.train.Inference;

class PrunerTest {
  private final Pruner pruner = Pruner.withDefaults().withRows(2_000);

  @Test
  void removesPlantedDeadAndDuplicateUnitsFirst() {
    Network network = planted(Nets.mlp(1, 8, 32, 6, 3), 8);
    Pruned pruned = cut(pruner, network, "layer1/gemm", 22);
    assertThat(pruned.plans().getFirst().cuts().getFirst().kept())
        .isEqualTo(IntStream.range(0, 22).boxed().toList());
    assertSameScores(network, pruned);
  }

  @Test
  void removesPlantedDeadAndDuplicateChannelsFirst() {
    Network network = planted(Nets.cnn(2, 32), 18);
    Pruned pruned = cut(pruner.withRows(500), network, "layer1/conv", 22);
    assertThat(pruned.network().constant("layer1/weight").shape().dim(0)).isEqualTo(22);
    assertThat(pruned.network().constant("layer2/weight").shape().dim(0)).isEqualTo(22);
    assertThat(pruned.plans().getFirst().cuts().getFirst().kept())
        .isEqualTo(IntStream.range(0, 22).boxed().toList());
    assertSameScores(network, pruned);
  }

  @Test
  void repairRecoversALinearRedundancyWhateverWasCut() {
    Network network = planted(Nets.mlp(3, 8, 32, 6, 3), 8);
    Pruner keepsTheCopies =
        pruner.withCriterion(
            new Chosen(IntStream.range(5, 32).filter(u -> u < 22 || u > 26).toArray()));
    Pruned pruned = cut(keepsTheCopies, network, "layer1/gemm", 22);
    assertThat(pruned.plans().getFirst().cuts().getFirst().kept())
        .doesNotContain(0, 1, 2, 3, 4)
        .contains(31);
    assertSameScores(network, pruned);
    assertThat(
            cut(keepsTheCopies.withRepair(false), network, "layer1/gemm", 22)
                .plans()
                .getFirst()
                .real())
        .isLessThan(0.95);
  }

  /** A layer that copies eight inputs, of which the answer reads two, and those are the faintest. */
  @Test
  void whatIsCopiedAndNotUsedGoesFirst() {
    int width = 8;
    Network network = Nets.mlp(3, width, width, width, 3);
    float[] copy = new float[width * width];
    float[] used = new float[width * 3];
    for (int u = 0; u < width; u++) {
      copy[u * width + u] = u < 2 ? 0.5f : 2;
    }
    used[0] = 2;
    used[width] = -1;
    used[2 * width + 1] = 3;
    Network copying =
        network.withConstants(
            Map.of(
                "layer1/weight", Tensor.of(Shape.of(width, width), copy),
                "layer2/weight", Tensor.of(Shape.of(width, width), copy),
                "layer3/weight", Tensor.of(Shape.of(3, width), used)));
    assertThat(cut(pruner, copying, "layer1/gemm", 2).plans().getFirst().cuts().getFirst().kept())
        .containsExactly(0, 1);
  }

  /** Eight units for what forty did: what begins training is the repair, but no larger than before it. */
  @Test
  void trainingBeginsWithTheRepairNoLargerThanBeforeIt() {
    Network network = Nets.mlp(7, 10, 40, 20, 3);
    Pruned repaired = cut(pruner, network, "layer1/gemm", 8);
    Pruned bare = cut(pruner.withRepair(false), network, "layer1/gemm", 8);
    float[] was = bare.network().floats("layer2/weight").values();
    float[] ridge = repaired.network().floats("layer2/weight").values();
    float[] start = repaired.start().floats("layer2/weight").values();

    double scale = norm(was) / norm(ridge);
    assertThat(scale).isLessThan(1);
    for (int i = 0; i < ridge.length; i++) {
      assertThat((double) start[i]).isCloseTo(scale * ridge[i], within(1e-6));
    }
    assertThat(repaired.start().constant("layer1/weight"))
        .isEqualTo(repaired.network().constant("layer1/weight"));
    assertThat(bare.start()).isSameAs(bare.network());
  }

  private static double norm(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  @Test
  void holdsTheLimitAndUsesIt() {
    Network network = Nets.mlp(4, 10, 40, 20, 3);
    for (long params : new long[] {800, 300, 60}) {
      Pruned pruned = pruner.prune(network, Nets.rows(network, 1_000, 1), Load.params(params));
      double load = Load.params(params).of(pruned.network());
      assertThat(load).isLessThanOrEqualTo(1);
      assertThat(load * params)
          .isGreaterThan(params - 33.0); // No unit costs more than 10 + 1 + 21.
    }
  }

  @Test
  void saysWhenALimitCannotBeHeld() {
    Network network = Nets.mlp(4, 10, 40, 3);
    assertThatThrownBy(() -> pruner.prune(network, Nets.rows(network, 100, 1), Load.params(10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("load is still 1.700 times what is allowed");
    Network single = Nets.mlp(4, 10, 3);
    assertThatThrownBy(() -> pruner.prune(single, Nets.rows(single, 100, 1), Load.params(10)))
        .hasMessageContaining("Nothing of network net can be removed");
  }

  @Test
  void removesInputsThatNothingNeeds() {
    Network network = Nets.mlp(5, 6, 12, 3);
    Network blind = network.withConstants(Map.of("layer1/weight", withoutColumns(network, 1, 4)));
    Examples rows = Nets.rows(blind, 1_000, 2);
    Pruned pruned = pruner.withInputs(true).toWidths(blind, rows, Map.of("features", 4));
    assertThat(pruned.inputs()).containsExactly(0, 2, 3, 5);
    assertSameScores(blind, pruned);
  }

  /**
   * 30 of 100 units with 500 rows: what random, weight norm and information retain, whatever the
   * draw.
   */
  @Test
  void informationRetainsMoreThanItsControls() {
    Network network = Nets.mlp(6, 10, 100, 20, 3);
    double information = cut(pruner, network, "layer1/gemm", 30).plans().getFirst().real();
    for (var control : List.of(new RandomOrder(1), WeightNorm.L1)) {
      Pruned pruned = cut(pruner.withCriterion(control), network, "layer1/gemm", 30);
      assertThat(information).isGreaterThan(pruned.plans().getFirst().real());
    }
    assertThat(
            cut(pruner.withCriterion(JointInformation.DEFAULT), network, "layer1/gemm", 30)
                .plans()
                .getFirst()
                .predicted())
        .isBetween(0.5, 1.0);
  }

  @Test
  void isTheSameForTheSameSeed() {
    Network network = Nets.cnn(7, 8);
    assertThat(cut(pruner, network, "layer1/conv", 5).network())
        .isEqualTo(cut(pruner, network, "layer1/conv", 5).network());
  }

  private static Pruned cut(Pruner pruner, Network network, String group, int width) {
    return pruner.toWidths(network, Nets.rows(network, 2_000, 3), Map.of(group, width));
  }

  /** On rows the repair has not seen. */
  private static void assertSameScores(Network network, Pruned pruned) {
    Examples fresh = Nets.rows(network, 200, 99);
    assertThat(Inference.scores(pruned.network(), pruned.narrow(fresh)))
        .containsExactly(Inference.scores(network, fresh), within(2e-3f));
  }

  /** Units 22 to 26 never fire; units 27 to 31 repeat units 0 to 4 at double the strength. */
  private static Network planted(Network network, int row) {
    float[] weight = network.floats("layer1/weight").values().clone();
    float[] bias = network.floats("layer1/bias").values().clone();
    boolean depthwise =
        network.constants().containsKey("layer2/weight")
            && network.constant("layer2/weight").shape().rank() == 4;
    for (int unit = 22; unit < 32; unit++) {
      int twin = unit - 27;
      for (int i = 0; i < row; i++) {
        weight[unit * row + i] = twin < 0 ? 0 : 2 * weight[twin * row + i];
      }
      bias[unit] = twin < 0 ? -1 : 2 * bias[twin];
    }
    Network planted =
        network.withConstants(
            Map.of(
                "layer1/weight",
                new Tensor.Floats(network.constant("layer1/weight").shape(), weight),
                "layer1/bias",
                Tensor.vector(bias)));
    return depthwise ? alike(planted) : planted;
  }

  /**
   * The depthwise filters of the copies are those of their originals, their biases doubled with the
   * values.
   */
  private static Network alike(Network network) {
    float[] weight = network.floats("layer2/weight").values().clone();
    float[] bias = network.floats("layer2/bias").values().clone();
    Arrays.fill(bias, 22, 27, -1);
    for (int unit = 27; unit < 32; unit++) {
      System.arraycopy(weight, (unit - 27) * 9, weight, unit * 9, 9);
      bias[unit] = 2 * bias[unit - 27];
    }
    return network.withConstants(
        Map.of(
            "layer2/weight",
            new Tensor.Floats(network.constant("layer2/weight").shape(), weight),
            "layer2/bias",
            Tensor.vector(bias)));
  }

  private static Tensor withoutColumns(Network network, int... columns) {
    float[] weight = network.floats("layer1/weight").values().clone();
    for (int column : columns) {
      for (int unit = 0; unit < 12; unit++) {
        weight[unit * 6 + column] = 0;
      }
    }
    return new Tensor.Floats(network.constant("layer1/weight").shape(), weight);
  }
}
