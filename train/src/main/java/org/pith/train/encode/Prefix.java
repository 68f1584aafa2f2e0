package org.pith.train.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pith.data.ImageShape;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Operator.Binary.Function;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/** Writes an {@link Encoding} as operators; every kind of feature is computed for all its columns at once. */
final class Prefix {

  private final Network.Builder builder;
  private final Encoding encoding;

  private Prefix(Network.Builder builder, Encoding encoding) {
    this.builder = builder;
    this.encoding = encoding;
  }

  /** Adds inputs and nodes; returns the tensor of the features. */
  static String write(Network.Builder builder, Encoding encoding) {
    Prefix prefix = new Prefix(builder, encoding);
    return encoding.image().isPresent() ? prefix.image(encoding.image().get()) : prefix.table();
  }

  private String image(ImageShape size) {
    String pixels;
    if (encoding.input().isGrid()) {
      int[] order = encoding.input().order();
      String numbers = input(RawInput.NUMBERS, ElementType.FLOAT, order.length);
      String placed = columns("place", numbers, order);
      pixels =
          add(
              "image",
              new Operator.Reshape(),
              placed,
              constant(
                  "image/shape", Tensor.longs(-1, size.channels(), size.height(), size.width())));
    } else {
      pixels =
          builder.input(
              RawInput.PIXELS,
              ElementType.FLOAT,
              Shape.of(Shape.BATCH, size.channels(), size.height(), size.width()));
    }
    return standardised(pixels, Shape.of(1));
  }

  private String standardised(String raw, Shape shape) {
    String mean = constant("mean", Tensor.of(shape, encoding.mean()));
    String deviation = constant("deviation", Tensor.of(shape, encoding.deviation()));
    String centred = add("centred", binary(Function.SUB), raw, mean);
    return add("features", binary(Function.DIV), centred, deviation);
  }

  private String table() {
    List<String> parts = new ArrayList<>();
    List<String> names = encoding.input().numbers();
    if (!names.isEmpty()) {
      String raw = input(RawInput.NUMBERS, ElementType.FLOAT, names.size());
      numeric(raw, parts);
    }
    if (!encoding.input().categories().isEmpty()) {
      String raw =
          input(RawInput.CATEGORIES, ElementType.STRING, encoding.input().categories().size());
      categories(raw, parts);
    }
    String joined =
        parts.size() == 1
            ? parts.getFirst()
            : add("joined", new Operator.Concat(1), parts.toArray(String[]::new));
    return standardised(joined, Shape.of(1, encoding.features().size()));
  }

  private void numeric(String raw, List<String> parts) {
    String missing = add("missing", new Operator.Unary(Operator.Unary.Function.IS_NAN), raw);
    List<Feature.Curve> curves = of(Feature.Curve.class);
    List<Feature.Piece> pieces = of(Feature.Piece.class);
    List<Feature.Step> steps = of(Feature.Step.class);
    List<Feature.Missing> flags = of(Feature.Missing.class);
    if (!curves.isEmpty() || !pieces.isEmpty() || !steps.isEmpty()) {
      String filled = add("filled", new Operator.Where(), missing, fill(), raw);
      if (!curves.isEmpty()) {
        parts.add(curves(filled, curves));
      }
      if (!pieces.isEmpty()) {
        parts.add(pieces(filled, pieces));
      }
      if (!steps.isEmpty()) {
        parts.add(steps(filled, steps));
      }
    }
    if (!flags.isEmpty()) {
      String picked = columns("flags", missing, positions(flags));
      parts.add(add("flags/float", new Operator.Cast(ElementType.FLOAT), picked));
    }
  }

  private String fill() {
    Map<String, Float> fill = encoding.fill();
    List<String> names = encoding.input().numbers();
    float[] values = new float[names.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = fill.getOrDefault(names.get(i), 0f);
    }
    return constant("fill", Tensor.of(Shape.of(1, values.length), values));
  }

