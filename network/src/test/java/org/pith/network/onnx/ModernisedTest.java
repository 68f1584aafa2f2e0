package org.pith.network.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;

class ModernisedTest {

  /** ReduceMean is written as of version 18, where the axes of all such nodes are an input. */
  @Test
  void anUnknownOperatorWithAxesIsWrittenBesideANewerOne() throws Exception {
    ModelProto model = ModelProto.parseFrom(TorchModels.bytes("mlp-11"));
    GraphProto.Builder graph = model.getGraph().toBuilder();
    String scores = graph.getOutput(0).getName();
    graph.addNode(reduction("ReduceProd", scores, "product"));
    graph.addNode(reduction("ReduceMean", scores, "mean"));
    NodeProto.Builder sum = NodeProto.newBuilder().setOpType("Add").setName("sum");
    graph.addNode(sum.addInput("product").addInput("mean").addOutput("both"));
    graph.getOutputBuilder(0).setName("both");
    graph
        .getOutputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .getShapeBuilder()
        .getDimBuilder(1)
        .setDimValue(1);
    Network network =
        OnnxFile.decode(model.toBuilder().setGraph(graph).build().toByteArray(), "product");
    Network observed = Observation.of(network);
    assertThat(observed.node("product").operator()).isInstanceOf(Operator.Unknown.class);
    assertThat(observed.shape("both")).isEqualTo(Shape.of(Shape.BATCH, 1));
    try (OnnxSession session = OnnxSession.open(network, 1)) {
      float[] rows = TorchModels.rows(network);
      float[] torch = TorchModels.expected("mlp-11");
      assertThat(session.run(rows).floats("both")[0])
          .isCloseTo(
              torch[0] * torch[1] * torch[2] + (torch[0] + torch[1] + torch[2]) / 3,
              Offset.offset(1e-5f));
    }
  }

  private static NodeProto reduction(String type, String read, String made) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .setName(made)
        .addInput(read)
        .addOutput(made)
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("axes")
                .setType(AttributeProto.AttributeType.INTS)
                .addInts(1))
        .build();
  }
}
