package org.pith.network.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.junit.jupiter.api.Test;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;

class PrecisionTest {

  private static byte[] file() {
    Network.Builder b = Network.builder("net");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 2));
    b.constant("w", Tensor.of(Shape.of(2, 2), 1, 2, 3, 4));
    b.output(b.add("y", new Operator.MatMul(), x, "w"));
    return OnnxFile.encode(b.build());
  }

  private static byte[] of(TensorProto.DataType type, int bytes)
      throws InvalidProtocolBufferException {
    ModelProto.Builder model = ModelProto.parseFrom(file()).toBuilder();
    model
        .getGraphBuilder()
        .getInitializerBuilder(0)
        .setDataType(type.getNumber())
        .setRawData(ByteString.copyFrom(new byte[4 * bytes]));
    return model.build().toByteArray();
  }

  @Test
  void isThatOfTheWeights() throws InvalidProtocolBufferException {
    assertThat(Precision.of(file())).isEmpty();
    assertThat(Precision.of(of(TensorProto.DataType.FLOAT16, 2))).contains(Precision.HALF);
    assertThat(Precision.of(of(TensorProto.DataType.DOUBLE, 8))).contains(Precision.DOUBLE);
    assertThat(Precision.of(new byte[] {1, 2, 3})).isEmpty();
    assertThat(Precision.HALF.words()).isEqualTo("half precision");
  }
}
