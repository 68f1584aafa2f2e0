package org.pith.network.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteOrder;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Precision;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.cost.Cost;

/** What a file of another precision is read as, and in which precision a network is written. */
class PrecisionTest {

  /** Two products and a power, whose exponent ONNX lets be of another type. */
  private static Network net() {
    Network.Builder b = Network.builder("net");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 2));
    b.constant("w", Tensor.of(Shape.of(2, 2), 1, 2, 3, 4));
    b.constant("v", Tensor.of(Shape.of(2, 2), 0.1f, -0.2f, 0.3f, 65_504));
    b.constant("square", Tensor.scalar(2));
    String h = b.add("h", new Operator.MatMul(), x, "w");
    String p = b.add("p", new Operator.Binary(Operator.Binary.Function.POW), h, "square");
    b.output(b.add("y", new Operator.MatMul(), p, "v"));
    return b.build();
  }

  private static ModelProto.Builder in(DataType type) throws Exception {
    return Retyped.throughout(OnnxFile.encode(net()), type).toBuilder();
  }

  private static Network read(ModelProto.Builder model) {
    return OnnxFile.decode(model.build().toByteArray(), "net");
  }

  private static Map<String, DataType> written(Network network)
      throws InvalidProtocolBufferException {
    return Retyped.types(ModelProto.parseFrom(OnnxFile.encode(network)));
  }

  @ParameterizedTest
  @CsvSource({"FLOAT16,HALF", "DOUBLE,DOUBLE"})
  void aFileOfOnePrecisionIsWrittenInIt(DataType type, Precision precision) throws Exception {
    ModelProto given = in(type).build();
    Network network = OnnxFile.decode(given.toByteArray(), "net");
    assertThat(network.precision()).isEqualTo(precision);
    assertThat(OnnxFile.precisionOfWeights(given.toByteArray())).contains(precision);
    ModelProto again = ModelProto.parseFrom(OnnxFile.encode(network));
    assertThat(Retyped.types(again)).isEqualTo(Retyped.types(given)).containsValue(type);
    for (TensorProto tensor : given.getGraph().getInitializerList()) {
      assertThat(again.getGraph().getInitializerList())
          .filteredOn(t -> t.getName().equals(tensor.getName()))
          .allSatisfy(t -> assertThat(t.getRawData()).isEqualTo(tensor.getRawData()))
          .hasSize(1);
    }
    assertThat(OnnxFile.decode(again.toByteArray(), "net")).isEqualTo(network);
  }

  /** Doubles are single in memory: one third comes back as the single number next to it. */
  @Test
  void doublesAreRoundedToSingle() throws Exception {
    ModelProto.Builder model = in(DataType.DOUBLE);
    model
        .getGraphBuilder()
        .getInitializerBuilder(0)
        .clearRawData()
        .clearDoubleData()
        .addDoubleData(1 / 3.0)
        .addDoubleData(2)
        .addDoubleData(3)
        .addDoubleData(4);
    Network network = read(model);
    TensorProto w = ModelProto.parseFrom(OnnxFile.encode(network)).getGraph().getInitializer(0);
    assertThat(w.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN))
        .satisfies(b -> assertThat(b.getDouble()).isEqualTo((double) (1 / 3f)));
  }

  @ParameterizedTest
  @CsvSource({"FLOAT16", "DOUBLE"})
  void onnxRuntimeIsFedAndReadInThePrecisionOfTheFile(DataType type) throws Exception {
    byte[] given = in(type).build().toByteArray();
    Network network = OnnxFile.decode(given, "net");
    try (OnnxSession theirs = OnnxSession.open(given, "given", 1);
        OnnxSession ours = OnnxSession.open(network, 1)) {
      float[] rows = {0.5f, 1, 0.25f, -1};
      float[] expected = theirs.run(rows).floats("y");
      assertThat(ours.run(rows).floats("y")).containsExactly(expected, Offset.offset(0f));
      // (0.5 + 3)^2 * 0.1 + (1 + 4)^2 * 0.3, each of three roundings by one part in 2,048.
      assertThat(expected[0]).isCloseTo(8.725f, Offset.offset(8.725f * 3 / 2_048));
    }
    assertThat(Observation.inPrecisionThatRuns(network)).isSameAs(network);
  }

  /** Half as many bytes for a number, in the file and while it runs. */
  @Test
  void costsWhatItsPrecisionTakes() throws Exception {
    Network half = read(in(DataType.FLOAT16));
    Network single = half.withPrecision(Precision.SINGLE);
    assertThat(OnnxFile.size(single) - OnnxFile.size(half)).isEqualTo(2 * 9);
    assertThat(Cost.of(single).memoryBytes()).isEqualTo(2 * Cost.of(half).memoryBytes());
  }

  /** An exponent that a half holds may be single; other single numbers beside halves make the file a mixed one. */
  @ParameterizedTest
  @CsvSource({"square,2,HALF", "square,0.3333333,SINGLE", "v,1,SINGLE"})
  void whatMixesIsSingle(String constant, float value, Precision precision) throws Exception {
    ModelProto.Builder model = in(DataType.FLOAT16);
    GraphProto.Builder graph = model.getGraphBuilder();
    for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
      if (tensor.getName().equals(constant)) {
        tensor.clearRawData().clearFloatData().setDataType(DataType.FLOAT_VALUE);
        tensor.getDimsList().stream()
            .reduce((a, b) -> a * b)
            .ifPresentOrElse(
                n -> {
                  for (int i = 0; i < n; i++) {
                    tensor.addFloatData(value);
                  }
                },
                () -> tensor.addFloatData(value));
      }
    }
    Network network = read(model);
    assertThat(network.precision()).isEqualTo(precision);
    assertThat(OnnxFile.precisionOfWeights(model.build().toByteArray())).contains(Precision.HALF);
    assertThat(written(network).values())
        .containsOnly(precision == Precision.HALF ? DataType.FLOAT16 : DataType.FLOAT);
  }

  @Test
  void singleInputsOfHalvesMakeAMixedFile() throws Exception {
    ModelProto.Builder model = in(DataType.FLOAT16);
    model
        .getGraphBuilder()
        .getInputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .setElemType(DataType.FLOAT_VALUE);
    assertThat(read(model).precision()).isEqualTo(Precision.SINGLE);
  }

  /** 65,519.996 rounds to 65,504, the largest half, and 65,520 to infinity. */
  @Test
  void aWeightThatWouldBecomeInfiniteKeepsTheFileSingle() throws Exception {
    Network half = read(in(DataType.FLOAT16));
    Network fits = half.withConstants(Map.of("w", Tensor.of(Shape.of(2, 2), 1, 2, 3, 65_519.996f)));
    assertThat(OnnxFile.precision(fits)).isEqualTo(Precision.HALF);
    Network large = half.withConstants(Map.of("w", Tensor.of(Shape.of(2, 2), 1, 2, 3, -65_520)));
    assertThat(OnnxFile.precision(large)).isEqualTo(Precision.SINGLE);
    assertThat(written(large).values()).containsOnly(DataType.FLOAT);
    assertThat(OnnxFile.decode(OnnxFile.encode(large), "large").floats("w").values()[3])
        .isEqualTo(-65_520);
    Network infinite =
        half.withConstants(
            Map.of("w", Tensor.of(Shape.of(2, 2), 1, 2, Float.NaN, Float.NEGATIVE_INFINITY)));
    assertThat(OnnxFile.precision(infinite)).isEqualTo(Precision.HALF);
  }

  /** 1 + 2^-11 lies between two halves, and so do 1 + 3 * 2^-11; the smallest half is 2^-24. */
  @Test
  void roundsToTheNearestAndToEven() throws Exception {
    float between = 1 + 0x1p-11f;
    Network half =
        read(in(DataType.FLOAT16))
            .withConstants(
                Map.of("w", Tensor.of(Shape.of(2, 2), between, 1 + 3 * 0x1p-11f, 0x1p-24f, 1e-8f)));
    assertThat(OnnxFile.decode(OnnxFile.encode(half), "half").floats("w").values())
        .containsExactly(1, 1 + 0x1p-9f, 0x1p-24f, 0);
  }

  /** ONNX allows a convolution of doubles, and ONNX Runtime has none. */
  @Test
  void whatOnnxRuntimeDoesNotRunIsSingle() throws Exception {
    Network network =
        OnnxFile.decode(
            Retyped.throughout(TorchModels.bytes("lenet5-13"), DataType.DOUBLE).toByteArray(),
            "lenet5");
    assertThat(network.precision()).isEqualTo(Precision.DOUBLE);
    Network runs = Observation.inPrecisionThatRuns(network);
    assertThat(runs).isEqualTo(network.withPrecision(Precision.SINGLE));
    assertThat(TorchModelsTest.run(runs))
        .containsExactly(TorchModels.expected("lenet5-13"), Offset.offset(1e-4f));
  }

  @Test
  void singleWeightsAreOfNoOtherPrecision() {
    assertThat(OnnxFile.precisionOfWeights(OnnxFile.encode(net()))).isEmpty();
    assertThatExceptionOfType(OnnxException.class)
        .isThrownBy(() -> OnnxFile.precisionOfWeights(new byte[] {1, 2, 3}))
        .withMessageContaining("is not an ONNX file");
  }
}
