package org.pith.network.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.pith.network.Tensor;

/** The attributes of a node that is being read; remembers which were looked at. */
final class Attributes {

  private final String node;
  private final Map<String, AttributeProto> values = new LinkedHashMap<>();
  private final Set<String> read = new HashSet<>();

  Attributes(NodeProto proto, String node) {
    this.node = node;
    for (AttributeProto attribute : proto.getAttributeList()) {
      if (values.put(attribute.getName(), attribute) != null) {
        throw new OnnxException(
            "Node %s has the attribute %s twice.".formatted(node, attribute.getName()));
      }
    }
  }

  /** Whether every attribute was looked at, so that none is lost. */
  boolean exhausted() {
    return read.containsAll(values.keySet());
  }

  /** Looks past an attribute that makes no difference. */
  void ignore(String name) {
    read.add(name);
  }

  int integer(String name, int otherwise) {
    return find(name, AttributeProto::hasI).map(a -> narrow(name, a.getI())).orElse(otherwise);
  }

  long wide(String name, long otherwise) {
    return find(name, AttributeProto::hasI).map(AttributeProto::getI).orElse(otherwise);
  }

  boolean flag(String name, boolean otherwise) {
    return integer(name, otherwise ? 1 : 0) != 0;
  }

  float number(String name, float otherwise) {
    return find(name, AttributeProto::hasF).map(AttributeProto::getF).orElse(otherwise);
  }

  String text(String name, String otherwise) {
    return find(name, AttributeProto::hasS).map(a -> a.getS().toStringUtf8()).orElse(otherwise);
  }

  List<Integer> integers(String name, List<Integer> otherwise) {
    return find(name, _ -> true)
        .map(a -> a.getIntsList().stream().map(i -> narrow(name, i)).toList())
        .orElse(otherwise);
  }

  Optional<List<Long>> longs(String name) {
    return find(name, _ -> true).map(AttributeProto::getIntsList);
  }

  Optional<List<Float>> floats(String name) {
    return find(name, _ -> true).map(AttributeProto::getFloatsList);
  }

  Optional<List<String>> texts(String name) {
    return find(name, _ -> true)
        .map(a -> a.getStringsList().stream().map(ByteString::toStringUtf8).toList());
  }

  Optional<Tensor> tensor(String name) {
    return find(name, AttributeProto::hasT).map(a -> TensorCodec.decode(a.getT(), node));
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  private Optional<AttributeProto> find(String name, Predicate<AttributeProto> holdsValue) {
    read.add(name);
    AttributeProto attribute = values.get(name);
    if (attribute != null && !holdsValue.test(attribute)) {
      throw new OnnxException(
          "Node %s: attribute %s has no value of its type.".formatted(node, name));
    }
    return Optional.ofNullable(attribute);
  }

  private int narrow(String name, long value) {
    if (value != (int) value) {
      throw new OnnxException(
          "Node %s: attribute %s is %d, which is out of range.".formatted(node, name, value));
    }
    return (int) value;
  }
}
