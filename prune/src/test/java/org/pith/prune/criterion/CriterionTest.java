package org.pith.prune.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.rewrite.ChannelGroup;
import org.pith.network.rewrite.ChannelGroups;
import org.pith.prune.Nets;
import org.pith.prune.regression.Moments;
import org.pith.train.Examples;
import org.pith.train.Inference;
import org.pith.train.Target;

class CriterionTest {
  private static final Examples NO_ROWS =
      new Examples(Shape.of(2), new float[0], new Target.Numbers(new float[0]));

  /**
   * The target is a + b / 2; units 0 to 3 are noisy copies of a, unit 4 is a noisy copy of b, unit
   * 5 is noise. Every copy of a tells more about the target than b does on its own, yet the second
   * unit to keep is b.
   */
  @Test
  void jointInformationSeesRedundancyWhereMarginalsDoNot() {
    Evidence evidence = planted();
    int[] joint = JointInformation.DEFAULT.order(evidence);
    assertThat(Arrays.copyOf(joint, 2)).contains(4);
    int[] marginal = Scores.descending(marginals(evidence.readings().getFirst()));
    assertThat(Arrays.copyOf(marginal, 4)).doesNotContain(4);
    assertThat(RetainedShare.along(evidence, joint).with(2))
        .isGreaterThan(RetainedShare.along(evidence, marginal).with(2) + 0.1);
  }

  /**
   * y = x0 - x1 with x0 and x1 nearly alike: each tells little, both tell all; unit 2 alone tells
   * more than either.
   */
  @Test
  void exchangeFindsPairsThatGreedyOrderMisses() {
    Random random = new Random(5);
    Moments moments = new Moments(3, 0);
    for (int i = 0; i < 4_000; i++) {
      double shared = 5 * random.nextGaussian();
      double x0 = shared + random.nextGaussian();
      double x1 = shared + random.nextGaussian();
      moments.add(new double[] {x0, x1, x0 - x1 + 2 * random.nextGaussian()});
    }
    DMatrixRMaj weights = new DMatrixRMaj(new double[][] {{1}, {-1}, {0}});
    Evidence evidence = evidence(moments.covariance(), weights);
    int[] order = JointInformation.DEFAULT.order(evidence);
    assertThat(order[0]).isEqualTo(2);
    assertThat(JointInformation.DEFAULT.keep(evidence, order, 2)).containsExactly(0, 1);
  }

