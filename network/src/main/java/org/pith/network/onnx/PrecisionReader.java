package org.pith.network.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Port;
import org.pith.network.Precision;
import org.pith.network.Tensor;

/**
 * Finds the precision in which a graph holds what the network that was read from it kept. What was folded into a constant or became
 * part of an operator says nothing: it has the type of what it meets. Where types of floats mix in another way than {@link
 * Precision} knows, the precision is single, in which all of them can be written.
 */
final class PrecisionReader {

  private final Network network;
  private final Map<String, DataType> types = new HashMap<>();

  PrecisionReader(GraphProto graph, Network network) {
    this.network = network;
    Stream.of(graph.getOutputList(), graph.getInputList())
        .flatMap(List::stream)
        .forEach(this::declare);
    graph.getInitializerList().forEach(t -> types.put(t.getName(), type(t)));
    graph.getNodeList().forEach(this::declare);
  }

  /**
   * The precision other than single in which a graph holds some of its weights; empty where all are single. Single numbers, such as
   * an epsilon or a factor, say nothing about weights.
   */
  static Optional<Precision> ofWeights(GraphProto graph) {
    return Stream.concat(
            graph.getInitializerList().stream(),
            graph.getNodeList().stream()
                .flatMap(node -> node.getAttributeList().stream())
                .filter(AttributeProto::hasT)
                .map(AttributeProto::getT))
        .filter(tensor -> tensor.getDimsCount() > 0)
        .flatMap(tensor -> Stream.of(Precision.HALF, Precision.DOUBLE).filter(p -> is(tensor, p)))
        .findFirst();
  }

  private static boolean is(TensorProto tensor, Precision precision) {
    return type(tensor) == TensorCodec.dataType(ElementType.FLOAT, precision);
  }

  Precision read() {
    Set<DataType> ports = known(Stream.concat(inputs(), outputs()).map(Port::name));
    Set<DataType> within = known(Stream.concat(constants(), casts().map(Node::output)));
    Set<DataType> all = new HashSet<>(ports);
    all.addAll(within);
    if (all.equals(Set.of(DataType.FLOAT16))) {
      return Precision.HALF;
    }
    if (all.equals(Set.of(DataType.DOUBLE))) {
      return Precision.DOUBLE;
    }
    return ports.equals(Set.of(DataType.FLOAT)) && isHalfWithin()
        ? Precision.HALF_WITHIN
        : Precision.SINGLE;
  }

  /** Whether everything is half but what comes from inputs until it is cast, and what is cast to be returned. */
  private boolean isHalfWithin() {
    Network within = network.withPrecision(Precision.HALF_WITHIN);
    Predicate<String> isSingle = t -> within.precision(t) == Precision.SINGLE;
    Stream<String> made = casts().map(Node::output).filter(isSingle.negate());
    return known(Stream.concat(constants(), made)).equals(Set.of(DataType.FLOAT16))
        && outputs().map(Port::name).allMatch(isSingle)
        && network.nodes().stream()
            .filter(n -> !(n.operator() instanceof Operator.Cast))
            .filter(n -> n.inputs().stream().filter(this::isFloat).anyMatch(isSingle))
            .allMatch(n -> isSingle.test(n.output()));
  }

  private boolean isFloat(String tensor) {
    return !tensor.isEmpty() && network.type(tensor).filter(t -> isFloat(t.type())).isPresent();
  }

  private Stream<Port> inputs() {
    return network.inputs().stream().filter(p -> isFloat(p.type()));
  }

  private Stream<Port> outputs() {
    return network.outputs().stream().filter(p -> isFloat(p.type()));
  }

  private Stream<String> constants() {
    return network.constants().entrySet().stream()
        .filter(c -> c.getValue() instanceof Tensor.Floats)
        .filter(c -> !network.consumers(c.getKey()).isEmpty() && !isExponent(c.getKey()))
        .map(Map.Entry::getKey);
  }

  /** An exponent may be of another type than its base; one that every type holds is written in that of the base. */
  private boolean isExponent(String constant) {
    return network.consumers(constant).stream()
            .allMatch(
                n ->
                    n.operator() instanceof Operator.Binary(var function)
                        && function == Operator.Binary.Function.POW
                        && !n.input(0).equals(constant))
        && isExact(network.floats(constant).values());
  }

  private static boolean isExact(float[] values) {
    for (float value : values) {
      if (Float.float16ToFloat(Float.floatToFloat16(value)) != value) {
        return false;
      }
    }
    return true;
  }

  private Stream<Node> casts() {
    return network.nodes().stream()
        .filter(n -> n.operator() instanceof Operator.Cast(var to) && isFloat(to));
  }

  private static boolean isFloat(ElementType type) {
    return type == ElementType.FLOAT || type == ElementType.DOUBLE;
  }

  private Set<DataType> known(Stream<String> tensors) {
    Set<DataType> known = new HashSet<>();
    tensors.filter(types::containsKey).map(types::get).forEach(known::add);
    return known;
  }

  private void declare(ValueInfoProto value) {
    if (value.getType().hasTensorType()) {
      put(value.getName(), value.getType().getTensorType().getElemType());
    }
  }

  private void declare(NodeProto node) {
    if (!node.getOpType().equals("Constant") && !node.getOpType().equals("Cast")) {
      return;
    }
    for (AttributeProto attribute : node.getAttributeList()) {
      switch (attribute.getName()) {
        case "to" -> put(node.getOutput(0), (int) attribute.getI());
        case "value" -> types.put(node.getOutput(0), type(attribute.getT()));
        case "value_float", "value_floats" -> types.put(node.getOutput(0), DataType.FLOAT);
        default -> {}
      }
    }
  }

  private void put(String tensor, int type) {
    Optional.ofNullable(DataType.forNumber(type)).ifPresent(known -> types.put(tensor, known));
  }

  private static DataType type(TensorProto tensor) {
    return Optional.ofNullable(DataType.forNumber(tensor.getDataType())).orElse(DataType.UNDEFINED);
  }
}
