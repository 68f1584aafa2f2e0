package org.pith.network.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Precision;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * Models of PyTorch in half precision, as they are and as we read and write them, both in ONNX Runtime. A half has 11 bits of
 * fraction, so a number is off by at most one part in 2,048; ONNX Runtime may round after each layer or after several.
 */
class HalfPrecisionTest {

  private static final float HALF = 1f / 2_048;

  /** The weights are halves, each made single before it is read: what is computed does not change. */
  @ParameterizedTest
  @ValueSource(strings = {"mlp-17", "lenet5-13", "resnet20-13", "transformer-17", "lstm-14"})
  void halvesThatAreCastGiveTheSameAnswers(String model) throws Exception {
    byte[] halved = weightsInHalves(ModelProto.parseFrom(TorchModels.bytes(model)), true);
    Network network = OnnxFile.decode(halved, model);
    float[] theirs = run(halved, network);
    assertThat(network.precision()).isEqualTo(Precision.SINGLE);
    assertThat(OnnxFile.precisionOfWeights(halved)).contains(Precision.HALF);
    assertThat(TorchModelsTest.run(network)).containsExactly(theirs, Offset.offset(1e-5f));
    assertThat(theirs).isNotEqualTo(TorchModels.expected(model));
    assertThat(theirs).containsExactly(TorchModels.expected(model), near(model, 8));
  }