  /** A unit of NaN makes its covariance with all others NaN; a weight of NaN what the consumer computes. */
  @Test
  void valuesThatAreNoNumbersAreRefusedByName() {
    Moments moments = new Moments(3, 0);
    Random random = new Random(5);
    for (int i = 0; i < 100; i++) {
      moments.add(new double[] {random.nextGaussian(), Double.NaN, random.nextGaussian()});
    }
    DMatrixRMaj weights = new DMatrixRMaj(new double[][] {{1}, {1}, {1}});
    DMatrixRMaj damaged = new DMatrixRMaj(new double[][] {{1}, {Double.NaN}, {1}});
    for (Evidence evidence :
        List.of(evidence(moments.covariance(), weights), evidence(identity(3), damaged))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> JointInformation.DEFAULT.order(evidence))
          .withMessageStartingWith("Group layer1/gemm holds values that are no numbers")
          .withMessageContaining("Maybe ");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> JointInformation.DEFAULT.keep(evidence, new int[] {0, 1, 2}, 2))
          .withMessageStartingWith("Group layer1/gemm holds values that are no numbers");
    }
  }

  @Test
  void sharesRiseFromNothingToAll() {
    Evidence evidence = planted();
    double[] shares =
        RetainedShare.along(evidence, JointInformation.DEFAULT.order(evidence)).shares();
    assertThat(shares).hasSize(7).isSorted();
    assertThat(shares[0]).isZero();
    assertThat(shares[6]).isCloseTo(1, within(1e-9));
  }

  @Test
  void whatOtherGroupsTellIsGiven() {
    DMatrixRMaj covariance = new DMatrixRMaj(new double[][] {{1, 0, 1}, {0, 1, 0}, {1, 0, 1}});
    DMatrixRMaj weights = new DMatrixRMaj(new double[][] {{2}, {1}, {0}});
    Evidence alone = evidence(covariance, weights);
    Reading given = new Reading("next", covariance, weights, new int[] {0, 1, Reading.OTHER});
    Evidence beside = evidence(alone.groups(), alone.group(), List.of(given));
    assertThat(JointInformation.DEFAULT.order(alone)[0]).isZero();
    assertThat(JointInformation.DEFAULT.order(beside)[0]).isEqualTo(1);
  }

  /** Of two targets the loss depends on one; of a third hardly: a thousandth of the mean's stake, a tenth of enough. */
  @Test
  void whatTheLossDoesNotDependOnIsNoNeed() {
    DMatrixRMaj weights = new DMatrixRMaj(new double[][] {{1, 0, 0}, {0, 9, 0}, {0, 0, 1}});
    double[] sensitivity = {3, 0, 0.003};
    Reading reading = Reading.of("next", identity(3), weights, new int[] {0, 1, 2}, sensitivity);
    assertThat(reading.need()[0]).isEqualTo(1);
    assertThat(reading.need()[1]).isZero();
    assertThat(reading.need()[2]).isCloseTo(0.003 / (0.01 * 3.003 / 3), within(1e-12));
    Evidence plain = evidence(identity(3), weights);
    Evidence needed = evidence(plain.groups(), plain.group(), List.of(reading));
    assertThat(JointInformation.DEFAULT.order(plain)[0]).isEqualTo(1);
    assertThat(JointInformation.DEFAULT.order(needed)).containsExactly(0, 2, 1);
    for (double[] unknown : new double[][] {{0, 0, 0}, {1, Double.NaN, 1}}) {
      assertThat(Reading.of("next", identity(3), weights, new int[] {0, 1, 2}, unknown).need())
          .as("all alike where nothing is known")
          .containsExactly(1, 1, 1);
    }
  }

  @Test
  void weightNormsSumWhatMakesAUnit() {
    Evidence evidence = evidence(identity(3), new DMatrixRMaj(3, 1));
    Network network =
        evidence
            .groups()
            .network()
            .withConstants(Map.of("layer1/weight", Tensor.of(Shape.of(3, 2), 3, 0, -2, 2, 1, -1)));
    ChannelGroups groups = ChannelGroups.of(network);
    Evidence weighted = evidence(groups, groups.group("layer1/gemm"), evidence.readings());
    assertThat(WeightNorm.L1.order(weighted)).containsExactly(1, 0, 2);
    assertThat(WeightNorm.L2.order(weighted)).containsExactly(0, 1, 2);
    Reading columns =
        new Reading(
            "layer1/gemm",
            identity(2),
            new DMatrixRMaj(new double[][] {{1, 1}, {0, -3}}),
            new int[] {0, 1});
    Evidence inputs = evidence(groups, groups.group("features"), List.of(columns));
    assertThat(WeightNorm.L1.order(inputs)).containsExactly(1, 0);
  }

  @Test
  void varianceSumsAUnitsFeatures() {
    Reading reading =
        new Reading("next", diagonal(1, 5, 3, 3), new DMatrixRMaj(4, 1), new int[] {0, 1, 2, 2});
    Evidence evidence = evidence(identity(3), new DMatrixRMaj(3, 1));
    assertThat(
            new ActivationVariance()
                .order(evidence(evidence.groups(), evidence.group(), List.of(reading))))
        .containsExactly(2, 1, 0);
  }

  @Test
  void normalizationScaleLooksAtItsSize() {
    ChannelGroups groups = ChannelGroups.of(normalised(0.5f, -2, 1));
    Evidence evidence = evidence(groups, groups.group("gemm"), List.of());
    assertThat(new NormalizationScale().order(evidence)).containsExactly(1, 2, 0);
    assertThatThrownBy(() -> new NormalizationScale().order(planted()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer1/gemm has no batch normalisation")
        .hasMessageContaining("Maybe it was folded already");
  }

  /** The scores are a' w + b with a the units; with squared error the gradient by a is 2 (s - y) w. */
  @Test
  void taylorSumsActivationTimesGradient() {
    Network network = Nets.mlp(12, 2, 5, 1);
    Examples rows = new Examples(Shape.of(2), random(80, 3), new Target.Numbers(random(40, 4)));
    float[] hidden = Inference.tap(network, rows, List.of("layer1/relu")).get("layer1/relu");
    float[] scores = Inference.scores(network, rows);
    float[] weights = network.floats("layer2/weight").values();
    double[] expected = new double[5];
    for (int row = 0; row < 40; row++) {
      double slope = 2 * (scores[row] - ((Target.Numbers) rows.target()).values()[row]);
      for (int u = 0; u < 5; u++) {
        expected[u] += Math.abs(hidden[row * 5 + u] * slope * weights[u]);
      }
    }
    int[] order =
        IntStream.range(0, 5)
            .boxed()
            .sorted(java.util.Comparator.comparingDouble(u -> -expected[u]))
            .mapToInt(Integer::intValue)
            .toArray();
    ChannelGroups groups = ChannelGroups.of(network);
    Evidence evidence = new Evidence(groups, groups.group("layer1/gemm"), List.of(), rows);
    assertThat(new Taylor().order(evidence)).containsExactly(order);
  }

  private static float[] random(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void randomOrdersFollowTheirSeed() {
    Evidence evidence = planted();
    assertThat(new RandomOrder(1).order(evidence))
        .containsExactly(new RandomOrder(1).order(evidence))
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5)
        .isNotEqualTo(new RandomOrder(3).order(evidence));
  }

  private static double[] marginals(Reading reading) {
    DMatrixRMaj cross = reading.crossCovariance();
    return IntStream.range(0, cross.numRows)
        .mapToDouble(u -> cross.get(u, 0) * cross.get(u, 0) / reading.covariance().get(u, u))
        .toArray();
  }

  private static Evidence planted() {
    Random random = new Random(11);
    Moments moments = new Moments(6, 0);
    for (int i = 0; i < 5_000; i++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      double[] row = random.doubles(6, -0.1, 0.1).toArray();
      for (int unit = 0; unit < 4; unit++) {
        row[unit] += a;
      }
      row[4] += b;
      moments.add(row);
    }
    return evidence(
        moments.covariance(),
        new DMatrixRMaj(new double[][] {{0.25}, {0.25}, {0.25}, {0.25}, {0.5}, {0}}));
  }

  /** A hidden layer whose units are the features of one consumer. */
  private static Evidence evidence(DMatrixRMaj covariance, DMatrixRMaj weights) {
    int units = covariance.numRows;
    ChannelGroups groups = ChannelGroups.of(Nets.mlp(1, 2, units, 1));
    Reading reading = new Reading("next", covariance, weights, IntStream.range(0, units).toArray());
    return evidence(groups, groups.group("layer1/gemm"), List.of(reading));
  }

  private static Evidence evidence(
      ChannelGroups groups, ChannelGroup group, List<Reading> readings) {
    return new Evidence(groups, group, readings, NO_ROWS);
  }

  private static DMatrixRMaj identity(int size) {
    return diagonal(IntStream.range(0, size).mapToDouble(_ -> 1).toArray());
  }

  private static DMatrixRMaj diagonal(double... values) {
    DMatrixRMaj matrix = new DMatrixRMaj(values.length, values.length);
    IntStream.range(0, values.length).forEach(i -> matrix.set(i, i, values[i]));
    return matrix;
  }

  private static Network normalised(float... scale) {
    Network.Builder builder = Network.builder("normalised");
    String x = builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 2));
    String weight = builder.constant("weight", new Tensor.Floats(Shape.of(3, 2), new float[6]));
    String y =
        builder.add(
            "norm",
            Operator.BatchNormalization.DEFAULT,
            builder.add("gemm", Operator.Gemm.TRANSPOSED, x, weight),
            builder.constant("scale", Tensor.vector(scale)),
            builder.constant("shift", Tensor.vector(0, 0, 0)),
            builder.constant("mean", Tensor.vector(0, 0, 0)),
            builder.constant("variance", Tensor.vector(1, 1, 1)));
    String head = builder.constant("head", new Tensor.Floats(Shape.of(1, 3), new float[3]));
    builder.output(builder.add("scores", Operator.Gemm.TRANSPOSED, y, head));
    return builder.build();
  }
}
