package org.pith.network.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.OperatorTable;
import org.pith.network.Port;
import org.pith.network.Precision;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/** Turns one network into an ONNX model. */
final class ModelWriter {

  private static final int USUAL_OPSET = 17;
  private static final int USUAL_ML_OPSET = 3;

  private final Network network;
  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Set<String> tensorNames = new HashSet<>();

  ModelWriter(Network network) {
    Precision precision = precision(network);
    this.network = precision == network.precision() ? network : network.withPrecision(precision);
  }

  /** The precision of the network, or single where a constant would become infinite in it. */
  static Precision precision(Network network) {
    boolean fit = network.constants().values().stream().allMatch(network.precision()::holds);
    return fit ? network.precision() : Precision.SINGLE;
  }

  ModelProto write() {
    tensorNames.addAll(network.constants().keySet());
    network.inputs().forEach(p -> tensorNames.add(p.name()));
    network.nodes().forEach(n -> tensorNames.addAll(n.outputs()));
    graph.setName(network.name());
    network.inputs().forEach(p -> graph.addInput(value(p)));
    network.outputs().forEach(p -> graph.addOutput(value(p)));
    network.constants().forEach(this::add);
    network.nodes().forEach(n -> tensorNames.add(n.name()));
    network.nodes().forEach(n -> graph.addNode(node(n)));
    return model().setGraph(graph).build();
  }

  private ModelProto.Builder model() {
    Map<String, Integer> opsets = opsets();
    ModelProto.Builder model =
        ModelProto.newBuilder().setProducerName("pith").setIrVersion(irVersion(opsets.get("")));
    opsets.forEach(
        (domain, version) ->
            model.addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
    network
        .metadata()
        .forEach(
            (key, value) ->
                model.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model;
  }

  /** The file format that came with an operator set. */
  private static int irVersion(int opset) {
    return opset <= 18 ? 8 : opset <= 20 ? 9 : 10;
  }

  /**
   * The operator sets by domain. An operator outside of the table is only right in the version it was read in, so that one is
   * kept unless another operator needs a newer one.
   */
  Map<String, Integer> opsets() {
    Map<String, Integer> opsets = new TreeMap<>();
    boolean foreign = false;
    for (Node node : network.nodes()) {
      if (node.operator() instanceof Operator.Unknown unknown) {
        opsets.merge(unknown.domain(), unknown.version(), Math::max);
        foreign |= unknown.domain().isEmpty();
      } else {
        OperatorTable.Row row = OperatorTable.row(node.operator());
        opsets.merge(row.domain(), row.opset(), Math::max);
      }
    }
    if (!foreign) {
      opsets.merge("", USUAL_OPSET, Math::max);
    }
    opsets.computeIfPresent(OperatorTable.ML, (_, version) -> Math.max(version, USUAL_ML_OPSET));
    return opsets;
  }

  private ValueInfoProto value(Port port) {
    DataType type = TensorCodec.dataType(port.type(), network.precision(port.name()));
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    String rows = network.notation().rows();
    for (int dim : port.shape().dims()) {
      if (dim < 0) {
        shape.addDimBuilder().setDimParam(dim == Shape.BATCH ? rows : -dim + "*" + rows);
      } else {
        shape.addDimBuilder().setDimValue(dim);
      }
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(port.name())
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private NodeProto node(Node node) {
    NodeProto.Builder proto =
        switch (node.operator()) {
          case Operator.Unknown unknown -> encoded(node, unknown);
          case Operator operator ->
              OperatorWriter.write(operator, network.precision(node.output()));
        };
    proto.setName(node.name()).addAllInput(node.inputs()).addAllOutput(node.outputs());
    addOwnConstants(node, proto);
    return proto.build();
  }

  /** What ONNX wants as constant inputs and the network holds in the operator. */
  private void addOwnConstants(Node node, NodeProto.Builder proto) {
    switch (node.operator()) {
      case Operator.Dropout(float ratio) ->
          proto.addInput(constant(node.name() + "/ratio", Tensor.scalar(ratio)));
      case Operator.Slice(int axis, int start, int end) -> {
        proto.addInput(constant(node.name() + "/starts", Tensor.longs(start)));
        proto.addInput(constant(node.name() + "/ends", Tensor.longs(end)));
        proto.addInput(constant(node.name() + "/axes", Tensor.longs(axis)));
      }
      case Operator.Pad(_, var pads, float value) -> {
        long[] sizes = pads.stream().mapToLong(Integer::longValue).toArray();
        proto.addInput(constant(node.name() + "/pads", Tensor.longs(sizes)));
        proto.addInput(constant(node.name() + "/value", Tensor.scalar(value)));
      }
      case Operator.Resize(_, int height, int width) -> {
        proto.addInput("").addInput("");
        proto.addInput(constant(node.name() + "/sizes", Tensor.longs(height, width)));
      }
      case Operator.Expand(var dims) -> proto.setInput(1, dimensions(node, dims));
      default -> {}
    }
  }

  /** Nodes that compute a shape with the number of rows of the node's second input in it. */
  private String dimensions(Node node, List<Integer> dims) {
    NodeProto.Builder rows = NodeProto.newBuilder().setOpType("Shape").addInput(node.input(1));
    rows.addAttributeBuilder().setName("end").setType(AttributeType.INT).setI(1);
    NodeProto.Builder join = NodeProto.newBuilder().setOpType("Concat");
    join.addAttributeBuilder().setName("axis").setType(AttributeType.INT).setI(0);
    int open = dims.indexOf(Shape.BATCH);
    String[] parts = {
      dimensions(node, "/before", dims.subList(0, open)),
      made(rows, node.name() + "/rows"),
      dimensions(node, "/after", dims.subList(open + 1, dims.size()))
    };
    Stream.of(parts).filter(p -> !p.isEmpty()).forEach(join::addInput);
    return made(join, node.name() + "/dimensions");
  }

  private String dimensions(Node node, String suffix, List<Integer> dims) {
    return dims.isEmpty()
        ? ""
        : constant(
            node.name() + suffix,
            Tensor.longs(dims.stream().mapToLong(Integer::longValue).toArray()));
  }

  private String made(NodeProto.Builder node, String base) {
    String name = free(base);
    graph.addNode(node.setName(name).addOutput(name));
    return name;
  }

  private static NodeProto.Builder encoded(Node node, Operator.Unknown unknown) {
    List<Byte> bytes = unknown.encoded();
    byte[] copy = new byte[bytes.size()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = bytes.get(i);
    }
    try {
      return NodeProto.parseFrom(copy).toBuilder().clearInput().clearOutput();
    } catch (InvalidProtocolBufferException e) {
      throw new OnnxException("Node %s is not encoded as a node.".formatted(node), e);
    }
  }

  private String free(String base) {
    String name = base;
    for (int i = 2; !tensorNames.add(name); i++) {
      name = base + "_" + i;
    }
    return name;
  }

  private String constant(String base, Tensor tensor) {
    String name = free(base);
    add(name, tensor);
    return name;
  }

  private void add(String name, Tensor tensor) {
    graph.addInitializer(TensorCodec.encode(name, tensor, network.precision()));
  }
}
