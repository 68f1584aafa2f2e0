package org.pith.network.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Optional;

/**
 * A node outside of the table whose attribute has become an input. A file has one version of the operator set for all its nodes, so
 * beside an operator that needs a newer one the old form would be no legal node.
 *
 * @param node without the attribute
 * @param attribute its name
 * @param values what the input holds that takes its place, the last of the node
 * @param version the oldest version of the operator set with that input
 */
record Modernised(NodeProto node, String attribute, long[] values, int version) {

  /** The present form of a node of the default domain; empty where it has it already, or reads more than its first input. */
  static Optional<Modernised> of(NodeProto proto, int opset) {
    String moved = proto.getOpType().equals("Split") ? "split" : "axes";
    int version = version(proto.getOpType());
    if (opset >= version || proto.getInputCount() != 1) {
      return Optional.empty();
    }
    return proto.getAttributeList().stream()
        .filter(a -> a.getName().equals(moved))
        .findFirst()
        .map(a -> new Modernised(without(proto, a), moved, values(a), version));
  }

  private static NodeProto without(NodeProto proto, AttributeProto attribute) {
    return proto.toBuilder().removeAttribute(proto.getAttributeList().indexOf(attribute)).build();
  }

  private static long[] values(AttributeProto attribute) {
    return attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
  }

  /** Since when the attribute is an input; 0 where there never was such an attribute. */
  private static int version(String type) {
    return switch (type) {
      case "Squeeze", "Unsqueeze", "Split", "ReduceSum" -> 13;
      case "ReduceL1",
          "ReduceL2",
          "ReduceLogSum",
          "ReduceLogSumExp",
          "ReduceMax",
          "ReduceMean",
          "ReduceMin",
          "ReduceProd",
          "ReduceSumSquare" ->
          18;
      default -> 0;
    };
  }
}
