package org.pith.network.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import java.util.stream.Stream;

/** A precision of numbers in a file that {@link OnnxFile} reads as single precision, and writes so. */
public enum Precision {
  /** 16 bits. */
  HALF(TensorProto.DataType.FLOAT16),
  /** 64 bits. */
  DOUBLE(TensorProto.DataType.DOUBLE);

  private final int type;

  Precision(TensorProto.DataType type) {
    this.type = type.getNumber();
  }

  /** In words, such as {@code half precision}. */
  public String words() {
    return this == HALF ? "half precision" : "double precision";
  }

  /**
   * The precision other than single in which a file holds some of its weights.
   *
   * @param file bytes of an ONNX file
   * @return empty where all are single, or it is no ONNX file
   */
  public static Optional<Precision> of(byte[] file) {
    try {
      GraphProto graph = ModelProto.parseFrom(file).getGraph();
      return Stream.of(values()).filter(p -> tensors(graph).anyMatch(p::holds)).findFirst();
    } catch (InvalidProtocolBufferException damaged) {
      return Optional.empty();
    }
  }

  /** Single numbers, such as an epsilon or a factor, say nothing about weights. */
  private boolean holds(TensorProto tensor) {
    return tensor.getDataType() == type && tensor.getDimsCount() > 0;
  }

  private static Stream<TensorProto> tensors(GraphProto graph) {
    return Stream.concat(
        graph.getInitializerList().stream(),
        graph.getNodeList().stream()
            .flatMap(node -> node.getAttributeList().stream())
            .filter(AttributeProto::hasT)
            .map(AttributeProto::getT));
  }
}
