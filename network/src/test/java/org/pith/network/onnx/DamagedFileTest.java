package org.pith.network.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
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
  void aSliceWithFewerAxesThanStartsIsNamed() {
    NodeProto slice =
        NodeProto.newBuilder()
            .setOpType("Slice")
            .addAllInput(List.of("x", "two", "two", "one"))
            .addOutput("y")
            .build();
    GraphProto graph =
        graph()
            .addInput(rows("x"))
            .addInitializer(longs("two", 0, 0))
            .addInitializer(longs("one", 1))
            .addNode(slice)
            .addOutput(ValueInfoProto.newBuilder().setName("y"))
            .build();
    refused(graph, "Node y (Slice): it has 2 starts but 1 axes. Maybe the file is damaged.");
  }

  @Test
  void anAxisThatIsAddedTwiceIsNamed() {
    NodeProto unsqueeze =
        NodeProto.newBuilder()
            .setOpType("Unsqueeze")
            .addAllInput(List.of("x", "axes"))
            .addOutput("y")
            .build();
    GraphProto graph =
        graph()
            .addInput(rows("x"))
            .addInitializer(longs("axes", 3, 3))
            .addNode(unsqueeze)
            .addOutput(ValueInfoProto.newBuilder().setName("y"))
            .build();
    refused(graph, "Node y (Unsqueeze): an axis is there twice among [3, 3].");
  }

  @Test
  void aConcatThatLeavesAnInputOutIsNamed() {
    NodeProto concat =
        NodeProto.newBuilder()
            .setOpType("Concat")
            .addAllInput(List.of("x", ""))
            .addOutput("y")
            .build();
    GraphProto graph =
        graph()
            .addInput(rows("x"))
            .addNode(concat)
            .addOutput(ValueInfoProto.newBuilder().setName("y"))
            .build();
    refused(graph, "Node y (Concat) takes 1 or more inputs, not [x, ].");
  }

  /** Each is put off, since it follows from the shape of the rows, and the last is asked for: legitimate, and deeper than a stack. */
  @Test
  void aChainOfTwentyThousandShapesIsRead() {
    int links = 20_000;
    GraphProto.Builder graph = graph().addInput(rows("x")).addNode(node("Shape", "x", "s0"));
    for (int i = 0; i < links; i++) {
      graph.addNode(node("Identity", "s" + i, "s" + (i + 1)));
    }
    ValueInfoProto.Builder last = ValueInfoProto.newBuilder().setName("s" + links);
    TypeProto.Tensor.Builder type = last.getTypeBuilder().getTensorTypeBuilder();
    type.setElemType(TensorProto.DataType.INT64.getNumber());
    type.getShapeBuilder().addDimBuilder().setDimValue(2);
    graph.addOutput(last);
    Network network = OnnxFile.decode(model(graph.build()), "m.onnx");
    assertThat(network.nodes()).hasSize(links + 1);
    assertThat(network.nodes().getFirst().outputs()).containsExactly("s0");
    assertThat(network.nodes().getLast().outputs()).containsExactly("s" + links);
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

  /** An input of floats, [N,4]. */
  private static ValueInfoProto rows(String name) {
    ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(name);
    TypeProto.Tensor.Builder type = value.getTypeBuilder().getTensorTypeBuilder();
    type.setElemType(TensorProto.DataType.FLOAT.getNumber());
    type.getShapeBuilder().addDimBuilder().setDimParam("N");
    type.getShapeBuilder().addDimBuilder().setDimValue(4);
    return value.build();
  }

  private static TensorProto longs(String name, long... values) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.INT64.getNumber())
        .addDims(values.length)
        .addAllInt64Data(Arrays.stream(values).boxed().toList())
        .build();
  }

  /** A file of operator set 17 that holds a graph and no more. */
  static byte[] model(GraphProto graph) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .setGraph(graph)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .build()
        .toByteArray();
  }

  private static void refused(GraphProto graph, String words) {
    assertThatExceptionOfType(OnnxException.class)
        .isThrownBy(() -> OnnxFile.decode(model(graph), "m.onnx"))
        .withMessageContaining(words);
  }
}
