package org.pith.train.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pith.data.Column;
import org.pith.data.DataException;
import org.pith.data.ImageShape;
import org.pith.data.Table;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.onnx.OnnxSession;

/**
 * Fitted preprocessing: how the columns or pixels of a table become the features that a network
 * reads. It is a network itself ({@link #prefix}), and encodes tables by running that network, so
 * that what trains is what serves.
 *
 * <p>Tables: numeric cells (booleans and dates too) are filled with the median where missing, and
 * go through a {@link Style}; where the fitting rows miss cells, a feature says so. Categories are
 * one-hot over the levels that are frequent enough; any other level, one never seen included, is
 * all zeros; two levels alone share one flag. Images: pixels are centred and scaled by the mean and
 * deviation of all of them.
 *
 * <p>Last, every feature is centred and scaled by its mean and deviation over the fitting rows; the
 * deviation counts as at least {@value #LEAST_DEVIATION}, so that a flag which is rarely up does
 * not become a spike.
 *
 * @param input what the raw columns are and in which order they are fed
 * @param features what the network reads, in order
 * @param fill what stands for a missing cell of each of the input's numbers: its median over the
 *     fitting rows; of pixels, whose cells are hardly ever missing, empty where none was
 * @param mean of each feature; of all pixels together, one number
 * @param deviation of each feature, as it divides; of all pixels together, one number
 */
