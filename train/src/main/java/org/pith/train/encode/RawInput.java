package org.pith.train.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pith.data.Column;
import org.pith.data.ColumnType;
import org.pith.data.DataException;
import org.pith.data.ImageShape;
import org.pith.data.Images;
import org.pith.data.Table;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * What a model is fed: {@code numbers} float[N,n] (a missing cell is NaN) and {@code categories}
 * string[N,m] (a missing cell is empty), or {@code pixels} float[N,C,H,W] as the file has them.
 *
 * @param numbers numeric, boolean and date columns in the order they are fed
 * @param types what each of them is
 * @param categories category columns in the order they are fed
 * @param image the size of an image, where rows are images
 * @param order for columns that form an image: for each pixel the index of its column; empty
 *     otherwise
 */
public record RawInput(
    List<String> numbers,
    List<ColumnType> types,
    List<String> categories,
    Optional<ImageShape> image,
    int[] order) {

  static final String NUMBERS = "numbers";
  static final String CATEGORIES = "categories";
  static final String PIXELS = "pixels";

  private static final String TYPES = "types";
  private static final String IMAGE = "image";

  /** Letters of a damaged text that show which it is. */
  private static final int MOST_SHOWN = 80;

  /** Copies the lists. */
  public RawInput {
    numbers = List.copyOf(numbers);
    types = List.copyOf(types);
    categories = List.copyOf(categories);
  }

  /** The inputs that a table's columns make. */
  static RawInput of(Table table) {
    List<String> numbers = new ArrayList<>();
    List<String> categories = new ArrayList<>();
    for (Column column : table.columns()) {
      switch (column) {
        case Column.Numbers n -> numbers.add(n.name());
        case Column.Category c -> categories.add(c.name());
        case Column.Text text ->
            throw new IllegalArgumentException(
                "Column %s is text, which is not supported yet. Maybe leave it out."
                    .formatted(text.name()));
      }
    }
    return new RawInput(
        numbers,
        numbers.stream().map(name -> table.column(name).type()).toList(),
        categories,
        table.imageShape(),
        table.gridOrder().orElse(new int[0]));
  }

  /** Numeric columns in their order, each a number of its own though they may form an image; or images. */
  static RawInput ofNumbers(Table table) {
    return new RawInput(
        table.columns().stream().map(Column::name).toList(),
        table.columns().stream().map(Column::type).toList(),
        List.of(),
        table.images().map(Images::shape),
        new int[0]);
  }

  /**
   * The inputs that these features alone need; columns that form an image are plain columns then.
   */
  RawInput narrowed(List<Feature> features) {
    if (image.isPresent() && !isGrid()) {
      return this;
    }
    Set<String> used = features.stream().map(Feature::column).collect(Collectors.toSet());
    List<String> left = numbers.stream().filter(used::contains).toList();
    return new RawInput(
        left,
        left.stream().map(name -> types.get(numbers.indexOf(name))).toList(),
        categories.stream().filter(used::contains).toList(),
        Optional.empty(),
        new int[0]);
  }

  /**
   * What a model made by {@link Export} is fed, from its metadata; empty for a model made
   * elsewhere.
   *
   * @throws DataException naming the property whose text is not as {@link #metadata()} writes it
   */
  public static Optional<RawInput> of(Map<String, String> metadata) {
    if (!metadata.containsKey(NUMBERS) || !metadata.containsKey(CATEGORIES)) {
      return Optional.empty();
    }
    List<String> numbers = names(NUMBERS, metadata);
    return Optional.of(
        new RawInput(
            numbers,
            types(metadata.getOrDefault(TYPES, ""), numbers.size()),
            names(CATEGORIES, metadata),
            Optional.ofNullable(metadata.get(IMAGE)).map(RawInput::size),
            new int[0]));
  }

  private static List<String> names(String key, Map<String, String> metadata) {
    List<String> names = Lines.split(metadata.get(key));
    if (names.stream().distinct().count() < names.size()) {
      throw damaged(key, metadata.get(key), "columns, each of them once, one a line", null);
    }
    return names;
  }

  private static List<ColumnType> types(String text, int numbers) {
    String expected = "the types of the %d columns of numbers, one a line".formatted(numbers);
    try {
      List<ColumnType> types = Lines.split(text).stream().map(ColumnType::valueOf).toList();
      if (types.isEmpty() || types.size() == numbers) {
        return types;
      }
    } catch (IllegalArgumentException unknown) {
      throw damaged(TYPES, text, expected, unknown);
    }
    throw damaged(TYPES, text, expected, null);
  }

  private static ImageShape size(String text) {
    String expected = "channels, height and width";
    String[] size = text.split(",", -1);
    if (size.length != 3) {
      throw damaged(IMAGE, text, expected, null);
    }
    try {
      return new ImageShape(
          Integer.parseInt(size[0]), Integer.parseInt(size[1]), Integer.parseInt(size[2]));
    } catch (IllegalArgumentException unreadable) {
      throw damaged(IMAGE, text, expected, unreadable);
    }
  }

  static DataException damaged(String key, String text, String expected, RuntimeException cause) {
    return new DataException(
        "The model's metadata say %s=%s, which should be %s. Maybe the file was changed after Pith wrote it."
            .formatted(key, shortened(text.replace("\n", "\\n")), expected),
        cause);
  }

  private static String shortened(String text) {
    return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
  }

  /** The metadata from which {@link #of(Map)} reads the same input. */
  Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(NUMBERS, Lines.join(numbers));
    metadata.put(TYPES, Lines.join(types.stream().map(ColumnType::name).toList()));
    metadata.put(CATEGORIES, Lines.join(categories));
    image.ifPresent(
        i -> metadata.put(IMAGE, "%d,%d,%d".formatted(i.channels(), i.height(), i.width())));
    return metadata;
  }

  /** What {@link #metadataInShort()} wrote. */
  static Optional<RawInput> ofShort(Map<String, String> metadata) {
    Map<String, String> full = new LinkedHashMap<>(metadata);
    int count = Lines.split(metadata.getOrDefault(NUMBERS, "")).size();
    full.putIfAbsent(TYPES, Lines.join(Collections.nCopies(count, ColumnType.NUMERIC.name())));
    return of(full);
  }

  /** As {@link #metadata()}, but for what goes without saying: columns that are numbers. */
  Map<String, String> metadataInShort() {
    Map<String, String> metadata = metadata();
    if (types.stream().allMatch(t -> t == ColumnType.NUMERIC)) {
      metadata.remove(TYPES);
    }
    return metadata;
  }

  /** What the columns are, so that more data is read as the training data was. */
  public Map<String, ColumnType> declared() {
    Map<String, ColumnType> declared = new LinkedHashMap<>();
    for (int i = 0; i < types.size(); i++) {
      declared.put(numbers.get(i), types.get(i));
    }
    categories.forEach(name -> declared.put(name, ColumnType.CATEGORY));
    return declared;
  }

  /**
   * The columns that the model is fed.
   *
   * @throws DataException naming a column that {@code table} lacks, or the images where it has
   *     columns or others
   */
  public Table of(Table table, String model) {
    if (table.images().isPresent()) {
      ImageShape given = table.images().get().shape();
      if (image.isEmpty() || !image.get().equals(given)) {
        throw new DataException(
            "%s holds images of %s, but %s takes %s."
                .formatted(
                    table.source(),
                    given,
                    model,
                    image.map(ImageShape::toString).orElse("columns")));
      }
      return table;
    }
    if (image.isPresent() && numbers.isEmpty()) {
      throw new DataException(
          "%s holds columns, but %s takes images of %s."
              .formatted(table.source(), model, image.get()));
    }
    List<String> wanted = new ArrayList<>(numbers);
    wanted.addAll(categories);
    for (String name : wanted) {
      if (!table.names().contains(name)) {
        throw new DataException(
            "%s has no column '%s', which %s takes.".formatted(table.source(), name, model));
      }
    }
    return table.keep(wanted);
  }

  /** Whether the pixels are columns of a table. */
  boolean isGrid() {
    return order.length > 0;
  }

  String pixelName(int pixel) {
    return isGrid() ? numbers.get(order[pixel]) : "pixel " + pixel;
  }

  /** What the model is fed for these rows, by input name. */
  public Map<String, Tensor> rows(Table table) {
    Map<String, Tensor> rows = new LinkedHashMap<>();
    int n = table.rows();
    if (table.images().isPresent()) {
      ImageShape size = image.orElseThrow();
      rows.put(
          PIXELS,
          new Tensor.Floats(
              Shape.of(n, size.channels(), size.height(), size.width()), pixels(table)));
      return rows;
    }
    if (!numbers.isEmpty()) {
      rows.put(NUMBERS, new Tensor.Floats(Shape.of(n, numbers.size()), numbers(table)));
    }
    if (!categories.isEmpty()) {
      rows.put(CATEGORIES, new Tensor.Strings(Shape.of(n, categories.size()), categories(table)));
    }
    return rows;
  }

  private float[] numbers(Table table) {
    int width = numbers.size();
    float[] values = new float[table.rows() * width];
    for (int j = 0; j < width; j++) {
      double[] column = ((Column.Numbers) table.column(numbers.get(j))).values();
      for (int i = 0; i < column.length; i++) {
        values[i * width + j] = (float) column[i];
      }
    }
    return values;
  }

  private String[] categories(Table table) {
    int width = categories.size();
    String[] values = new String[table.rows() * width];
    for (int j = 0; j < width; j++) {
      Column column = table.column(categories.get(j));
      for (int i = 0; i < table.rows(); i++) {
        values[i * width + j] = column.isMissing(i) ? "" : column.text(i);
      }
    }
    return values;
  }

  /** All pixels, image by image; of columns that form an image, in the image's order. */
  float[] pixels(Table table) {
    Optional<Images> images = table.images();
    if (images.isPresent()) {
      byte[] bytes = images.get().pixels();
      float[] pixels = new float[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        pixels[i] = Byte.toUnsignedInt(bytes[i]);
      }
      return pixels;
    }
    float[] raw = numbers(table);
    float[] pixels = new float[raw.length];
    int width = order.length;
    for (int i = 0; i < table.rows(); i++) {
      for (int p = 0; p < width; p++) {
        pixels[i * width + p] = raw[i * width + order[p]];
      }
    }
    return pixels;
  }

  /** Compares the order's values. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RawInput that
        && numbers.equals(that.numbers)
        && types.equals(that.types)
        && categories.equals(that.categories)
        && image.equals(that.image)
        && Arrays.equals(order, that.order);
  }

  @Override
  public int hashCode() {
    return Objects.hash(numbers, types, categories, image);
  }
}
