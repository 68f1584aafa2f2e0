package org.pith.train.encode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pith.data.Column;
import org.pith.data.DataException;
import org.pith.data.Images;
import org.pith.data.Table;

/**
 * How numbers become what a model that was made elsewhere takes: {@code (x - shift) / scale}.
 *
 * @param name in words
 * @param shift by channel of images or by column of tables; a single one is that of all
 * @param scale above 0, as many
 */
public record Scaling(String name, List<Double> shift, List<Double> scale) {

  /** The usual ones, those of pixels in the order in which they are usual. */
  public enum Kind {
    /** 0 to 1: pixels from 0 to 255, columns from their least to their largest value. */
    UNIT,
    /** As they are. */
    RAW,
    /** -1 to 1, of the same ranges. */
    SIGNED,
    /** Mean 0 and variance 1, of each column or of each channel of images. */
    STANDARD
  }

  static final Scaling NONE = new Scaling("as they are", List.of(0.0), List.of(1.0));

  private static final double BRIGHTEST = 255;

  private static final String NAME = "scaling";
  private static final String SHIFT = "shift";
  private static final String SCALE = "scale";
  private static final String EXPECTED = "as many numbers above 0 as there are shifts, one a line";
  private static final String EXPECTED_SHIFT =
      "one number, or one for each channel or column, one a line";

  /** A channel's or a column's; what does not vary is shifted alone. */
  private record Place(double shift, double scale) {

    static Place between(double least, double most) {
      return new Place(least, most > least ? most - least : 1);
    }

    static Place range(Supplier<DoubleStream> values) {
      return between(values.get().min().orElse(0), values.get().max().orElse(0));
    }

    static Place standard(Supplier<DoubleStream> values) {
      double mean = values.get().average().orElse(0);
      double variance = values.get().map(v -> (v - mean) * (v - mean)).average().orElse(0);
      return new Place(mean, variance > 0 ? Math.sqrt(variance) : 1);
    }

    Place centred() {
      return new Place(shift + scale / 2, scale / 2);
    }
  }

  /** Copies the lists. */
  public Scaling {
    shift = List.copyOf(shift);
    scale = List.copyOf(scale);
  }

  /**
   * A kind of scaling with the figures of these rows.
   *
   * @param rows numeric columns without missing cells, or images
   */
  static Scaling of(Kind kind, Table rows) {
    return switch (kind) {
      case RAW -> rows.images().isPresent() ? NONE.named("0 to 255") : NONE;
      case UNIT -> of("0 to 1", ranges(rows));
      case SIGNED -> of("-1 to 1", ranges(rows).map(Place::centred));
      case STANDARD -> of("mean 0 and variance 1", values(rows).map(Place::standard));
    };
  }

  /** The metadata from which {@link #of(Map)} reads the same scaling. */
  Map<String, String> metadata() {
    // In this order: that of Map.of is another in each virtual machine, and so would be the file's
    // bytes.
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(NAME, name);
    metadata.put(SHIFT, joined(shift));
    metadata.put(SCALE, joined(scale));
    return metadata;
  }

  private static String joined(List<Double> numbers) {
    return Lines.join(numbers.stream().map(String::valueOf).toList());
  }

  /**
   * The scaling that metadata say.
   *
   * @throws DataException if they are not as {@link #metadata()} writes them
   */
  static Scaling of(Map<String, String> metadata) {
    List<Double> shift = numbers(SHIFT, metadata);
    List<Double> scale = numbers(SCALE, metadata);
    if (shift.isEmpty()) {
      throw RawInput.damaged(SHIFT, metadata.getOrDefault(SHIFT, ""), EXPECTED_SHIFT, null);
    }
    if (shift.size() != scale.size() || scale.stream().anyMatch(s -> s <= 0)) {
      throw RawInput.damaged(SCALE, metadata.getOrDefault(SCALE, ""), EXPECTED, null);
    }
    return new Scaling(metadata.getOrDefault(NAME, ""), shift, scale);
  }

  private static List<Double> numbers(String key, Map<String, String> metadata) {
    String text = metadata.getOrDefault(key, "");
    String expected = key.equals(SHIFT) ? EXPECTED_SHIFT : EXPECTED;
    try {
      List<Double> numbers = Lines.split(text).stream().map(Double::valueOf).toList();
      if (numbers.stream().allMatch(Double::isFinite)) {
        return numbers;
      }
    } catch (NumberFormatException wrong) {
      throw RawInput.damaged(key, text, expected, wrong);
    }
    throw RawInput.damaged(key, text, expected, null);
  }

  /**
   * Refuses figures of some places alone.
   *
   * @param places how many channels or columns there are
   * @throws DataException if they are neither one for all nor one for each
   */
  void requirePlaces(int places) {
    if (shift.size() != 1 && shift.size() != places) {
      throw RawInput.damaged(SHIFT, joined(shift), EXPECTED_SHIFT, null);
    }
  }

  private static Scaling of(String name, Stream<Place> each) {
    List<Place> places = each.toList();
    return new Scaling(
        name,
        places.stream().map(Place::shift).toList(),
        places.stream().map(Place::scale).toList());
  }

  private Scaling named(String other) {
    return new Scaling(other, shift, scale);
  }

  private static Stream<Place> ranges(Table rows) {
    return rows.images().isPresent()
        ? Stream.of(Place.between(0, BRIGHTEST))
        : values(rows).map(Place::range);
  }

  private static Stream<Supplier<DoubleStream>> values(Table rows) {
    return rows.images()
        .map(Scaling::channels)
        .orElseGet(
            () ->
                rows.columns().stream()
                    .map(c -> () -> DoubleStream.of(((Column.Numbers) c).values())));
  }

  private static Stream<Supplier<DoubleStream>> channels(Images images) {
    int channels = images.shape().channels();
    int plane = images.shape().elements() / channels;
    return IntStream.range(0, channels)
        .mapToObj(
            c ->
                () ->
                    IntStream.range(0, images.rows() * plane)
                        .mapToDouble(i -> images.pixel(i / plane, c * plane + i % plane)));
  }

  /** By how much more it stretches values than another does, on average over the places. */
  public double magnification(Scaling other) {
    return average(other) / average(this);
  }

  private static double average(Scaling scaling) {
    return scaling.scale.stream().mapToDouble(s -> s).average().orElse(1);
  }

  float apply(double value, int place) {
    int at = shift.size() == 1 ? 0 : place;
    return (float) ((value - shift.get(at)) / scale.get(at));
  }
}
