package org.pith.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.pith.network.Shape.BATCH;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeInferenceTest {

  private final ShapeInference inference = new ShapeInference();

  private ShapeInferenceTest with(String name, int... dims) {
    inference.define(name, new TensorType(ElementType.FLOAT, Shape.of(dims)));
    return this;
  }

  private Shape shapeOf(Operator operator, String... inputs) {
    inference.add(new Node("node", operator, List.of(inputs), List.of("out")));
    return inference.type("out").map(TensorType::shape).orElse(null);
  }

  private static Operator binary(Operator.Binary.Function function) {
    return new Operator.Binary(function);
  }

  @Test
  void multipliesMatricesWithBroadcasting() {
    assertThat(with("a", BATCH, 4, 5, 6).with("b", 6, 7).shapeOf(new Operator.MatMul(), "a", "b"))
        .isEqualTo(Shape.of(BATCH, 4, 5, 7));
  }

  @Test
  void multipliesByAVector() {
    assertThat(with("a", BATCH, 6).with("b", 6).shapeOf(new Operator.MatMul(), "a", "b"))
        .isEqualTo(Shape.of(BATCH));
  }

  @Test
  void namesNodeOperatorAndShapesThatDisagree() {
    with("x", BATCH, 5).with("w", 3, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> shapeOf(Operator.Gemm.TRANSPOSED, "x", "w"))
        .withMessage("Node node (Gemm) cannot multiply [N,5] by [3,4] transposed.");
  }

  @Test
  void refusesToAddAFixedNumberOfRowsToAnOpenOne() {
    with("x", BATCH, 5).with("y", 7, 5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> shapeOf(binary(Operator.Binary.Function.ADD), "x", "y"))
        .withMessage("Node node (Add) cannot combine [N,5] and [7,5].");
  }

  @ParameterizedTest
  @CsvSource({
    "28, 5, 1, 0, 24",
    "28, 3, 1, 1, 28",
    "28, 3, 2, 1, 14",
    "7, 7, 1, 0, 1",
    "8, 2, 3, 0, 3"
  })
  void countsTheWindowsOfAConvolution(int in, int kernel, int stride, int pad, int out) {
    Operator.Conv conv = Examples.padded(kernel, stride, pad);
    assertThat(with("x", BATCH, 3, in, in).with("w", 8, 3, kernel, kernel).shapeOf(conv, "x", "w"))
        .isEqualTo(Shape.of(BATCH, 8, out, out));
  }

  @Test
  void refusesAWindowLargerThanTheImage() {
    with("x", BATCH, 3, 4, 4).with("w", 8, 3, 5, 5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> shapeOf(Examples.padded(5, 1, 0), "x", "w"))
        .withMessageContaining("Node node (Conv)")
        .withMessageContaining("window [5, 5]")
        .withMessageContaining("[N,3,4,4]");
  }

  @Test
  void reshapesWithKeptAndInferredDimensions() {
    with("x", BATCH, 3, 4, 4);
    inference.define("to", Tensor.longs(0, -1, 8));
    assertThat(shapeOf(new Operator.Reshape(), "x", "to")).isEqualTo(Shape.of(BATCH, 6, 8));
  }

  @Test
  void reshapesTheRowsByInference() {
    with("x", BATCH, 3, 4, 4);
    inference.define("to", Tensor.longs(-1, 48));
    assertThat(shapeOf(new Operator.Reshape(), "x", "to")).isEqualTo(Shape.of(BATCH, 48));
  }

  @Test
  void joinsRowsWithAnotherDimension() {
    with("x", BATCH, 3, 4, 4);
    inference.define("to", Tensor.longs(-1, 16));
    assertThat(shapeOf(new Operator.Reshape(), "x", "to"))
        .isEqualTo(Shape.of(3 * BATCH, 16))
        .hasToString("[3*N,16]");
  }

  @Test
  void leavesAPartOfTheRowsUnknown() {
    with("x", BATCH, 3);
    inference.define("to", Tensor.longs(-1, 2));
    assertThat(shapeOf(new Operator.Reshape(), "x", "to")).isNull();
  }

  @Test
  void refusesAReshapeThatLosesElements() {
    with("x", 6);
    inference.define("to", Tensor.longs(4, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> shapeOf(new Operator.Reshape(), "x", "to"))
        .withMessage("Node node (Reshape) cannot reshape [6] to [4, 2].");
  }

  @Test
  void reducesAllAxesWhereNoneAreGiven() {
    assertThat(
            with("x", BATCH, 3, 4)
                .shapeOf(new Operator.Reduce(Operator.Reduce.Kind.MEAN, false), "x"))
        .isEqualTo(Shape.of());
  }

  @Test
  void checksElementTypes() {
    with("x", BATCH, 3);
    inference.define("i", Tensor.longs(1, 2, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> shapeOf(binary(Operator.Binary.Function.ADD), "x", "i"))
        .withMessage("Node node (Add) cannot combine x (FLOAT) with i (INT64).");
  }

  @Test
  void countsInputs() {
    with("x", BATCH, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> shapeOf(new Operator.MatMul(), "x"))
        .withMessage("Node node (MatMul) takes 2 inputs, not [x].");
  }

  @Test
  void goesOnAfterAnUnknownOperator() {
    with("x", BATCH, 3);
    inference.add(
        new Node(
            "odd", new Operator.Unknown("", "Odd", 17, List.of()), List.of("x"), List.of("odd")));
    assertThat(shapeOf(new Operator.Flatten(1), "odd")).isNull();
  }

  @Test
  void knowsEveryShapeOfLeNet() {
    Network network = Examples.leNet5();
    assertThat(network.shape("layer2/pool")).isEqualTo(Shape.of(BATCH, 50, 4, 4));
    assertThat(network.shape("flatten")).isEqualTo(Shape.of(BATCH, 800));
    assertThat(network.shape("scores")).isEqualTo(Shape.of(BATCH, 10));
  }

  @Test
  void namesTheNodeWhoseResultIsTooLarge() {
    with("a", BATCH, 65_536, 1).with("b", BATCH, 1, 65_536);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> shapeOf(binary(Operator.Binary.Function.MUL), "a", "b"))
        .withMessageContaining("Node node (Mul) has shapes that are too large")
        .withMessageContaining("[N,65536,1]");
  }
}
