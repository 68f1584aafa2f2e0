package org.pith.network.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pith.network.Network;
import org.pith.network.cost.Cost;
import org.pith.network.rewrite.ChannelGroups;
import org.pith.network.rewrite.FuseLayerNormalization;

/** Files that are not what they say: one clear message each, in bounded time and memory. */
class DamagedFileTest {

  @ParameterizedTest
  @ValueSource(strings = {"mlp-17", "lstm-14", "vit-17", "transformer-13", "decoder-14"})
  void hundredFilesWithFlippedBytesAreReadOrRefused(String model) {
    byte[] whole = TorchModels.bytes(model);
    Random random = new Random(model.hashCode());
    for (int i = 0; i < 100; i++) {
      byte[] damaged = damage(whole, random);
      assertTimeoutPreemptively(Duration.ofSeconds(5), () -> readOrRefuse(damaged));
    }
  }

  static byte[] damage(byte[] whole, Random random) {
    byte[] damaged = whole.clone();
    for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
      // Half of them in the structure, which is a small part of the bytes.
      int range = random.nextBoolean() ? damaged.length : Math.min(damaged.length, 4000);
      damaged[random.nextInt(range)] ^= (byte) (1 << random.nextInt(8));
    }
    return random.nextInt(8) == 0
        ? Arrays.copyOf(damaged, random.nextInt(damaged.length))
        : damaged;
  }

  static void readOrRefuse(byte[] bytes) {
    Network network;
    try {
      network = OnnxFile.decode(bytes, "damaged.onnx");
    } catch (OnnxException refused) {
      assertThat(refused.getMessage()).startsWith("damaged.onnx");
      return;
    }
    try {
      Network fused = FuseLayerNormalization.apply(network);
      Cost.of(fused);
      ChannelGroups.of(fused);
      OnnxFile.encode(fused);
    } catch (IllegalArgumentException named) {
      assertThat(named.getMessage()).isNotBlank();
    }
  }

  @Test
  void aCycleIsNamed() {
    GraphProto graph =
        graph()
            .addNode(node("Relu", "a", "b"))
            .addNode(node("Relu", "b", "a"))
            .addOutput(ValueInfoProto.newBuilder().setName("a"))
            .build();
    refused(graph, "cycle");
  }

  @Test
  void aTensorThatClaimsTwoGigabytesIsNotGivenMemory() {
    TensorProto claim =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .addDims(536_870_911)
            .setRawData(com.google.protobuf.ByteString.copyFrom(new byte[16]))
            .build();
    refused(graph().addInitializer(claim).build(), "claims the shape");
  }

  @Test
  void aShapeThatWouldFillWithTwoGigabytesIsNotComputed() {
    TensorProto dims =
        TensorProto.newBuilder()
            .setName("dims")
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(1)
            .addInt64Data(536_870_911)
            .build();
    GraphProto graph =
        graph()
            .addInitializer(dims)
            .addNode(node("ConstantOfShape", "dims", "big"))
            .addNode(node("Relu", "big", "y"))
            .addOutput(ValueInfoProto.newBuilder().setName("y"))
            .build();
    refused(graph, "Output y has no shape");
  }

  @Test
  void aFileWithoutAnOperatorSetIsNamed() {
    GraphProto graph = graph().addNode(node("Relu", "x", "y")).build();
    byte[] bytes = ModelProto.newBuilder().setGraph(graph).build().toByteArray();
    assertThatExceptionOfType(OnnxException.class)
        .isThrownBy(() -> OnnxFile.decode(bytes, "m.onnx"))
        .withMessageContaining("operator set");
  }

  private static GraphProto.Builder graph() {
    return GraphProto.newBuilder().setName("g");
  }

  private static NodeProto node(String type, String from, String to) {
    return NodeProto.newBuilder().setOpType(type).addInput(from).addOutput(to).build();
  }

  private static void refused(GraphProto graph, String words) {
    byte[] bytes =
        ModelProto.newBuilder()
            .setGraph(graph)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .build()
            .toByteArray();
    assertThatExceptionOfType(OnnxException.class)
        .isThrownBy(() -> OnnxFile.decode(bytes, "m.onnx"))
        .withMessageContaining(words);
  }
}