public record Encoding(
    RawInput input, List<Feature> features, float[] fill, float[] mean, float[] deviation) {

  static final double LEAST_DEVIATION = 0.1;

  /** Levels rarer than this many rows are not told apart: their weights could not be learned. */
  private static final int RARE = 10;

  /** Levels of one category beyond this many are not told apart. */
  private static final int MOST_LEVELS = 64;

  /** Copies the features. */
  public Encoding {
    features = List.copyOf(features);
  }

  /**
   * Fits an encoding on training rows. The cost is that of sorting each column, and of encoding the
   * rows once.
   *
   * @param train the features of the training rows
   * @param labels their classes, for {@link Style#GAUSS_AND_STEPS}; may be empty for the other
   *     styles
   * @throws IllegalArgumentException if a column is text, or the labels do not match the rows
   * @throws DataException if no column makes a feature
   */
  public static Encoding fit(Table train, int[] labels, Style style) {
    if (style == Style.GAUSS_AND_STEPS && labels.length != train.rows()) {
      throw new IllegalArgumentException(
          "%d rows have %d labels, which %s need. Maybe choose another style for a regression."
              .formatted(train.rows(), labels.length, style.words()));
    }
    RawInput input = RawInput.of(train);
    return input.image().isPresent()
        ? ofImages(train, input)
        : ofTable(train, input, labels, style);
  }

  private static Encoding ofTable(Table train, RawInput input, int[] labels, Style style) {
    List<Feature> features = new ArrayList<>();
    for (String name : input.numbers()) {
      double[] values = ((Column.Numbers) train.column(name)).values();
      features.addAll(Fitting.fit(name, values, labels, style));
    }
    for (String name : input.numbers()) {
      if (train.column(name).missing() > 0) {
        features.add(new Feature.Missing(name));
      }
    }
    for (String name : input.categories()) {
      features.addAll(levels((Column.Category) train.column(name)));
    }
    if (features.isEmpty()) {
      throw new DataException(
          "No column of %s makes a feature: their values never differ, never repeat, or are one in single precision. Maybe subtract what they have in common."
              .formatted(train.source()));
    }
    List<Feature> ordered = grouped(features);
    float[] zero = new float[ordered.size()];
    float[] one = new float[ordered.size()];
    Arrays.fill(one, 1);
    return new Encoding(input, ordered, medians(train, input), zero, one).standardised(train);
  }

  private static float[] medians(Table train, RawInput input) {
    float[] medians = new float[input.numbers().size()];
    for (int i = 0; i < medians.length; i++) {
      Column.Numbers column = (Column.Numbers) train.column(input.numbers().get(i));
      double[] sorted =
          Arrays.stream(column.values()).filter(v -> !Double.isNaN(v)).sorted().toArray();
      medians[i] = sorted.length == 0 ? 0 : (float) Fitting.quantile(sorted, 0.5);
    }
    return medians;
  }

  /** The same features, each centred and scaled by what it is on these rows. */
  private Encoding standardised(Table train) {
    float[] rows = apply(train);
    int width = features.size();
    float[] means = new float[width];
    float[] deviations = new float[width];
    for (int j = 0; j < width; j++) {
      double sum = 0;
      for (int i = j; i < rows.length; i += width) {
        sum += rows[i];
      }
      double centre = sum / train.rows();
      double squares = 0;
      for (int i = j; i < rows.length; i += width) {
        squares += (rows[i] - centre) * (rows[i] - centre);
      }
      means[j] = (float) centre;
      deviations[j] = (float) Math.max(LEAST_DEVIATION, Math.sqrt(squares / train.rows()));
    }
    return new Encoding(input, features, fill, means, deviations);
  }

  /**
   * Curves, pieces, steps, missing flags and levels stand together: the prefix makes each kind at
   * once.
   */
  private static List<Feature> grouped(List<Feature> features) {
    return features.stream().sorted(Comparator.comparingInt(Encoding::kind)).toList();
  }

  private static int kind(Feature feature) {
    return switch (feature) {
      case Feature.Pixel pixel -> 0;
      case Feature.Curve curve -> 1;
      case Feature.Piece piece -> 2;
      case Feature.Step step -> 3;
      case Feature.Missing missing -> 4;
      case Feature.Level level -> 5;
    };
  }

  /**
   * The levels that are frequent enough, and a missing cell where there are any. Of two alone, one
   * flag says which, and a level never seen counts as the other.
   */
  private static List<Feature> levels(Column.Category column) {
    int[] counts = column.counts();
    int least = Math.max(1, Math.min(RARE, column.rows() / 20));
    List<Feature> levels =
        IntStream.range(0, counts.length)
            .boxed()
            .filter(level -> counts[level] >= least)
            .sorted(Comparator.comparingInt(level -> -counts[level]))
            .limit(MOST_LEVELS)
            .sorted()
            .map(level -> (Feature) new Feature.Level(column.name(), column.levels().get(level)))
            .collect(Collectors.toCollection(ArrayList::new));
    long present = Arrays.stream(counts).filter(count -> count > 0).count();
    if (column.missing() > 0) {
      levels.add(new Feature.Level(column.name(), ""));
    } else if (present <= 2 && levels.size() == present) {
      levels.removeFirst();
    }
    return levels;
  }

  private static Encoding ofImages(Table train, RawInput input) {
    float[] pixels = input.pixels(train);
    double mean = 0;
    int present = 0;
    for (float pixel : pixels) {
      if (!Float.isNaN(pixel)) {
        mean += pixel;
        present++;
      }
    }
    mean /= present;
    double squares = 0;
    for (float pixel : pixels) {
      if (!Float.isNaN(pixel)) {
        squares += (pixel - mean) * (pixel - mean);
      }
    }
    ImageShape shape = input.image().orElseThrow();
    List<Feature> features =
        IntStream.range(0, shape.elements())
            .mapToObj(i -> (Feature) new Feature.Pixel(input.pixelName(i), i))
            .toList();
    double deviation = Math.sqrt(squares / present);
    float[] fill = new float[present < pixels.length ? shape.elements() : 0];
    Arrays.fill(fill, (float) mean);
    return new Encoding(
        input,
        features,
        fill,
        new float[] {(float) mean},
        new float[] {deviation > 0 ? (float) deviation : 1});
  }

  /** The shape of one encoded row: [F], or [C,H,W] for images. */
  public Shape rowShape() {
    return image()
        .map(size -> Shape.of(size.channels(), size.height(), size.width()))
        .orElse(Shape.of(features.size()));
  }

  /**
   * The network from raw inputs to {@code features}; every name in it starts with {@link
   * Network#PREPROCESSING}.
   */
  public Network prefix() {
    Network.Builder builder = Network.builder("preprocessing");
    builder.output(Prefix.write(builder, this));
    return builder.build();
  }

  /**
   * The features of every row, row-major; rows are encoded in parts, so that little more than the
   * result is held.
   */
  public float[] apply(Table table) {
    try (OnnxSession session = OnnxSession.open(prefix(), 1)) {
      Tensor encoded = session.run(table.rows(), rows -> input.rows(table.select(rows))).first();
      return ((Tensor.Floats) encoded).values();
    }
  }

  /**
   * The encoding that makes some of these features alone, from those raw columns alone that they
   * are made of. An image becomes a row of pixels.
   *
   * @param kept rising indices of {@link #features}
   * @throws IllegalArgumentException if the indices do not rise, or there is none
   */
  public Encoding keep(int[] kept) {
    requireRising(kept);
    List<Feature> left = Arrays.stream(kept).mapToObj(features::get).toList();
    RawInput narrowed = input.narrowed(left);
    float[] fills = new float[fill.length == 0 ? 0 : narrowed.numbers().size()];
    for (int i = 0; i < fills.length; i++) {
      fills[i] = fill[input.numbers().indexOf(narrowed.numbers().get(i))];
    }
    return new Encoding(narrowed, left, fills, each(mean, kept), each(deviation, kept));
  }

  private void requireRising(int[] kept) {
    for (int i = 0; i < kept.length; i++) {
      if (kept[i] <= (i == 0 ? -1 : kept[i - 1]) || kept[i] >= features.size()) {
        throw new IllegalArgumentException(
            "Features %s of %d must be given in rising order."
                .formatted(Arrays.toString(kept), features.size()));
      }
    }
    if (kept.length == 0) {
      throw new IllegalArgumentException("At least one feature must be kept.");
    }
  }

  private static float[] each(float[] values, int[] kept) {
    float[] left = new float[kept.length];
    for (int i = 0; i < kept.length; i++) {
      left[i] = values[values.length == 1 ? 0 : kept[i]];
    }
    return left;
  }

  /** The size of the image that a row is encoded as, if it is one. */
  public Optional<ImageShape> image() {
    return input.image().filter(size -> features.size() == size.elements());
  }

  /** Compares the values of the arrays. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Encoding that
        && input.equals(that.input)
        && features.equals(that.features)
        && Arrays.equals(fill, that.fill)
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(deviation, that.deviation);
  }

  @Override
  public int hashCode() {
    return Objects.hash(input, features, Arrays.hashCode(mean));
  }

  /** The features in words. */
  @Override
  public String toString() {
    return features.stream().map(Feature::describe).collect(Collectors.joining(", "));
  }
}
