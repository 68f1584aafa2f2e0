package org.pith.network.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Operator.Binary;
import org.pith.network.Operator.Unary;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/** A network that takes raw columns: numbers that may be missing, and a category; gives a class name. */
final class Preprocessing {

  private Preprocessing() {}

  /**
   * Inputs {@code age} float[N,2] and {@code colour} string[N,1]; outputs {@code probabilities} [N,2] and {@code label}
   * string[N].
   */
  static Network network() {
    Network.Builder b = Network.builder("columns");
    String features =
        b.add("preprocess/features", new Operator.Concat(1), numbers(b), colours(b), index(b));
    b.constant(
        "layer1/weight", Tensor.of(Shape.of(2, 6), 1, -1, 0, 2, 0.5f, 0.1f, -1, 1, 1, 0, 0, 0));
    b.constant("layer1/bias", Tensor.vector(0.25f, -0.25f));
    String scores =
        b.add("layer1/gemm", Operator.Gemm.TRANSPOSED, features, "layer1/weight", "layer1/bias");
    String probabilities = b.add("probabilities", new Operator.Softmax(-1), scores);
    String best = b.add("best", new Operator.ArgMax(1, false), probabilities);
    String label =
        b.add(
            "label", new Operator.IndexToString(List.of(0L, 1L), List.of("no", "yes"), "?"), best);
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("b", "2");
    metadata.put("a", "1");
    return b.output(probabilities).output(label).build().withMetadata(metadata);
  }

  private static String numbers(Network.Builder b) {
    String raw = b.input("age", ElementType.FLOAT, Shape.of(Shape.BATCH, 2));
    String missing = b.add("preprocess/missing", new Unary(Unary.Function.IS_NAN), raw);
    b.constant("preprocess/median", Tensor.vector(30, 40));
    String filled =
        b.add("preprocess/fill", new Operator.Where(), missing, "preprocess/median", raw);
    b.constant("preprocess/mean", Tensor.vector(35, 45));
    b.constant("preprocess/deviation", Tensor.vector(10, 20));
    b.constant("preprocess/low", Tensor.scalar(-3));
    b.constant("preprocess/high", Tensor.scalar(3));
    String centred =
        b.add("preprocess/centre", new Binary(Binary.Function.SUB), filled, "preprocess/mean");
    String scaled =
        b.add("preprocess/scale", new Binary(Binary.Function.DIV), centred, "preprocess/deviation");
    return b.add(
        "preprocess/clip", new Operator.Clip(), scaled, "preprocess/low", "preprocess/high");
  }

  private static String colours(Network.Builder b) {
    String colour = b.input("colour", ElementType.STRING, Shape.of(Shape.BATCH, 1));
    String hot =
        b.add("preprocess/hot", new Operator.OneHot(List.of("red", "green", "blue")), colour);
    return b.add("preprocess/flat", new Operator.Flatten(1), hot);
  }

  private static String index(Network.Builder b) {
    String index =
        b.add(
            "preprocess/index",
            new Operator.StringToIndex(List.of("red", "green"), List.of(5L, 7L), -1),
            "colour");
    return b.add("preprocess/cast", new Operator.Cast(ElementType.FLOAT), index);
  }
}