  /** {@code y0 + sum_k (y_k+1 - y_k) clip((x - x_k) / (x_k+1 - x_k), 0, 1)}, all curves padded to as many pieces. */
  private String curves(String filled, List<Feature.Curve> curves) {
    int pieces = curves.stream().mapToInt(c -> c.knots().length - 1).max().orElseThrow();
    int n = curves.size();
    float[] low = new float[n * pieces];
    float[] width = new float[n * pieces];
    float[] rise = new float[n * pieces];
    float[] start = new float[n];
    Arrays.fill(width, 1);
    for (int c = 0; c < n; c++) {
      float[] x = curves.get(c).knots();
      float[] y = curves.get(c).values();
      start[c] = y[0];
      for (int k = 0; k + 1 < x.length; k++) {
        low[c * pieces + k] = x[k];
        width[c * pieces + k] = x[k + 1] - x[k];
        rise[c * pieces + k] = y[k + 1] - y[k];
      }
    }
    String picked = columns("curves", filled, positions(curves));
    String column =
        add(
            "curves/column",
            new Operator.Reshape(),
            picked,
            constant("curves/shape", Tensor.longs(-1, n, 1)));
    String share = share("curves", column, Shape.of(n, pieces), low, width);
    String rises =
        add(
            "curves/rise",
            binary(Function.MUL),
            share,
            constant("curves/rises", Tensor.of(Shape.of(n, pieces), rise)));
    String sum =
        add(
            "curves/sum",
            new Operator.Reduce(Operator.Reduce.Kind.SUM, false),
            rises,
            constant("curves/axis", Tensor.longs(2)));
    return add(
        "curves/value",
        binary(Function.ADD),
        sum,
        constant("curves/start", Tensor.of(Shape.of(1, n), start)));
  }

  private String pieces(String filled, List<Feature.Piece> pieces) {
    int n = pieces.size();
    float[] low = new float[n];
    float[] width = new float[n];
    for (int i = 0; i < n; i++) {
      low[i] = pieces.get(i).low();
      width[i] = pieces.get(i).high() - low[i];
    }
    return share("pieces", columns("pieces", filled, positions(pieces)), Shape.of(1, n), low, width);
  }

  /** {@code clip((x - low) / width, 0, 1)}. */
  private String share(String name, String x, Shape shape, float[] low, float[] width) {
    String from =
        add(
            name + "/from",
            binary(Function.SUB),
            x,
            constant(name + "/low", Tensor.of(shape, low)));
    String share =
        add(
            name + "/scaled",
            binary(Function.DIV),
            from,
            constant(name + "/width", Tensor.of(shape, width)));
    return add(
        name + "/share",
        new Operator.Clip(),
        share,
        constant(name + "/zero", Tensor.of(Shape.of(), 0f)),
        constant(name + "/one", Tensor.of(Shape.of(), 1f)));
  }

  private String steps(String filled, List<Feature.Step> steps) {
    float[] thresholds = new float[steps.size()];
    for (int i = 0; i < thresholds.length; i++) {
      thresholds[i] = steps.get(i).threshold();
    }
    String above =
        add(
            "steps/above",
            binary(Function.GREATER),
            columns("steps", filled, positions(steps)),
            constant(
                "steps/thresholds", Tensor.of(Shape.of(1, thresholds.length), thresholds)));
    return add("steps/float", new Operator.Cast(ElementType.FLOAT), above);
  }

  private void categories(String raw, List<String> parts) {
    Map<String, List<String>> levels = new LinkedHashMap<>();
    for (Feature.Level level : of(Feature.Level.class)) {
      levels.computeIfAbsent(level.column(), c -> new ArrayList<>()).add(level.level());
    }
    levels.forEach(
        (column, kept) -> {
          int position = encoding.input().categories().indexOf(column);
          String name = "category" + position;
          String cell = columns(name, raw, new int[] {position});
          String hot = add(name + "/hot", new Operator.OneHot(kept), cell);
          parts.add(
              add(
                  name + "/flat",
                  new Operator.Reshape(),
                  hot,
                  constant(name + "/shape", Tensor.longs(-1, kept.size()))));
        });
  }

  private <T extends Feature> List<T> of(Class<T> kind) {
    return encoding.features().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private int[] positions(List<? extends Feature> features) {
    return features.stream()
        .mapToInt(f -> encoding.input().numbers().indexOf(f.column()))
        .toArray();
  }

  private String columns(String name, String from, int[] positions) {
    return add(
        name + "/columns",
        new Operator.Gather(1),
        from,
        constant(
            name + "/positions",
            Tensor.longs(Arrays.stream(positions).asLongStream().toArray())));
  }

  private String input(String name, ElementType type, int width) {
    return builder.input(name, type, Shape.of(Shape.BATCH, width));
  }

  private static Operator binary(Function function) {
    return new Operator.Binary(function);
  }

  private String constant(String name, Tensor tensor) {
    return builder.constant(Network.PREPROCESSING + name, tensor);
  }

  private String add(String name, Operator operator, String... inputs) {
    return builder.add(Network.PREPROCESSING + name, operator, inputs);
  }
}
