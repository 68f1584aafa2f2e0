package org.pith.network.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Models of single precision as exporters write them in another; none of our code takes part. */
final class Retyped {

  private Retyped() {}

  /**
   * All floats in another type: weights, numbers of Constant nodes, targets of casts, inputs and outputs. What ONNX wants single
   * stays so: the scales of Resize.
   */
  static ModelProto throughout(byte[] single, DataType type) throws Exception {
    ModelProto.Builder model = ModelProto.parseFrom(single).toBuilder();
    GraphProto.Builder graph = model.getGraphBuilder().clearValueInfo();
    Set<String> scales = scales(graph);
    graph.getInitializerBuilderList().stream()
        .filter(t -> !scales.contains(t.getName()))
        .forEach(t -> retype(t, type));
    Stream.of(graph.getInputBuilderList(), graph.getOutputBuilderList())
        .flatMap(List::stream)
        .forEach(value -> retype(value, type));
    for (NodeProto.Builder node : graph.getNodeBuilderList()) {
      for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
        boolean isTarget = node.getOpType().equals("Cast") && attribute.getName().equals("to");
        if (isTarget && attribute.getI() == DataType.FLOAT_VALUE) {
          attribute.setI(type.getNumber());
        }
        if (attribute.hasT() && !scales.contains(node.getOutput(0))) {
          retype(attribute.getTBuilder(), type);
        }
      }
    }
    return model.build();
  }

  private static Set<String> scales(GraphProto.Builder graph) {
    return graph.getNodeList().stream()
        .filter(n -> n.getOpType().equals("Resize") && n.getInputCount() > 2)
        .map(n -> n.getInput(2))
        .collect(Collectors.toSet());
  }

  /** Types of inputs, outputs and initializers by name. */
  static Map<String, DataType> types(ModelProto model) {
    GraphProto graph = model.getGraph();
    Map<String, DataType> types =
        Stream.of(graph.getInputList(), graph.getOutputList())
            .flatMap(List::stream)
            .collect(Collectors.toMap(ValueInfoProto::getName, Retyped::type));
    graph
        .getInitializerList()
        .forEach(t -> types.put(t.getName(), DataType.forNumber(t.getDataType())));
    return types;
  }

  private static DataType type(ValueInfoProto value) {
    return DataType.forNumber(value.getType().getTensorType().getElemType());
  }

  private static void retype(ValueInfoProto.Builder value, DataType type) {
    if (type(value.build()) == DataType.FLOAT) {
      value.getTypeBuilder().getTensorTypeBuilder().setElemType(type.getNumber());
    }
  }

  /** Floats of a tensor in another type; other numbers stay. */
  static void retype(TensorProto.Builder tensor, DataType type) {
    if (tensor.getDataType() != DataType.FLOAT_VALUE) {
      return;
    }
    int count =
        (int) tensor.getDimsList().stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    ByteBuffer singles =
        ByteBuffer.wrap(tensor.getRawData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer changed = ByteBuffer.allocate(8 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      float value = tensor.hasRawData() ? singles.getFloat() : tensor.getFloatData(i);
      switch (type) {
        case FLOAT16 -> changed.putShort(Float.floatToFloat16(value));
        case DOUBLE -> changed.putDouble(value);
        default -> throw new IllegalArgumentException(type.name());
      }
    }
    tensor
        .clearFloatData()
        .setRawData(ByteString.copyFrom(changed.flip()))
        .setDataType(type.getNumber());
  }
}
