package org.pith.train.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.train.Nets;

class AdamOptimizerTest {

  private static final float[] INPUTS = {1, 2, -1, 0.5f, 0.3f, -2};
  private static final float[] TARGETS = {3, -1, 0.5f};

  /** A line fitted to three points: 25 steps of the optimiser and of its scalar twin below. */
  @Test
  void followsItsScalarTwin() {
    for (AdamSettings settings :
        List.of(
            new AdamSettings(0.9, 0.99, 1e-8, 0, 0, false),
            new AdamSettings(0.8, 0.95, 1e-3, 0.3, 0, false),
            new AdamSettings(0.9, 0.999, 1e-8, 0.1, 0.5, false))) {
      requireTwins(settings, 0.4, -0.2, 0.1);
    }
  }

  /** The second weight stays where it is; the bias, which is zero too, learns. */
  @Test
  void zerosOfMatricesStay() {
    requireTwins(new AdamSettings(0.8, 0.95, 1e-3, 0.3, 0.5, true), 0.4, 0, 0);
  }

  private static void requireTwins(AdamSettings settings, double... start) {
    double[] twin = start.clone();
    ScalarAdam adam = new ScalarAdam(settings);
    Network line = line(twin);
    Goal goal = new Goal.Values(TARGETS);
    try (Learner learner = new Learner(List.of(line, line), Shape.of(2), INPUTS, goal, settings)) {
      learner.order(new long[] {0, 1, 2});
      for (int step = 1; step <= 25; step++) {
        learner.step(new Batch(0, 3, null, 0, 1, 0), 0.2 / step);
        double[] gradient = gradient(twin);
        gradient[1] = start[1] == 0 ? 0 : gradient[1];
        adam.step(twin, gradient, 0.2 / step);
      }
      learner.networks().forEach(n -> requireEqual(n, twin));
    }
  }

  private static void requireEqual(Network network, double[] expected) {
    float[] weights = network.floats("layer1/weight").values();
    assertThat((double) weights[0]).isCloseTo(expected[0], within(1e-5));
    assertThat((double) weights[1]).isCloseTo(expected[1], within(expected[1] == 0 ? 0 : 1e-5));
    assertThat((double) network.floats("layer1/bias").values()[0])
        .isCloseTo(expected[2], within(1e-5));
  }

  private static Network line(double[] weights) {
    return Nets.mlp(2, 1)
        .withConstants(
            Map.of(
                "layer1/weight",
                Tensor.of(Shape.of(1, 2), (float) weights[0], (float) weights[1]),
                "layer1/bias",
                Tensor.vector((float) weights[2])));
  }

  private static double[] gradient(double[] weights) {
    double[] gradient = new double[3];
    for (int row = 0; row < 3; row++) {
      double x = INPUTS[2 * row];
      double y = INPUTS[2 * row + 1];
      double error = weights[0] * x + weights[1] * y + weights[2] - TARGETS[row];
      gradient[0] += 2 * error * x / 3;
      gradient[1] += 2 * error * y / 3;
      gradient[2] += 2 * error / 3;
    }
    return gradient;
  }

  /** Adam as its authors write it, with decoupled decay of the first two weights. */
  private static final class ScalarAdam {
    private final AdamSettings settings;
    private final double[] first = new double[3];
    private final double[] second = new double[3];
    private int step;

    ScalarAdam(AdamSettings settings) {
      this.settings = settings;
    }

    void step(double[] weights, double[] gradient, double rate) {
      step++;
      double norm = Math.sqrt(DoubleStream.of(gradient).map(g -> g * g).sum());
      double scale = settings.clipNorm() == 0 ? 1 : Math.min(1, settings.clipNorm() / norm);
      for (int i = 0; i < weights.length; i++) {
        double g = gradient[i] * scale;
        first[i] = settings.beta1() * first[i] + (1 - settings.beta1()) * g;
        second[i] = settings.beta2() * second[i] + (1 - settings.beta2()) * g * g;
        double mean = first[i] / (1 - Math.pow(settings.beta1(), step));
        double square = second[i] / (1 - Math.pow(settings.beta2(), step));
        weights[i] -= i < 2 ? rate * settings.weightDecay() * weights[i] : 0;
        weights[i] -= rate * mean / (Math.sqrt(square) + settings.epsilon());
      }
    }
  }
}
