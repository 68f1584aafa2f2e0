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
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pith.network.Network;
import org.pith.network.Shape;

/**
 * Models of PyTorch with weights in half precision, as they are and as we read them, both in ONNX Runtime. A half has 11 bits of
 * fraction, so a weight is off by at most one part in 2,048.
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
    assertThat(TorchModelsTest.run(network)).containsExactly(theirs, Offset.offset(1e-5f));
    assertThat(theirs).isNotEqualTo(TorchModels.expected(model));
    assertThat(theirs).containsExactly(TorchModels.expected(model), near(model, 8));
  }

  /** Everything between input and output is a half: ONNX Runtime rounds between the layers too, we do not. */
  @ParameterizedTest
  @ValueSource(strings = {"mlp-17", "lenet5-13"})
  void modelsOfHalvesAreComputedInSinglePrecision(String model) throws Exception {
    byte[] halved = weightsInHalves(ModelProto.parseFrom(TorchModels.bytes(model)), false);
    Network network = OnnxFile.decode(halved, model);
    float[] theirs = run(halved, network);
    assertThat(TorchModelsTest.run(network)).containsExactly(theirs, near(model, 8));
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
        halve(tensor);
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

  private static void halve(TensorProto.Builder tensor) {
    int count =
        (int) tensor.getDimsList().stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    ByteBuffer singles =
        ByteBuffer.wrap(tensor.getRawData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer halves = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      halves.putShort(
          Float.floatToFloat16(tensor.hasRawData() ? singles.getFloat() : tensor.getFloatData(i)));
    }
    tensor
        .clearFloatData()
        .setRawData(ByteString.copyFrom(halves.array()))
        .setDataType(TensorProto.DataType.FLOAT16_VALUE);
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
