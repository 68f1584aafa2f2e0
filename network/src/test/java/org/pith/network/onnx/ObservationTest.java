package org.pith.network.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import org.junit.jupiter.api.Test;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.cost.Cost;
import org.pith.network.rewrite.ChannelGroups;

class ObservationTest {

  /** A multilayer perceptron with an operator between its layers that the table does not hold. */
  private static Network withStranger() throws Exception {
    ModelProto model = ModelProto.parseFrom(TorchModels.bytes("mlp-17"));
    GraphProto.Builder graph = model.getGraph().toBuilder();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      if (graph.getNode(i).getOpType().equals("Relu")) {
        graph.setNode(i, NodeProto.newBuilder(graph.getNode(i)).setOpType("ThresholdedRelu"));
      }
    }
    return OnnxFile.decode(model.toBuilder().setGraph(graph).build().toByteArray(), "stranger");
  }

  @Test
  void whatFollowsAnUnknownOperatorIsUnderstoodAgain() throws Exception {
    Network network = withStranger();
    assertThat(Cost.of(network).isComplete()).isFalse();
    Network observed = Observation.of(network);
    assertThat(Cost.of(observed).isComplete()).isTrue();
    assertThat(Cost.of(observed).macs()).isEqualTo(8 * 16 + 16 * 12 + 12 * 3);
    String made =
        observed.nodes().stream()
            .filter(n -> n.operator() instanceof Operator.Unknown)
            .findFirst()
            .orElseThrow()
            .output();
    assertThat(observed.shape(made)).isEqualTo(Shape.of(Shape.BATCH, 16));
    assertThat(observed.type(made).orElseThrow().type()).isEqualTo(ElementType.FLOAT);
    // The layer before the stranger stays whole; the one after it can be cut.
    ChannelGroups groups = ChannelGroups.of(observed);
    assertThat(groups.frozen().values()).anyMatch(reason -> reason.contains("ThresholdedRelu"));
    assertThat(groups.groups()).anyMatch(g -> g.size() == 12);
  }

  /** One that ONNX Runtime has is learned of, though it does not have the other. */
  @Test
  void oneThatCanBeRunIsUnderstoodBeforeOneThatCannot() throws Exception {
    ModelProto model = ModelProto.parseFrom(TorchModels.bytes("mlp-17"));
    GraphProto.Builder graph = model.getGraph().toBuilder();
    String last = graph.getNode(graph.getNodeCount() - 1).getOutput(0);
    NodeProto.Builder mystery =
        NodeProto.newBuilder().setOpType("Mystery").setDomain("com.acme").setName("odd");
    graph.addNode(mystery.addInput(last).addOutput("strange"));
    graph.setOutput(0, graph.getOutput(0).toBuilder().setName("strange"));
    for (int i = 0; i < graph.getNodeCount(); i++) {
      if (graph.getNode(i).getOpType().equals("Relu")) {
        graph.setNode(i, graph.getNode(i).toBuilder().setOpType("ThresholdedRelu"));
      }
    }
    byte[] strange = model.toBuilder().setGraph(graph).build().toByteArray();
    Network observed = Observation.of(OnnxFile.decode(strange, "strange"));
    assertThat(observed.shape(last)).isEqualTo(Shape.of(Shape.BATCH, 3));
    assertThat(((Operator.Unknown) observed.node("odd").operator()).makes()).isEmpty();
  }

  @Test
  void leavesANetworkOfKnownOperatorsAlone() {
    Network network = TorchModels.read("mlp-17");
    assertThat(Observation.of(network)).isSameAs(network);
  }
}
