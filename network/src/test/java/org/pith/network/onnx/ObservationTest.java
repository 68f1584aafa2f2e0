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
        graph.setNode(i, NodeProto.newBuilder(graph.getNode(i)).setOpType("Celu"));
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
    assertThat(groups.frozen().values()).anyMatch(reason -> reason.contains("Celu"));
    assertThat(groups.groups()).anyMatch(g -> g.size() == 12);
  }

  @Test
  void leavesANetworkOfKnownOperatorsAlone() {
    Network network = TorchModels.read("mlp-17");
    assertThat(Observation.of(network)).isSameAs(network);
  }
}
