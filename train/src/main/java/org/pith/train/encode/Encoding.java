package org.pith.train.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pith.data.Column;
import org.pith.data.ImageShape;
import org.pith.data.Table;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.onnx.OnnxSession;

/**
 * Fitted preprocessing: how the columns or pixels of a table become the features that a network reads. It is a network itself
 * ({@link #prefix}), and encodes tables by running that network, so that what trains is what serves.
 *
 * <p>Tables: numeric cells (booleans and dates too) are filled with the median where missing, and go through a {@link Style}; where
 * the fitting rows miss cells, a feature says so. Categories are one-hot over the levels that are frequent enough; any other level,
 * one never seen included, is all zeros. Images: pixels are centred and scaled by the mean and deviation of all of them.
 *
 * <p>Last, every feature is centred and scaled by its mean and deviation over the fitting rows; the deviation counts as at least
 * {@value #LEAST_DEVIATION}, so that a flag which is rarely up does not become a spike.
 *
 * @param input what the raw columns are and in which order they are fed
 * @param features what the network reads, in order
 * @param mean of each feature; of all pixels together, one number
 * @param deviation of each feature, as it divides; of all pixels together, one number
 */
@SuppressWarnings("ArrayRecordComponent") // Read only.
public record Encoding(RawInput input, List<Feature> features, float[] mean, float[] deviation) {

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
   * Fits an encoding on training rows.
   *
   * @param train the features of the training rows
   * @param labels their classes, for {@link Style#GAUSS_AND_STEPS}; may be empty for the other styles
   */
  public static Encoding fit(Table train, int[] labels, Style style) {
    RawInput input = RawInput.of(train);
    return input.image().isPresent() ? ofImages(train, input) : ofTable(train, input, labels, style);
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
    List<Feature> ordered = grouped(features);
    float[] zero = new float[ordered.size()];
    float[] one = new float[ordered.size()];
    Arrays.fill(one, 1);
    return new Encoding(input, ordered, zero, one).standardised(train);
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
    return new Encoding(input, features, means, deviations);
  }

  /** Curves, pieces, steps, missing flags and levels stand together: the prefix makes each kind at once. */
  private static List<Feature> grouped(List<Feature> features) {
    return features.stream().sorted(java.util.Comparator.comparingInt(Encoding::kind)).toList();
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

  private static List<Feature> levels(Column.Category column) {
    int[] counts = column.counts();
    List<Feature> levels = new ArrayList<>();
    java.util.stream.IntStream.range(0, counts.length)
        .boxed()
        .filter(level -> counts[level] >= Math.min(RARE, column.rows() / 20))
        .sorted((a, b) -> Integer.compare(counts[b], counts[a]))
        .limit(MOST_LEVELS)
        .sorted()
        .forEach(level -> levels.add(new Feature.Level(column.name(), column.levels().get(level))));
    if (column.missing() > 0) {
      levels.add(new Feature.Level(column.name(), ""));
    }
    return levels;
  }

  private static Encoding ofImages(Table train, RawInput input) {
    float[] pixels = input.pixels(train);
    double mean = 0;
    for (float pixel : pixels) {
      mean += pixel;
    }
    mean /= pixels.length;
    double squares = 0;
    for (float pixel : pixels) {
      squares += (pixel - mean) * (pixel - mean);
    }
    ImageShape shape = input.image().orElseThrow();
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < shape.elements(); i++) {
      features.add(new Feature.Pixel(input.pixelName(i)));
    }
    double deviation = Math.sqrt(squares / pixels.length);
    return new Encoding(
        input,
        features,
        new float[] {(float) mean},
        new float[] {deviation > 0 ? (float) deviation : 1});
  }

  /** The shape of one encoded row: [F], or [C,H,W] for images. */
  public Shape rowShape() {
    return input
        .image()
        .map(image -> Shape.of(image.channels(), image.height(), image.width()))
        .orElse(Shape.of(features.size()));
  }

  /** The network from raw inputs to {@code features}; every name in it starts with {@link Network#PREPROCESSING}. */
  public Network prefix() {
    Network.Builder builder = Network.builder("preprocessing");
    builder.output(Prefix.write(builder, this));
    return builder.build();
  }

  /** The features of every row, row-major. */
  public float[] apply(Table table) {
    try (OnnxSession session = OnnxSession.open(prefix(), 1)) {
      return ((Tensor.Floats) session.run(input.rows(table)).first()).values();
    }
  }

  /** The encoding without the features that {@code kept} does not name; tables only. */
  public Encoding keep(int[] kept) {
    if (input.image().isPresent()) {
      throw new IllegalArgumentException("The pixels of an image stay together.");
    }
    float[] means = new float[kept.length];
    float[] deviations = new float[kept.length];
    for (int i = 0; i < kept.length; i++) {
      means[i] = mean[kept[i]];
      deviations[i] = deviation[kept[i]];
    }
    return new Encoding(
        input, Arrays.stream(kept).mapToObj(features::get).toList(), means, deviations);
  }

  /** The value that stands for a missing cell of each numeric column: what the encoding treats as ordinary. */
  Map<String, Float> fill() {
    Map<String, Float> fill = new LinkedHashMap<>();
    for (Feature feature : features) {
      if (feature instanceof Feature.Curve curve) {
        fill.putIfAbsent(curve.column(), middle(curve));
      }
    }
    for (Feature feature : features) {
      if (feature instanceof Feature.Piece piece) {
        fill.putIfAbsent(piece.column(), piece.low());
      } else if (feature instanceof Feature.Step step) {
        fill.putIfAbsent(step.column(), step.threshold());
      }
    }
    return fill;
  }

  /** Where a curve passes zero, the centre of the scale it maps to. */
  private static float middle(Feature.Curve curve) {
    float[] x = curve.knots();
    float[] y = curve.values();
    for (int k = 0; k + 1 < x.length; k++) {
      if (y[k] <= 0 && y[k + 1] > 0) {
        return x[k] + (x[k + 1] - x[k]) * (-y[k] / (y[k + 1] - y[k]));
      }
    }
    return x[x.length / 2];
  }

  /** What the encoding takes as an image, if it does. */
  public Optional<ImageShape> image() {
    return input.image();
  }
}
