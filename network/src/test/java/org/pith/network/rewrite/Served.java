package org.pith.network.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.pith.network.Network;
import org.pith.network.onnx.OnnxSession;

/** What networks compute, by ONNX Runtime, which shares no code with the rewrites. */
final class Served {

  private Served() {}

  static float[] run(Network network, float... rows) {
    try (OnnxSession session = OnnxSession.open(network, 1)) {
      return session.run(rows).floats(network.outputs().getFirst().name());
    }
  }

  /** Two rows of standard normal values. */
  static float[] rows(Network network, long seed) {
    Random random = new Random(seed);
    float[] rows = new float[2 * (int) network.inputs().getFirst().shape().elements()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    return rows;
  }

  /** Equal up to single precision through a dozen layers, relative to the largest value. */
  static void assertSame(float[] actual, float[] expected) {
    double scale = 1;
    for (float value : expected) {
      scale = Math.max(scale, Math.abs(value));
    }
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-4 * scale));
    }
  }
}
