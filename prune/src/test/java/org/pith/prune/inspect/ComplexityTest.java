package org.pith.prune.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.train.Examples;
import org.pith.train.Initialization;
import org.pith.train.Recipe;
import org.pith.train.Target;
import org.pith.train.Trainer;

/** A feature that stands in the input and one that a network has to make: the sign of x0, and the parity of the signs of x1 and x2. */
class ComplexityTest {

  private static final int COLUMNS = 4;

  /** Class 2 * parity + sign, learned by one hidden layer. */
  private static Network trained(long seed) {
    Network.Builder b = Network.builder("parity");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, COLUMNS));
    b.constant("w1", Tensor.of(Shape.of(32, COLUMNS), new float[32 * COLUMNS]));
    b.constant("b1", Tensor.vector(new float[32]));
    b.constant("w2", Tensor.of(Shape.of(4, 32), new float[128]));
    b.constant("b2", Tensor.vector(new float[4]));
    String made = b.add("hidden", Operator.Gemm.TRANSPOSED, x, "w1", "b1");
    String relu = b.add("relu", new Operator.Unary(Operator.Unary.Function.RELU), made);
    b.output(b.add("scores", Operator.Gemm.TRANSPOSED, relu, "w2", "b2"));
    Rows rows = rows(3_000, seed);
    Examples examples =
        new Examples(
            Shape.of(COLUMNS), ((Tensor.Floats) rows.inputs().get("x")).values(), rows.target());
    Recipe recipe = Recipe.defaults().withEpochs(30).withBatchSize(64).withPeakLearningRate(0.01);
    return Trainer.train(
            List.of(Initialization.draw(b.build(), seed)),
            examples,
            examples.rows(new int[0]),
            recipe,
            seed)
        .getFirst()
        .network();
  }

  private static Rows rows(int n, long seed) {
    Random random = new Random(seed);
    float[] x = new float[n * COLUMNS];
    int[] y = new int[n];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < n; i++) {
      int sign = x[i * COLUMNS] > 0 ? 1 : 0;
      int parity = x[i * COLUMNS + 1] > 0 ^ x[i * COLUMNS + 2] > 0 ? 1 : 0;
      y[i] = 2 * parity + sign;
    }
    return new Rows(
        Map.of("x", new Tensor.Floats(Shape.of(n, COLUMNS), x)), new Target.Classes(y, 4));
  }

  /** By the sums of scores that tell sign from sign, and parity from parity. */
  private static List<float[]> features(float[] scores) {
    float[] sign = new float[scores.length / 4];
    float[] parity = new float[sign.length];
    for (int i = 0; i < sign.length; i++) {
      sign[i] = scores[4 * i + 1] + scores[4 * i + 3] - scores[4 * i] - scores[4 * i + 2];
      parity[i] = scores[4 * i + 2] + scores[4 * i + 3] - scores[4 * i] - scores[4 * i + 1];
    }
    return List.of(sign, parity);
  }

  @Test
  void whatTheInputShowsIsSimpleAndParityIsNot() {
    for (long seed = 1; seed <= 3; seed++) {
      Network network = trained(seed);
      List<String> tensors = List.of("x", "relu", "scores");
      Map<String, float[]> fit = Taps.of(network, rows(1_000, seed + 10), tensors, 1);
      Map<String, float[]> judge = Taps.of(network, rows(500, seed + 20), tensors, 1);
      SequencedMap<String, float[]> places = new LinkedHashMap<>();
      places.put("the input", fit.get("x"));
      places.put("hidden", fit.get("relu"));
      List<Complexity> found =
          Complexity.of(
              places,
              Map.of("the input", judge.get("x"), "hidden", judge.get("relu")),
              features(fit.get("scores")),
              features(judge.get("scores")));
      assertThat(found.get(0).value()).isLessThanOrEqualTo(0.1);
      assertThat(found.get(1).value()).isGreaterThanOrEqualTo(0.4);
      assertThat(found.get(1).readable().get("the input")).isLessThan(0.1);
      assertThat(found.get(1).readable().get("hidden")).isGreaterThan(0.9);
    }
  }
}
