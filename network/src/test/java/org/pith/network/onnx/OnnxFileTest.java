package org.pith.network.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.Assertions;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pith.network.ElementType;
import org.pith.network.Examples;
import org.pith.network.GraphCheck;
import org.pith.network.Network;
import org.pith.network.Notation;
import org.pith.network.Operator;
import org.pith.network.Precision;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.rewrite.ChannelGroups;
import org.pith.network.rewrite.RandomNetworks;
import org.pith.network.rewrite.Removal;

class OnnxFileTest {

  private static Network roundTrip(Network network) {
    return OnnxFile.decode(OnnxFile.encode(network), "copy");
  }

  private static ModelProto.Builder proto(Network network) {
    try {
      return ModelProto.parseFrom(OnnxFile.encode(network)).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static Network decode(ModelProto.Builder model) {
    return OnnxFile.decode(model.build().toByteArray(), "model.onnx");
  }

  private static void assertRefused(ModelProto.Builder model, String... words) {
    assertRefused(model.build().toByteArray(), words);
  }

  private static void assertRefused(byte[] bytes, String... words) {
    assertThatExceptionOfType(OnnxException.class)
        .isThrownBy(() -> OnnxFile.decode(bytes, "model.onnx"))
        .withMessageStartingWith("model.onnx")
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  @Property(tries = 100, seed = "42")
  void readsWhatItWrote(@ForAll long seed) {
    Network network = RandomNetworks.draw(seed);
    assertThat(roundTrip(network)).isEqualTo(network);
  }

  @Test
  void keepsEveryOperatorOfPreprocessing() {
    Network network = Preprocessing.network();
    assertThat(roundTrip(network)).isEqualTo(network);
    assertThat(roundTrip(network).metadata().sequencedKeySet()).containsExactly("b", "a");
  }

  @Test
  void writesTheOldestOperatorSetThatServes() {
    assertThat(proto(Examples.mlp(3, 2)).getOpsetImport(0).getVersion()).isEqualTo(17);
    Network.Builder b = Network.builder("n");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 3));
    x = b.add("gelu", new Operator.Unary(Operator.Unary.Function.GELU), x);
    ModelProto.Builder model = proto(b.output(x).build());
    assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(20);
    assertThat(model.getIrVersion()).isEqualTo(9);
    assertThat(model.getProducerName()).isEqualTo("pith");
  }

  @Test
  void replacesTheFileInOneStep(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.onnx");
    Files.writeString(file, "old");
    OnnxFile.write(Examples.mlp(3, 2), file);
    assertThat(OnnxFile.read(file)).isEqualTo(Examples.mlp(3, 2));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void readsTypedFieldsHalvesAndDoubles() {
    ModelProto.Builder model = proto(Examples.mlp(2, 2));
    TensorProto weight =
        TensorProto.newBuilder()
            .setName("layer1/weight")
            .addAllDims(List.of(2L, 2L))
            .setDataType(TensorProto.DataType.DOUBLE_VALUE)
            .addAllDoubleData(List.of(1.0, 2.0, 3.0, 4.0))
            .build();
    TensorProto bias =
        TensorProto.newBuilder()
            .setName("layer1/bias")
            .addDims(2)
            .setDataType(TensorProto.DataType.FLOAT16_VALUE)
            .addInt32Data(Float.floatToFloat16(0.5f))
            .addInt32Data(Float.floatToFloat16(-2) & 0xffff)
            .build();
    model.getGraphBuilder().setInitializer(0, weight).setInitializer(1, bias);
    model
        .getGraphBuilder()
        .getInputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .setElemType(TensorProto.DataType.DOUBLE_VALUE);

    Network network = decode(model);
    assertThat(network.floats("layer1/weight").values()).containsExactly(1, 2, 3, 4);
    assertThat(network.floats("layer1/bias").values()).containsExactly(0.5f, -2);
    assertThat(network.inputs().getFirst().type()).isEqualTo(ElementType.FLOAT);
  }

  /** Y_h against ONNX Runtime's own, for T open: the step before the last shows as another state. */
  @ParameterizedTest
  @CsvSource({
    "LSTM,4,forward,1",
    "LSTM,4,reverse,1",
    "LSTM,4,bidirectional,2",
    "GRU,3,forward,1",
    "GRU,3,bidirectional,2"
  })
  void theLastStateIsThatOfTheLastOfAnOpenNumberOfSteps(
      String type, int gates, String direction, int directions) {
    Random random = new Random(5);
    int hidden = 2;
    NodeProto layer =
        NodeProto.newBuilder()
            .setOpType(type)
            .addAllInput(List.of("x", "w", "r"))
            .addAllOutput(List.of("", "last"))
            .addAttribute(attribute("hidden_size", AttributeProto.AttributeType.INT).setI(hidden))
            .addAttribute(
                attribute("direction", AttributeProto.AttributeType.STRING)
                    .setS(ByteString.copyFromUtf8(direction)))
            .build();
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("steps")
            .addInput(value("x", -1, 1, 3))
            .addInitializer(floats("w", random, directions, gates * hidden, 3))
            .addInitializer(floats("r", random, directions, gates * hidden, hidden))
            .addNode(layer)
            .addOutput(value("last", directions, 1, hidden));
    byte[] file = DamagedFileTest.model(graph.build());
    float[] steps = ((Tensor.Floats) Examples.draw(random, 5, 1, 3)).values();

    try (OnnxSession given = OnnxSession.open(file, "given", 1);
        OnnxSession read = OnnxSession.open(OnnxFile.decode(file, "read"), 1)) {
      assertThat(read.run(steps).floats("last"))
          .containsExactly(given.run(steps).floats("last"), Offset.offset(1e-6f));
    }
  }

  private static AttributeProto.Builder attribute(String name, AttributeProto.AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  private static ValueInfoProto value(String name, int... dims) {
    ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(name);
    TypeProto.Tensor.Builder type = value.getTypeBuilder().getTensorTypeBuilder();
    type.setElemType(TensorProto.DataType.FLOAT_VALUE).getShapeBuilder();
    for (int dim : dims) {
      var added = type.getShapeBuilder().addDimBuilder();
      if (dim < 0) {
        added.setDimParam("T");
      } else {
        added.setDimValue(dim);
      }
    }
    return value.build();
  }

  private static TensorProto floats(String name, Random random, int... dims) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
    Arrays.stream(dims).forEach(tensor::addDims);
    for (float value : ((Tensor.Floats) Examples.draw(random, dims)).values()) {
      tensor.addFloatData(value);
    }
    return tensor.build();
  }

  @Test
  void foldsConstantNodesAndSharedWeights() {
    ModelProto.Builder model = proto(Examples.mlp(2, 2));
    GraphProto.Builder graph = model.getGraphBuilder();
    TensorProto bias = graph.getInitializer(1);
    NodeProto gemm = graph.getNode(0);
    graph
        .removeInitializer(1)
        .clearNode()
        .addNode(
            NodeProto.newBuilder()
                .setOpType("Constant")
                .addOutput("value")
                .addAttribute(AttributeProto.newBuilder().setName("value").setT(bias)))
        .addNode(
            NodeProto.newBuilder().setOpType("Identity").addInput("value").addOutput("layer1/bias"))
        .addNode(gemm);
    Network network = decode(model);
    assertThat(network.nodes()).hasSize(1);
    assertThat(network.node("scores").input(2)).isEqualTo("value");
    assertThat(network.trainable()).containsExactly("layer1/weight", "value");
  }

  @Test
  void readsAxesThatWereAttributes() {
    Network.Builder b = Network.builder("n");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 3, 4));
    b.constant("axes", Tensor.longs(2));
    x = b.add("y", new Operator.Reduce(Operator.Reduce.Kind.MEAN, true), x, "axes");
    ModelProto.Builder model = proto(b.output(x).build());
    model.getOpsetImportBuilder(0).setVersion(13);
    model
        .getGraphBuilder()
        .clearInitializer()
        .getNodeBuilder(0)
        .clearInput()
        .addInput("x")
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("axes")
                .setType(AttributeProto.AttributeType.INTS)
                .addInts(-1));
    Network network = decode(model);
    assertThat(network.shape("y")).isEqualTo(Shape.of(Shape.BATCH, 3, 1));
    assertThat(network.constant(network.node("y").input(1))).isEqualTo(Tensor.longs(-1));
  }

  @Test
  void readsDropoutOfAllVersions() {
    Network.Builder b = Network.builder("n");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 3));
    Network network = b.output(b.add("y", new Operator.Dropout(0.25f), x)).build();
    assertThat(roundTrip(network)).isEqualTo(network);

    ModelProto.Builder old = proto(network);
    old.getOpsetImportBuilder(0).setVersion(11);
    old.getGraphBuilder()
        .clearInitializer()
        .getNodeBuilder(0)
        .clearInput()
        .addInput("x")
        .addOutput("mask")
        .addAttribute(AttributeProto.newBuilder().setName("ratio").setF(0.25f));
    assertThat(decode(old)).isEqualTo(network);
  }

  @Test
  void turnsAutomaticPaddingIntoNumbers() {
    Network.Builder b = Network.builder("n");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 1, 6, 7));
    x =
        b.add(
            "y",
            new Operator.Pool(
                Operator.Pool.Kind.MAX,
                List.of(3, 2),
                List.of(2, 2),
                List.of(0, 0, 1, 1),
                false,
                false),
            x);
    Network network = b.output(x).build();
    ModelProto.Builder model = proto(network);
    NodeProto.Builder pool = model.getGraphBuilder().getNodeBuilder(0);
    List<AttributeProto> others =
        pool.getAttributeList().stream().filter(a -> !a.getName().equals("pads")).toList();
    pool.clearAttribute()
        .addAllAttribute(others)
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("auto_pad")
                .setS(ByteString.copyFromUtf8("SAME_UPPER")));
    assertThat(decode(model)).isEqualTo(network);
  }

  @Test
  void keepsAnUnknownOperator() {
    ModelProto.Builder model = proto(Examples.mlp(3, 4, 2));
    model
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("com.acme").setVersion(3))
        .getGraphBuilder()
        .getNodeBuilder(1)
        .setOpType("Odd")
        .setDomain("com.acme")
        .addAttribute(AttributeProto.newBuilder().setName("depth").setI(7));
    Network network = decode(model);
    assertThat(network.node("layer1/relu").operator())
        .isInstanceOfSatisfying(
            Operator.Unknown.class,
            u -> {
              assertThat(u.name()).isEqualTo("Odd");
              assertThat(u.domain()).isEqualTo("com.acme");
              assertThat(u.version()).isEqualTo(3);
            });
    assertThat(network.shape("layer1/gemm")).isEqualTo(Shape.of(Shape.BATCH, 4));
    assertThat(network.type("scores")).isEmpty();
    assertThat(network.output("scores").shape()).isEqualTo(Shape.of(Shape.BATCH, 2));
    assertThat(roundTrip(network)).isEqualTo(network);
  }

  @Test
  void keepsTheNameOfTheNumberOfRows() {
    ModelProto.Builder model = proto(Examples.mlp(3, 4, 2));
    model
        .getGraphBuilder()
        .getInputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .getShapeBuilder()
        .getDimBuilder(0)
        .setDimParam("batch_size");
    Network network = decode(model);
    assertThat(network.notation()).isEqualTo(new Notation(Precision.SINGLE, "batch_size"));
    ChannelGroups groups = ChannelGroups.of(network);
    String hidden = groups.groups().getLast().name();
    Network cut = Removal.keep(groups, Map.of(hidden, new int[] {0, 2}));
    ModelProto written = proto(cut).build();
    assertThat(
            Stream.concat(
                    written.getGraph().getInputList().stream(),
                    written.getGraph().getOutputList().stream())
                .map(v -> v.getType().getTensorType().getShape().getDim(0).getDimParam()))
        .containsExactly("batch_size", "batch_size");
    // Without a name it is N.
    assertThat(decode(proto(Examples.mlp(3, 2))).notation()).isEqualTo(Notation.USUAL);
  }

  /** Two layers with one tensor for all that is zero, as tools make it that join equal constants. */
  @Test
  void givesEachNormalizationStatisticsOfItsOwn() {
    Network.Builder b = Network.builder("joined");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 2));
    b.constant("one", Tensor.vector(1, 1));
    b.constant("zero", Tensor.vector(0, 0));
    Operator normalization = new Operator.BatchNormalization(1e-5f, 0.9f);
    String first = b.add("first", normalization, x, "one", "zero", "zero", "one");
    b.output(b.add("second", normalization, first, "one", "zero", "zero", "one"));
    Network network = roundTrip(b.build());
    assertThat(network.runningStatistics()).hasSize(4).doesNotHaveDuplicates();
    assertThat(network.trainable())
        .containsExactly("one", "zero")
        .doesNotContainAnyElementsOf(network.runningStatistics());
  }

  @Test
  void keepsAFormThatTheTableDoesNotHold() {
    ModelProto.Builder model = proto(Examples.leNet5());
    model.getGraphBuilder().getNodeBuilder(1).addOutput("indices");
    assertThat(decode(model).node("layer1/pool").operator()).isInstanceOf(Operator.Pool.class);
    model.getGraphBuilder().getNodeBuilder(1).addAttributeBuilder().setName("novel").setI(1);
    assertThat(decode(model).node("layer1/pool").operator()).isInstanceOf(Operator.Unknown.class);
  }

  @Test
  void readsWeightsThatAreNotNumbersForTheCheckToReport() {
    Network broken =
        Examples.mlp(3, 2).withConstants(Map.of("layer1/bias", Tensor.vector(Float.NaN, 1)));
    assertThat(roundTrip(broken)).isEqualTo(broken);
    assertThat(GraphCheck.of(roundTrip(broken))).hasSize(1);
  }

  @Test
  void refusesWhatIsNoModel(@TempDir Path folder) throws IOException {
    assertRefused(new byte[0], "is empty");
    assertRefused(
        "a,b\n1,2\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), "not an ONNX file");
    byte[] whole = OnnxFile.encode(Examples.leNet5());
    assertRefused(Arrays.copyOf(whole, whole.length / 2), "cut short");
    assertThatExceptionOfType(OnnxException.class)
        .isThrownBy(() -> OnnxFile.read(folder))
        .withMessageContaining("is a directory");
  }

  @Test
  void refusesOperatorSetsItDoesNotKnow() {
    assertRefused(proto(Examples.mlp(3, 2)).clearOpsetImport(), "does not say which");
    ModelProto.Builder old = proto(Examples.mlp(3, 2));
    old.getOpsetImportBuilder(0).setVersion(9);
    assertRefused(old, "operator set 9", "reads 11 to 21");
  }

  @Test
  void refusesACycle() {
    ModelProto.Builder model = proto(Examples.mlp(3, 4, 2));
    model.getGraphBuilder().getNodeBuilder(0).setInput(0, "scores");
    assertRefused(model, "layer1/gemm (Gemm)", "scores", "cycle");
  }

  @Test
  void refusesNamesThatAreTaken() {
    ModelProto.Builder model = proto(Examples.mlp(3, 4, 2));
    model.getGraphBuilder().getNodeBuilder(1).setOutput(0, "layer1/gemm");
    assertRefused(model, "layer1/relu (Relu)", "layer1/gemm", "already there");
    ModelProto.Builder constants = proto(Examples.mlp(3, 4, 2));
    constants.getGraphBuilder().getInitializerBuilder(0).setName("layer1/bias");
    assertRefused(constants, "layer1/bias", "already there");
    ModelProto.Builder properties = proto(Examples.mlp(3, 2));
    StringStringEntryProto entry =
        StringStringEntryProto.newBuilder().setKey("k").setValue("v").build();
    assertRefused(properties.addMetadataProps(entry).addMetadataProps(entry), "property k twice");
  }

  @Test
  void refusesATensorLargerThanItsFileBeforeTakingMemory() {
    ModelProto.Builder model = proto(Examples.mlp(3, 2));
    model
        .getGraphBuilder()
        .getInitializerBuilder(0)
        .clearDims()
        .addAllDims(List.of(1L << 20, 1L << 9));
    assertRefused(model, "layer1/weight", "[1048576,512]", "536870912 values", "holds 6");
    model.getGraphBuilder().getInitializerBuilder(0).addAllDims(List.of(1L << 30, 1L << 30));
    assertRefused(model, "model.onnx");
  }

  @Test
  void refusesExternalDataSparseConstantsAndControlFlow() {
    ModelProto.Builder external = proto(Examples.mlp(3, 2));
    external
        .getGraphBuilder()
        .getInitializerBuilder(0)
        .setDataLocation(TensorProto.DataLocation.EXTERNAL);
    assertRefused(external, "layer1/weight", "another file");
    ModelProto.Builder flow = proto(Examples.mlp(3, 2));
    flow.getGraphBuilder()
        .getNodeBuilder(0)
        .setOpType("If")
        .addAttributeBuilder()
        .setName("then_branch")
        .setG(GraphProto.getDefaultInstance());
    assertRefused(flow, "scores (If)", "graph of its own");
    ModelProto.Builder quantised = proto(Examples.mlp(3, 2));
    quantised
        .getGraphBuilder()
        .getInitializerBuilder(0)
        .setDataType(TensorProto.DataType.INT8_VALUE);
    assertRefused(quantised, "layer1/weight", "INT8");
  }

  @Test
  void refusesAnOutputThatIsDeclaredOtherwise() {
    ModelProto.Builder model = proto(Examples.mlp(3, 2));
    model
        .getGraphBuilder()
        .getOutputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .getShapeBuilder()
        .getDimBuilder(1)
        .setDimValue(9);
    assertRefused(model, "scores", "float[N,9]", "float[N,2]");
  }

  @Test
  void namesTheNodeOfAnImpossibleAttribute() {
    ModelProto.Builder model = proto(Examples.leNet5());
    NodeProto.Builder conv = model.getGraphBuilder().getNodeBuilder(0);
    for (AttributeProto.Builder attribute : conv.getAttributeBuilderList()) {
      if (attribute.getName().equals("strides")) {
        attribute.setInts(0, 0);
      }
    }
    assertRefused(model, "layer1/conv (Conv)", "strides [0, 1]");
  }

  /** Flips bits of valid files; whatever comes is a network or one kind of exception, soon and in little memory. */
  @Test
  void survivesFlippedBytes() {
    Random random = new Random(42);
    List<byte[]> seeds =
        List.of(
            OnnxFile.encode(Examples.mlp(4, 3, 2)),
            OnnxFile.encode(Preprocessing.network()),
            OnnxFile.encode(RandomNetworks.draw(3)));
    Assertions.assertThatCode(
            () -> {
              for (int i = 0; i < 600; i++) {
                byte[] bytes = seeds.get(i % seeds.size()).clone();
                for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                  bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                try {
                  GraphCheck.of(OnnxFile.decode(bytes, "flipped"));
                } catch (OnnxException refused) {
                  assertThat(refused).message().startsWith("flipped");
                }
              }
            })
        .doesNotThrowAnyException();
  }
}
