package org.pith.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.pith.data.Column;
import org.pith.data.ColumnType;
import org.pith.data.Dataset;
import org.pith.data.Finding;
import org.pith.data.Fingerprint;
import org.pith.data.ImageShape;
import org.pith.data.Images;
import org.pith.data.Split;
import org.pith.data.Table;
import org.pith.data.TableReader;
import org.pith.data.Task;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Port;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.prune.inspect.Rows;
import org.pith.train.Target;
import org.pith.train.encode.Lines;
import org.pith.train.encode.RawInput;

/**
 * Data as a given model takes them. A model that Pith wrote says itself what it takes. Any other takes one input: columns in the
 * order of the file, or pixels, scaled as the user says. Classes are the target's levels in their order; labels that are whole
 * numbers below the number of the model's outputs are taken for their places.
 *
 * @param file as the user named it
 * @param data everything that was read, test rows last where they are separate
 * @param fingerprint of everything that was read
 * @param development rows to fit decoders on, in random order
 * @param test rows to judge at
 * @param columns names of what the single input's places hold; empty for pixels
 * @param classes in the order of the model's outputs; empty for a numeric target
 */
record ModelData(
    Path file,
    Dataset data,
    String fingerprint,
    Rows development,
    Rows test,
    List<String> columns,
    List<String> classes) {

  /** How numbers become what a model that was made elsewhere takes. */
  enum Scale {
    /** As the file has them; the default for columns. */
    RAW,
    /** Pixels from 0 to 1, the default for them; columns from their least to their largest development value. */
    UNIT,
    /** Mean 0 and deviation 1 over the development rows, of each column, or of each channel of images. */
    STANDARD
  }

  private static final double TEST_SHARE = 0.2;

  /**
   * Reads data for a model.
   *
   * @param most rows to keep of the development and of the test rows, at most
   */
  static ModelData load(
      Path file, Network network, CommonOptions options, Optional<Scale> scale, int most) {
    Optional<RawInput> own = RawInput.of(network.metadata());
    TableReader reader = reader(own, options);
    Table table = reader.read(file);
    if (options.target == null) {
      throw new InputException(
          "--target is missing. The columns of %s are %s."
              .formatted(file, String.join(", ", table.names())));
    }
    Dataset all = Dataset.of(table, options.target, declared(options));
    String fingerprint = Fingerprint.of(table);
    Dataset development;
    Dataset test;
    if (options.test == null) {
      Split split = Split.of(all, 0, TEST_SHARE, options.seed);
      development = all.select(shuffled(split.train(), options.seed, most));
      test = all.select(shuffled(split.test(), options.seed, most / 2));
    } else {
      Table separate = TableReader.like(table).expecting(options.target).read(options.test);
      Dataset apart = all.test(separate);
      development = all.select(shuffled(range(all.rows()), options.seed, most));
      test = apart.select(shuffled(range(apart.rows()), options.seed, most / 2));
      fingerprint = fingerprint + "+" + Fingerprint.of(separate);
    }
    if (development.rows() < 50 || test.rows() < 30) {
      throw new InputException(
          "%s leaves %d rows for decoders and %d to judge them; 50 and 30 are needed."
              .formatted(file, development.rows(), test.rows()));
    }
    Classes classes = Classes.of(all, network);
    if (own.isPresent()) {
      String name = network.name();
      RawInput raw = own.get();
      return new ModelData(
          file,
          all,
          fingerprint,
          new Rows(raw.rows(raw.of(development.features(), name)), classes.target(development)),
          new Rows(raw.rows(raw.of(test.features(), name)), classes.target(test)),
          raw.categories().isEmpty() ? raw.numbers() : List.of(),
          classes.names());
    }
    Feeding feeding = Feeding.of(file, development.features(), network, scale);
    return new ModelData(
        file,
        all,
        fingerprint,
        new Rows(feeding.rows(development.features()), classes.target(development)),
        new Rows(feeding.rows(test.features()), classes.target(test)),
        all.features().images().isPresent() ? List.of() : all.features().names(),
        classes.names());
  }

  private static TableReader reader(Optional<RawInput> own, CommonOptions options) {
    TableReader reader = TableReader.defaults();
    if (own.isPresent()) {
      reader = reader.withTypes(own.get().declared());
    }
    if (options.target != null) {
      reader = reader.expecting(options.target);
    }
    for (Map.Entry<String, String> column : options.columns.entrySet()) {
      try {
        reader = reader.with(column.getKey() + "=" + column.getValue());
      } catch (IllegalArgumentException unknown) {
        throw new InputException("--column: " + unknown.getMessage());
      }
    }
    return reader;
  }

  private static Optional<ColumnType> declared(CommonOptions options) {
    String type = options.columns.get(options.target);
    return type == null || type.equalsIgnoreCase("drop")
        ? Optional.empty()
        : Optional.of(ColumnType.valueOf(type.toUpperCase(Locale.ROOT)));
  }

  private static int[] range(int count) {
    return IntStream.range(0, count).toArray();
  }

  private static int[] shuffled(int[] rows, long seed, int most) {
    int[] order = rows.clone();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return Arrays.copyOf(order, Math.min(order.length, most));
  }

  /** What the reading of the data found. */
  List<String> findings() {
    return data.findings().stream().map(Finding::message).toList();
  }

  boolean isClassification() {
    return data.task() instanceof Task.Classification;
  }

  /**
   * The place of each of the data's classes among the model's outputs.
   *
   * @param names by place; empty for a numeric target
   * @param place by level of the data
   */
  private record Classes(List<String> names, List<Integer> place) {

    static Classes of(Dataset data, Network network) {
      if (!(data.task() instanceof Task.Classification)) {
        return new Classes(List.of(), List.of());
      }
      List<String> levels = data.classes();
      Optional<List<String>> named =
          Optional.ofNullable(network.metadata().get("classes")).map(Lines::split);
      if (named.isPresent()) {
        List<Integer> places = levels.stream().map(named.get()::indexOf).toList();
        if (places.contains(-1)) {
          throw new InputException(
              "The model does not know the class '%s' of %s; it knows %s."
                  .formatted(
                      levels.get(places.indexOf(-1)),
                      data.target().name(),
                      String.join(", ", named.get())));
        }
        return new Classes(named.get(), places);
      }
      List<Integer> order = IntStream.range(0, levels.size()).boxed().toList();
      if (outputs(network).contains(levels.size())) {
        return new Classes(levels, order);
      }
      return outputs(network).stream()
          .filter(k -> levels.stream().allMatch(l -> isBelow(l, k)))
          .findFirst()
          .map(
              k ->
                  new Classes(
                      IntStream.range(0, k).mapToObj(Integer::toString).toList(),
                      levels.stream().map(Integer::parseInt).toList()))
          .orElse(new Classes(levels, order));
    }

    private static List<Integer> outputs(Network network) {
      return network.outputs().stream()
          .filter(p -> p.type() == ElementType.FLOAT && p.shape().isBatched())
          .map(p -> (int) p.shape().elements())
          .filter(k -> k > 1)
          .toList();
    }

    private static boolean isBelow(String level, int classes) {
      return level.matches("\\d{1,6}") && Integer.parseInt(level) < classes;
    }

    Target target(Dataset rows) {
      if (names.isEmpty()) {
        double[] numbers = rows.numbers();
        float[] values = new float[numbers.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) numbers[i];
        }
        return new Target.Numbers(values);
      }
      return new Target.Classes(
          Arrays.stream(rows.labels()).map(place::get).toArray(), names.size());
    }
  }

  /**
   * How rows of a table become the single input of a model made elsewhere: {@code (x - shift) * factor}.
   *
   * @param file for messages
   * @param input what the model takes
   * @param shift by channel, or by column
   * @param factor by channel, or by column
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Feeding(Path file, Port input, double[] shift, double[] factor) {

    static Feeding of(Path file, Table development, Network network, Optional<Scale> scale) {
      if (network.inputs().size() != 1) {
        throw new InputException(
            "The model takes %d inputs, %s; data are fed to a model of one."
                .formatted(
                    network.inputs().size(), network.inputs().stream().map(Port::name).toList()));
      }
      Port input = network.inputs().getFirst();
      requireFit(file, development, input);
      boolean images = development.images().isPresent();
      Scale chosen = scale.orElse(images ? Scale.UNIT : Scale.RAW);
      Feeding raw = new Feeding(file, input, new double[1], new double[] {1});
      return images
          ? raw.scaledByChannel(development, chosen)
          : raw.scaledByColumn(development, chosen);
    }

    private static void requireFit(Path file, Table table, Port input) {
      Shape shape = input.shape();
      if (!shape.isBatched()) {
        throw new InputException(
            "Input %s of the model has the fixed shape %s. Maybe export it with a dynamic first dimension, the rows."
                .formatted(input.name(), shape));
      }
      if (input.type() == ElementType.STRING || input.type() == ElementType.BOOL) {
        throw new InputException(
            "Input %s of the model takes %s, not numbers."
                .formatted(input.name(), input.type().name().toLowerCase(Locale.ROOT)));
      }
      Optional<ImageShape> image = table.images().map(Images::shape);
      long given = image.isPresent() ? image.get().elements() : table.columns().size();
      boolean fits = given == shape.elements();
      if (fits && image.isPresent() && shape.rank() == 4) {
        ImageShape size = image.get();
        fits = shape.equals(Shape.of(Shape.BATCH, size.channels(), size.height(), size.width()));
      }
      if (!fits) {
        throw new InputException(
            "Input %s of the model takes %s, %d numbers a row, but %s has %s."
                .formatted(
                    input.name(),
                    shape,
                    shape.elements(),
                    file.getFileName(),
                    image
                        .map(i -> "images of " + i)
                        .orElse(given == 1 ? "1 column" : given + " columns besides the target")));
      }
      table.columns().stream()
          .filter(c -> !(c instanceof Column.Numbers))
          .findFirst()
          .ifPresent(
              c -> {
                throw new InputException(
                    "Column '%s' holds words, but the model takes numbers. Maybe encode it as it was for the model."
                        .formatted(c.name()));
              });
      table.columns().stream()
          .filter(c -> c.missing() > 0)
          .findFirst()
          .ifPresent(
              c -> {
                throw new InputException(
                    "Column '%s' has %d missing cells, and the model does not say what it takes for them. Maybe fill them first."
                        .formatted(c.name(), c.missing()));
              });
    }

    private Feeding scaledByChannel(Table development, Scale scale) {
      Images images = development.images().orElseThrow();
      int channels = images.shape().channels();
      double[] shifts = new double[channels];
      double[] factors = new double[channels];
      Arrays.fill(factors, scale == Scale.RAW ? 1 : 1 / 255.0);
      if (scale == Scale.STANDARD) {
        float[] pixels = plain(development);
        int plane = images.shape().elements() / channels;
        for (int c = 0; c < channels; c++) {
          int channel = c;
          double[] moments =
              moments(
                  IntStream.range(0, pixels.length)
                      .filter(i -> i / plane % channels == channel)
                      .mapToDouble(i -> pixels[i])
                      .toArray());
          shifts[c] = moments[0];
          factors[c] = moments[1];
        }
      }
      return new Feeding(file, input, shifts, factors);
    }

    private Feeding scaledByColumn(Table development, Scale scale) {
      int width = development.columns().size();
      double[] shifts = new double[width];
      double[] factors = new double[width];
      Arrays.fill(factors, 1);
      for (int j = 0; j < width && scale != Scale.RAW; j++) {
        double[] values = ((Column.Numbers) development.columns().get(j)).values();
        double[] moments = scale == Scale.STANDARD ? moments(values) : extent(values);
        shifts[j] = moments[0];
        factors[j] = moments[1];
      }
      return new Feeding(file, input, shifts, factors);
    }

    private static double[] moments(double[] values) {
      double mean = Arrays.stream(values).average().orElse(0);
      double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0);
      return new double[] {mean, variance > 0 ? 1 / Math.sqrt(variance) : 1};
    }

    private static double[] extent(double[] values) {
      double least = Arrays.stream(values).min().orElse(0);
      double most = Arrays.stream(values).max().orElse(0);
      return new double[] {least, most > least ? 1 / (most - least) : 1};
    }

    Map<String, Tensor> rows(Table table) {
      float[] values = plain(table);
      int rows = table.rows();
      int width = values.length / Math.max(1, rows);
      int each = width / shift.length;
      for (int i = 0; i < values.length; i++) {
        int at = i % width / each;
        values[i] = (float) ((values[i] - shift[at]) * factor[at]);
      }
      Shape shape = input.shape().atBatch(rows);
      Map<String, Tensor> fed = new LinkedHashMap<>();
      fed.put(
          input.name(),
          input.type() == ElementType.FLOAT || input.type() == ElementType.DOUBLE
              ? new Tensor.Floats(shape, values)
              : new Tensor.Longs(shape, whole(values)));
      return fed;
    }

    private long[] whole(float[] values) {
      long[] whole = new long[values.length];
      for (int i = 0; i < whole.length; i++) {
        whole[i] = (long) values[i];
        if (whole[i] != values[i]) {
          throw new InputException(
              "Input %s of the model takes whole numbers, but %s has %s."
                  .formatted(input.name(), file.getFileName(), values[i]));
        }
      }
      return whole;
    }

    private static float[] plain(Table table) {
      if (table.images().isPresent()) {
        byte[] bytes = table.images().get().pixels();
        float[] pixels = new float[bytes.length];
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return pixels;
      }
      int width = table.columns().size();
      float[] values = new float[table.rows() * width];
      for (int j = 0; j < width; j++) {
        double[] column = ((Column.Numbers) table.columns().get(j)).values();
        for (int i = 0; i < column.length; i++) {
          values[i * width + j] = (float) column[i];
        }
      }
      return values;
    }
  }
}