  /** Everything between input and output is a half, and stays one. */
  @ParameterizedTest
  @ValueSource(strings = {"mlp-17", "lenet5-13"})
  void halvesBetweenSingleInputsAndOutputsStaySo(String model) throws Exception {
    byte[] halved = weightsInHalves(ModelProto.parseFrom(TorchModels.bytes(model)), false);
    Network network = OnnxFile.decode(halved, model);
    float[] theirs = run(halved, network);
    assertThat(network.precision()).isEqualTo(Precision.HALF_WITHIN);
    assertSameNumbers(ModelProto.parseFrom(halved), network);
    assertThat(TorchModelsTest.run(network)).containsExactly(theirs, near(model, 8));
    assertServesItsHiddenLayers(network, model);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mlp-11",
        "mlp-17",
        "lenet5-13",
        "resnet20-13",
        "mobilenet2-13",
        "transformer-17",
        "vit-16",
        "lstm-14",
        "gru-14",
        "decoder-14"
      })
  void modelsOfHalvesStayModelsOfHalves(String model) throws Exception {
    ModelProto halved = Retyped.throughout(TorchModels.bytes(model), TensorProto.DataType.FLOAT16);
    Network network = OnnxFile.decode(halved.toByteArray(), model);
    assertThat(network.precision()).isEqualTo(Precision.HALF);
    assertSameNumbers(halved, network);
    assertThat(OnnxFile.size(network))
        .isLessThan(OnnxFile.size(network.withPrecision(Precision.SINGLE)));
    float[] ours = TorchModelsTest.run(network);
    assertThat(ours).containsExactly(asTheyAre(halved, network), near(model, 8));
    assertThat(ours).isNotEqualTo(TorchModelsTest.run(network.withPrecision(Precision.SINGLE)));
    assertServesItsHiddenLayers(network, model);
  }

  private static float[] asTheyAre(ModelProto halved, Network network) {
    try (OnnxSession session = OnnxSession.open(halved.toByteArray(), "theirs", 1)) {
      return ((Tensor.Floats) session.run(TorchModels.rows(network)).first()).values();
    }
  }

  /** What is written has the types of the file, and the bytes of the constants that kept their names. */
  private static void assertSameNumbers(ModelProto given, Network network) throws Exception {
    ModelProto written = ModelProto.parseFrom(OnnxFile.encode(network));
    assertThat(OnnxFile.decode(written.toByteArray(), "again")).isEqualTo(network);
    Map<String, TensorProto.DataType> before = Retyped.types(given);
    Map<String, TensorProto.DataType> after = Retyped.types(written);
    assertThat(after.values()).contains(TensorProto.DataType.FLOAT16);
    network.inputs().forEach(p -> assertThat(after).containsEntry(p.name(), before.get(p.name())));
    network.outputs().forEach(p -> assertThat(after).containsEntry(p.name(), before.get(p.name())));
    for (TensorProto tensor : written.getGraph().getInitializerList()) {
      assertThat(tensor.getDataType()).isNotEqualTo(TensorProto.DataType.FLOAT_VALUE);
      given.getGraph().getInitializerList().stream()
          .filter(t -> t.getName().equals(tensor.getName()))
          .forEach(t -> assertThat(tensor.getRawData()).isEqualTo(t.getRawData()));
    }
  }

  /** A hidden tensor can be returned in the type in which it is made. */
  private static void assertServesItsHiddenLayers(Network network, String model) {
    List<String> hidden =
        network.nodes().stream()
            .map(Node::output)
            .filter(t -> network.type(t).orElseThrow().type() == ElementType.FLOAT)
            .toList();
    try (OnnxSession session = OnnxSession.open(network.withOutputs(hidden), 1)) {
      float[] last = session.run(TorchModels.rows(network)).floats(hidden.getLast());
      assertThat(last).containsExactly(TorchModelsTest.run(network), near(model, 8));
    }
  }

  /** So many roundings of the largest answer. */
  private static Offset<Float> near(String model, int roundings) {
    float largest = 1;
    for (float value : TorchModels.expected(model)) {
      largest = Math.max(largest, Math.abs(value));
    }
    return Offset.offset(roundings * HALF * largest);
  }

  private static byte[] weightsInHalves(ModelProto proto, boolean cast) {
    ModelProto.Builder model = proto.toBuilder();
    GraphProto.Builder graph = model.getGraphBuilder();
    GraphProto.Builder nodes = GraphProto.newBuilder();
    for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
      if (tensor.getDataType() == TensorProto.DataType.FLOAT_VALUE) {
        String name = tensor.getName();
        Retyped.retype(tensor, TensorProto.DataType.FLOAT16);
        if (cast) {
          tensor.setName(name + "/half");
          nodes.addNode(cast(name + "/half", name, TensorProto.DataType.FLOAT_VALUE));
        }
      }
    }
    if (cast) {
      nodes.addAllNode(graph.getNodeList());
    } else {
      String input = graph.getInput(0).getName();
      String output = graph.getOutput(0).getName();
      nodes.addNode(cast(input, "input/half", TensorProto.DataType.FLOAT16_VALUE));
      for (NodeProto node : graph.getNodeList()) {
        NodeProto.Builder changed = node.toBuilder();
        for (int i = 0; i < node.getInputCount(); i++) {
          changed.setInput(i, node.getInput(i).equals(input) ? "input/half" : node.getInput(i));
        }
        for (int i = 0; i < node.getOutputCount(); i++) {
          changed.setOutput(
              i, node.getOutput(i).equals(output) ? "output/half" : node.getOutput(i));
        }
        nodes.addNode(changed);
      }
      nodes.addNode(cast("output/half", output, TensorProto.DataType.FLOAT_VALUE));
      graph.clearValueInfo();
    }
    graph.clearNode().addAllNode(nodes.getNodeList());
    return model.build().toByteArray();
  }

  private static NodeProto cast(String from, String to, int type) {
    NodeProto.Builder node =
        NodeProto.newBuilder().setName(to + "/cast").setOpType("Cast").addInput(from).addOutput(to);
    node.addAttributeBuilder()
        .setName("to")
        .setType(ai.onnx.proto.OnnxMl.AttributeProto.AttributeType.INT)
        .setI(type);
    return node.build();
  }

  /** What ONNX Runtime makes of the file as it is. */
  private static float[] run(byte[] model, Network network)
      throws OrtException, InvalidProtocolBufferException {
    Shape shape = network.inputs().getFirst().shape().atBatch(2);
    long[] dims = shape.dims().stream().mapToLong(Integer::longValue).toArray();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(model);
        OnnxTensor rows =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(TorchModels.rows(network)), dims);
        OrtSession.Result result = session.run(Map.of(network.inputs().getFirst().name(), rows))) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] answers = new float[values.remaining()];
      values.get(answers);
      return answers;
    }
  }
}
