package org.pith.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Operator.Unary.Function;

class InitializationTest {

  @Test
  void sameSeedSameWeights() {
    Network network = Nets.mlp(8, 16, 3);
    assertThat(Initialization.draw(network, 1)).isEqualTo(Initialization.draw(network, 1));
    assertThat(Initialization.draw(network, 1)).isNotEqualTo(Initialization.draw(network, 2));
  }

  @Test
  void varianceFollowsFanInAndActivation() {
    Nets.Body body = new Nets.Body(50).dense(200).norm().then(Function.RELU);
    Network dense = Initialization.draw(body.dense(100).then(Function.TANH).dense(40).network(), 3);
    requireVariance(dense, "layer1/weight", 2.0 / 50);
    requireVariance(dense, "layer2/weight", 1.0 / 200);
    requireVariance(dense, "layer3/weight", 1.0 / 100);
    Nets.Body image = new Nets.Body(8, 6, 6).conv(64, 3, 1);
    Network filters = image.then("leaky", new Operator.LeakyRelu(0.5f)).network();
    requireVariance(Initialization.draw(filters, 3), "layer1/weight", 1.6 / 72);
  }

  /**
   * The variance of n Gaussian draws has a relative standard error of sqrt(2 / n); four of those.
   */
  private static void requireVariance(Network network, String constant, double expected) {
    double sum = 0;
    float[] values = network.floats(constant).values();
    for (float value : values) {
      sum += (double) value * value;
    }
    assertThat(sum / values.length)
        .isCloseTo(expected, within(4 * expected * Math.sqrt(2.0 / values.length)));
  }

  @Test
  void biasesAndNormalisationStartNeutral() {
    Network network = Initialization.draw(StackingTest.perturbed(StackingTest.normed(5), 3), 1);
    assertThat(network.floats("layer1/bias").values()).containsOnly(0);
    assertThat(network.floats("layer1/scale").values()).containsOnly(1);
    assertThat(network.floats("layer1/shift").values()).containsOnly(0);
    assertThat(network.floats("layer1/mean").values()).containsOnly(0);
    assertThat(network.floats("layer1/variance").values()).containsOnly(1);
  }
}
