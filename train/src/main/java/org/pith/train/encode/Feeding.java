package org.pith.train.encode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pith.data.Column;
import org.pith.data.DataException;
import org.pith.data.ImageShape;
import org.pith.data.Images;
import org.pith.data.Table;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Port;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * How the rows of a table are fed to a model. A model that Pith wrote says by name which columns it
 * takes, raw. Any other takes one tensor of numbers, which the numeric columns fill in their order,
 * or the pixels row by row; how they are scaled is not written in a model, so it is a setting. What
 * Pith made of such a model says how that was fed, so that it can be fed alike.
 *
 * @param input the model's one input; of a model of Pith's, its first
 * @param takes the columns or pixels, by name in their order
 * @param raw whether the model takes them as they are, each kind by an input of its own, and scales by itself
 * @param scaling of the numbers for any other
 */
public record Feeding(Port input, RawInput takes, boolean raw, Scaling scaling) {

  private static final String PREFIX = "pith.fed.";

  /** The metadata that names the classes of a model which does not name them itself, by place. */
  public static final String CLASSES = PREFIX + "classes";

  /**
   * The way that a model's metadata say: of a model of Pith's, or of one made elsewhere that was written with {@link #metadata()}.
   *
   * @return empty for a model that says nothing
   * @throws DataException naming the property whose text is not as it was written, or does not fit the model's input
   */
  public static Optional<Feeding> recorded(Network model) {
    if (model.inputs().isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> metadata = model.metadata();
    Port first = model.inputs().getFirst();
    return RawInput.of(metadata)
        .map(own -> new Feeding(first, own, true, Scaling.NONE))
        .or(
            () ->
                RawInput.ofShort(unprefixed(metadata))
                    .map(t -> new Feeding(first, t, false, Scaling.of(unprefixed(metadata))))
                    .map(Feeding::requireWhole));
  }

  /** Refuses columns or figures of a scale that are not as many as the input takes. */
  private Feeding requireWhole() {
    int given = takes.image().map(ImageShape::elements).orElse(takes.numbers().size());
    if (input.shape().elements() != given) {
      throw new DataException(
          "The model's metadata say that it is fed %,d numbers a row, but input %s takes %,d. Maybe the file was changed after Pith wrote it."
              .formatted(given, input.name(), input.shape().elements()));
    }
    scaling.requirePlaces(takes.image().map(ImageShape::channels).orElse(given));
    return this;
  }

  private static Map<String, String> unprefixed(Map<String, String> metadata) {
    Map<String, String> plain = new LinkedHashMap<>();
    metadata.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            plain.put(key.substring(PREFIX.length()), value);
          }
        });
    return plain;
  }

  /** The metadata from which {@link #recorded} reads the same way; none for a model that says so by itself. */
  public Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (!raw) {
      takes.metadataInShort().forEach((key, value) -> metadata.put(PREFIX + key, value));
      scaling.metadata().forEach((key, value) -> metadata.put(PREFIX + key, value));
    }
    return metadata;
  }

  /** What a model of Pith's takes. */
  public Optional<RawInput> own() {
    return raw ? Optional.of(takes) : Optional.empty();
  }

  /**
   * The ways in which a table may be meant to be fed, the most usual first: one, but for pixels to a
   * model made elsewhere that does not say it, whose scale has to be found out.
   *
   * @param features the columns of the model's training data, or others of the same kind
   * @throws DataException if the model does not take such rows; the message says what it takes
   */
  public static List<Feeding> candidates(Network model, Table features) {
    Optional<Feeding> recorded = recorded(model);
    if (recorded.isPresent()) {
      recorded.get().takes.of(features, "the model");
      return List.of(recorded.get());
    }
    return (features.images().isPresent()
            ? Stream.of(Scaling.Kind.values())
            : Stream.of(Scaling.Kind.RAW))
        .map(kind -> of(model, features, kind))
        .toList();
  }

  /**
   * The way with a given scaling, whose figures are those of {@code features}; a model of Pith's
   * scales by itself, and one that says which columns it was fed takes these in their order.
   *
   * @throws DataException if the model does not take such rows; the message says what it takes
   */
  public static Feeding of(Network model, Table features, Scaling.Kind kind) {
    Optional<Feeding> recorded = recorded(model);
    if (recorded.filter(Feeding::raw).isPresent()) {
      return recorded.get();
    }
    Port input = soleInput(model);
    Table fed = recorded.map(r -> r.takes.of(features, "the model")).orElse(features);
    requireNumbers(fed);
    requireFit(input, fed);
    return new Feeding(input, RawInput.ofNumbers(fed), false, Scaling.of(kind, fed));
  }

  private static Port soleInput(Network model) {
    if (model.inputs().size() != 1) {
      throw new DataException(
          "The model takes %d inputs, %s; data are fed to a model of one."
              .formatted(model.inputs().size(), model.inputs().stream().map(Port::name).toList()));
    }
    Port input = model.inputs().getFirst();
    if (!input.shape().isBatched()) {
      throw new DataException(
          "Input %s of the model has the fixed shape %s. Maybe export it with a dynamic first dimension, the rows."
              .formatted(input.name(), input.shape()));
    }
    if (input.type() == ElementType.STRING || input.type() == ElementType.BOOL) {
      throw new DataException(
          "Input %s of the model takes %s, not numbers."
              .formatted(input.name(), input.type().name().toLowerCase(Locale.ROOT)));
    }
    return input;
  }

  private static void requireNumbers(Table features) {
    for (Column column : features.columns()) {
      if (!(column instanceof Column.Numbers)) {
        throw new DataException(
            "Column '%s' of %s is %s, but the model takes numbers. Maybe drop it (--column %1$s=drop), or encode it as it was for the model."
                .formatted(column.name(), features.source(), column.type().word()));
      }
      if (column.missing() > 0) {
        throw new DataException(
            "Column '%s' of %s has missing cells, and the model does not say what it takes for them. Maybe fill them first."
                .formatted(column.name(), features.source()));
      }
    }
  }

  private static void requireFit(Port input, Table features) {
    Optional<ImageShape> size = features.images().map(Images::shape);
    long given = size.map(ImageShape::elements).orElse(features.columns().size());
    if (input.shape().elements() != given || !size.map(s -> fits(s, input.shape())).orElse(true)) {
      throw new DataException(
          "Input %s of the model takes %s, %,d numbers a row, but %s has %s."
              .formatted(
                  input.name(),
                  input.shape(),
                  input.shape().elements(),
                  features.source(),
                  size.map(s -> "images of " + s)
                      .orElse(given == 1 ? "1 column" : given + " columns besides the target")));
    }
  }

  /** Whether pixels lie as a model expects them: channels first, unless there is but one. */
  private static boolean fits(ImageShape size, Shape shape) {
    return shape.rank() != 4
        || beyondOne(Stream.of(size.channels(), size.height(), size.width()))
            .equals(beyondOne(shape.dims().stream().skip(1)));
  }

  private static List<Integer> beyondOne(Stream<Integer> dims) {
    return dims.filter(d -> d != 1).toList();
  }

  /**
   * What the model is fed for these rows, by input name.
   *
   * @throws DataException naming a column that is missing, or that has cells which the model cannot
   *     take
   */
  public Map<String, Tensor> rows(Table features) {
    Table fed = takes.of(features, "the model");
    if (raw) {
      return takes.rows(fed);
    }
    requireNumbers(fed);
    float[] values = fed.images().map(this::pixels).orElseGet(() -> cells(fed));
    Shape shape = input.shape().atBatch(features.rows());
    return Map.of(
        input.name(),
        isReal()
            ? new Tensor.Floats(shape, values)
            : new Tensor.Longs(shape, whole(values, features.source())));
  }

  private boolean isReal() {
    return input.type() == ElementType.FLOAT || input.type() == ElementType.DOUBLE;
  }

  private float[] pixels(Images images) {
    int elements = images.shape().elements();
    int plane = elements / images.shape().channels();
    float[] scaled = new float[images.rows() * elements];
    for (int i = 0; i < scaled.length; i++) {
      int pixel = i % elements;
      scaled[i] = scaling.apply(images.pixel(i / elements, pixel), pixel / plane);
    }
    return scaled;
  }

  private float[] cells(Table features) {
    int width = features.columns().size();
    float[] cells = new float[features.rows() * width];
    for (int j = 0; j < width; j++) {
      double[] column = ((Column.Numbers) features.columns().get(j)).values();
      for (int i = 0; i < column.length; i++) {
        cells[i * width + j] = finite(scaling.apply(column[i], j), column[i], features, j);
      }
    }
    return cells;
  }

  /** What is fed of a cell: a rectifier would take an infinite one for a certain answer. */
  private static float finite(float fed, double cell, Table features, int column) {
    if (Float.isInfinite(fed)) {
      throw new DataException(
          "Column '%s' of %s holds %s, which is too large for the model."
              .formatted(features.columns().get(column).name(), features.source(), cell));
    }
    return fed;
  }

  private long[] whole(float[] values, String source) {
    long[] whole = new long[values.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = (long) values[i];
      if (whole[i] != values[i]) {
        throw new DataException(
            "Input %s of the model takes whole numbers, but %s has %s."
                .formatted(input.name(), source, values[i]));
      }
    }
    return whole;
  }
}
