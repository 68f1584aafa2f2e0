package org.pith.network.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Port;
import org.pith.network.Precision;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.TensorType;

/**
 * Learns from ONNX Runtime what operators outside of the table make, so that what follows them is understood again: the network
 * runs on two rows of zeros and on three, and a dimension that grows from two to three is the number of rows.
 */
public final class Observation {

  private Observation() {}

  /**
   * The network with the outputs of its unknown operators declared, as far as ONNX Runtime can run them.
   *
   * <p>Cost: one session for all of them; where that fails, one for each.
   *
   * @param network from a file that is trusted enough to be run
   * @return the same network where there is no unknown operator, or ONNX Runtime cannot run any of them either
   */
  public static Network of(Network network) {
    List<Node> unknown =
        network.nodes().stream().filter(n -> n.operator() instanceof Operator.Unknown).toList();
    if (unknown.isEmpty()) {
      return network;
    }
    return observed(network, unknown).orElseGet(() -> oneByOne(network, unknown));
  }

  /** Those that can be run are learned of, though others cannot. */
  private static Network oneByOne(Network network, List<Node> unknown) {
    Network known = network;
    for (Node node : unknown.size() > 1 ? unknown : List.<Node>of()) {
      known = observed(known, List.of(known.node(node.name()))).orElse(known);
    }
    return known;
  }

  /** The network with these nodes' outputs declared; empty where ONNX Runtime cannot run what leads to them. */
  private static Optional<Network> observed(Network network, List<Node> watched) {
    List<String> outputs =
        watched.stream().flatMap(n -> n.outputs().stream()).filter(o -> !o.isEmpty()).toList();
    Network part = network.withOutputs(List.of()).withNodes(network.leadingTo(outputs));
    byte[] model = returning(part, outputs);
    try (OnnxSession session = OnnxSession.open(model, network.name(), 1)) {
      Map<String, Tensor> two = session.run(zeros(network, 2)).values();
      Map<String, Tensor> three = session.run(zeros(network, 3)).values();
      List<Node> nodes =
          network.nodes().stream()
              .map(n -> watched.contains(n) ? declared(n, two, three) : n)
              .toList();
      return Optional.of(network.withNodes(nodes));
    } catch (IllegalArgumentException notRun) {
      return Optional.empty();
    }
  }

  /**
   * The network in the precision of its file where ONNX Runtime runs it so, else in single precision: it convolves no doubles, for
   * instance, whatever ONNX says.
   *
   * @param network from a file that is trusted enough to be run
   */
  public static Network inPrecisionThatRuns(Network network) {
    if (network.precision() == Precision.SINGLE) {
      return network;
    }
    try (OnnxSession session = OnnxSession.open(network, 1)) {
      session.run(zeros(network, 2));
      return network;
    } catch (IllegalArgumentException notRun) {
      return network.withPrecision(Precision.SINGLE);
    }
  }

  /** The model with these outputs, whose types the runtime finds. */
  private static byte[] returning(Network network, List<String> outputs) {
    ModelProto.Builder model = new ModelWriter(network).write().toBuilder();
    model.getGraphBuilder().clearOutput();
    outputs.forEach(o -> model.getGraphBuilder().addOutput(ValueInfoProto.newBuilder().setName(o)));
    return model.build().toByteArray();
  }

  private static Map<String, Tensor> zeros(Network network, int rows) {
    Map<String, Tensor> zeros = new LinkedHashMap<>();
    for (Port input : network.inputs()) {
      zeros.put(input.name(), RuntimeTensors.zeros(input, rows));
    }
    return zeros;
  }

  private static Node declared(Node node, Map<String, Tensor> two, Map<String, Tensor> three) {
    if (!(node.operator() instanceof Operator.Unknown unknown)) {
      return node;
    }
    List<TensorType> types = new ArrayList<>();
    for (String output : node.outputs()) {
      Optional<TensorType> type =
          output.isEmpty() ? Optional.empty() : type(two.get(output), three.get(output));
      if (type.isEmpty()) {
        break;
      }
      types.add(type.get());
    }
    return node.withOperator(unknown.making(types));
  }

  private static Optional<TensorType> type(Tensor two, Tensor three) {
    Shape a = two.shape();
    Shape b = three.shape();
    int[] dims = a.toArray();
    int open = 0;
    for (int i = 0; i < dims.length; i++) {
      if (a.dim(i) != b.dim(i)) {
        open++;
        if (a.rank() != b.rank() || a.dim(i) * 3 != b.dim(i) * 2) {
          return Optional.empty();
        }
        dims[i] = -a.dim(i) / 2;
      }
    }
    return open > 1 ? Optional.empty() : Optional.of(new TensorType(two.type(), Shape.of(dims)));
  }
}
