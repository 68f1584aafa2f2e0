package org.pith.network.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pith.network.Operator;
import org.pith.network.Shape;

class LineTest {
  private static final Shape X = Shape.of(Shape.BATCH, 6, 9);
  private final NodeProto.Builder node = NodeProto.newBuilder();

  private LineTest with(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    node.addAttribute(attribute);
    return this;
  }

  private Optional<Line> read(String type, Shape weight) {
    return Line.of(type, new Attributes(node.build(), "node"), Optional.of(weight));
  }

  /** 9 + 1 places and windows of 2 * 2 + 1: at 0, 2 and 4. */
  @Test
  void aConvolutionIsOneOfAnImageOfOneRow() {
    Shape weight = Shape.of(4, 6, 3);
    Line line =
        with("pads", 1, 0)
            .with("strides", 2)
            .with("dilations", 2)
            .read("Conv", weight)
            .orElseThrow();
    assertThat(line.operator())
        .isEqualTo(
            new Operator.Conv(List.of(1, 3), List.of(1, 2), List.of(0, 1, 0, 0), List.of(1, 2), 1));
    assertThat(line.made(X, Optional.of(weight))).isEqualTo(Shape.of(Shape.BATCH, 4, 3));
  }

  /** 2 * 8 + 3 + 1 - 2. */
  @Test
  void aTransposedOneMakesTheLineLonger() {
    Shape weight = Shape.of(6, 5, 3);
    Line line =
        with("pads", 1, 1)
            .with("strides", 2)
            .with("output_padding", 1)
            .read("ConvTranspose", weight)
            .orElseThrow();
    assertThat(line.made(X, Optional.of(weight))).isEqualTo(Shape.of(Shape.BATCH, 5, 18));
  }

  @Test
  void attributesOfAnImageAreNoneOfALine() {
    assertThat(with("strides", 2, 2).read("Conv", Shape.of(4, 6, 3))).isEmpty();
  }
}
