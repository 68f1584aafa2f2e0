package org.pith.prune.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.rewrite.ChannelGroups;
import org.pith.network.rewrite.Removal;
import org.pith.prune.regression.Observer;
import org.pith.train.Examples;
import org.pith.train.Target;

class RepairTest {
  private static final int ROWS = 600;
  private final Random random = new Random(3);
  private final Network.Builder builder = Network.builder("twins");

  /** Two halves of a row go through the same two layers. */
  private Network twins() {
    String x = builder.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 6));
    weights("w1", 5, 3);
    weights("b1", 5);
    weights("w2", 4, 5);
    weights("w3", 2, 8);
    String left = tower("left", builder.add("first", new Operator.Slice(1, 0, 3), x));
    String right = tower("right", builder.add("last", new Operator.Slice(1, 3, 6), x));
    String both = builder.add("both", new Operator.Concat(1), left, right);
    builder.output(builder.add("head", Operator.Gemm.TRANSPOSED, both, "w3"));
    return builder.build();
  }

  private String tower(String name, String x) {
    String hidden = builder.add(name + "1", Operator.Gemm.TRANSPOSED, x, "w1", "b1");
    String bent =
        builder.add(name + "Relu", new Operator.Unary(Operator.Unary.Function.RELU), hidden);
    return builder.add(name + "2", Operator.Gemm.TRANSPOSED, bent, "w2");
  }

  private void weights(String name, int... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    builder.constant(name, Tensor.of(shape, values));
  }

  @Test
  void layersThatShareWeightsShareThemAfterwards() {
    Network network = twins();
    ChannelGroups groups = ChannelGroups.of(network);
    Map<String, int[]> kept = Map.of("left1", new int[] {0, 1, 3});
    Network cut = Removal.keep(groups, kept);
    float[] rows = new float[ROWS * 6];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    Target target = new Target.Classes(new int[ROWS], 2);
    Examples examples = new Examples(Shape.of(6), rows, target);
    Repair repair = Repair.of(groups, cut, kept, new Observer(examples, ROWS, 3, 1));
    for (Network each : List.of(repair.network(), repair.start())) {
      List<String> left = each.node("left2").inputs();
      assertThat(each.node("right2").inputs().subList(1, 3)).isEqualTo(left.subList(1, 3));
    }
    Network repaired = repair.network();
    assertThat(repaired.floats(repaired.node("left2").input(1))).isNotEqualTo(cut.floats("w2"));
    assertThat(repair.layers()).extracting(Refit::node).containsExactly("left2", "head");
  }
}
