package org.pith.network.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pith.network.GraphCheck;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.network.cost.Cost;
import org.pith.network.rewrite.Splice;

/** Models that PyTorch exported; {@code torch/residual.py} made them and printed what is expected here. */
class ForeignModelTest {

  private static final float[] TORCH = {
    0.18715495f, 0.30650026f, 0.13294658f, 0.22038569f, 0.15301253f,
    0.18493730f, 0.30391937f, 0.13584730f, 0.22227791f, 0.15301813f
  };

  private static byte[] bytes(int opset) throws IOException {
    try (InputStream in =
        ForeignModelTest.class.getResourceAsStream("/torch/residual-%d.onnx".formatted(opset))) {
      return in.readAllBytes();
    }
  }

  private static float[] pixels() {
    float[] pixels = new float[2 * 3 * 8 * 8];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) Math.sin(i);
    }
    return pixels;
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 16})
  void computesAsInTorchAfterReadingAndWriting(int opset) throws IOException {
    Network network = OnnxFile.decode(bytes(opset), "residual");
    assertThat(GraphCheck.of(network)).isEmpty();
    assertThat(Splice.withoutDeadConstants(network)).isSameAs(network);
    assertThat(Cost.of(network).isComplete()).isTrue();
    assertThat(network.input("pixels").shape()).isEqualTo(Shape.of(Shape.BATCH, 3, 8, 8));
    try (OnnxSession session = OnnxSession.open(network, 1)) {
      assertThat(session.run(pixels()).floats("shares"))
          .containsExactly(TORCH, Offset.offset(1e-5f));
    }
  }

  /**
   * 8*3*9 and, as the export folds the normalisation, a bias of 8; depthwise 8*9 + 8; pointwise 64 + 8; dense 40 + 5. MACs: 64
   * places of (8*27 + 8*9 + 64), and 40.
   */
  @ParameterizedTest
  @ValueSource(ints = {11, 16})
  void costsWhatTheFormulasSay(int opset) throws IOException {
    Cost cost = Cost.of(OnnxFile.decode(bytes(opset), "residual"));
    assertThat(cost.params()).isEqualTo(216 + 8 + 80 + 72 + 45);
    assertThat(cost.macs()).isEqualTo(64 * (216 + 72 + 64) + 40);
    assertThat(cost.isComplete()).isTrue();
  }
}
