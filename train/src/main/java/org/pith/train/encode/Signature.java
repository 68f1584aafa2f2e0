package org.pith.train.encode;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.pith.data.ColumnType;
import org.pith.data.ImageShape;
import org.pith.data.TableReader;
import org.pith.data.Task;

/**
 * What a shipped model takes and answers, as its metadata say it: enough to read a file and feed
 * it.
 *
 * <p>Keys: {@code task} ({@code classification} or {@code regression}), {@code target}, {@code
 * classes}, {@code numbers}, {@code types} (of the numbers: {@code numeric}, {@code boolean} or
 * {@code date}), {@code categories}, {@code image} ({@code C,H,W} where the model takes pixels). A
 * list has one item a line; a line break within an item is {@code \n}, a backslash {@code \\}.
 *
 * @param task what it answers
 * @param input what it takes
 */
public record Signature(Task task, RawInput input) {

  /** The metadata of a model with this signature. */
  public SequencedMap<String, String> metadata() {
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    switch (task) {
      case Task.Classification classes -> {
        metadata.put("task", "classification");
        metadata.put("target", classes.target());
        metadata.put("classes", lines(classes.classes()));
      }
      case Task.Regression regression -> {
        metadata.put("task", "regression");
        metadata.put("target", regression.target());
      }
    }
    metadata.put("numbers", lines(input.numbers()));
    metadata.put("types", lines(input.types().stream().map(ColumnType::word).toList()));
    metadata.put("categories", lines(input.categories()));
    input
        .image()
        .filter(size -> !input.isGrid())
        .ifPresent(
            size ->
                metadata.put(
                    "image", "%d,%d,%d".formatted(size.channels(), size.height(), size.width())));
    return metadata;
  }

  /**
   * Reads the metadata of a model.
   *
   * @throws IllegalArgumentException if they are not those of a model that Pith made
   */
  public static Signature of(Map<String, String> metadata) {
    String target = required(metadata, "target");
    Task task =
        required(metadata, "task").equals("regression")
            ? new Task.Regression(target)
            : new Task.Classification(target, items(required(metadata, "classes")));
    List<ColumnType> types =
        items(required(metadata, "types")).stream()
            .map(word -> ColumnType.valueOf(word.toUpperCase(Locale.ROOT)))
            .toList();
    RawInput input =
        new RawInput(
            items(required(metadata, "numbers")),
            types,
            items(required(metadata, "categories")),
            Optional.ofNullable(metadata.get("image")).map(Signature::size),
            new int[0]);
    return new Signature(task, input);
  }

  /** A reader that takes the columns of a file as this model does. */
  public TableReader reader() {
    Map<String, ColumnType> types = new HashMap<>();
    for (int i = 0; i < input.numbers().size(); i++) {
      types.put(input.numbers().get(i), input.types().get(i));
    }
    input.categories().forEach(name -> types.put(name, ColumnType.CATEGORY));
    return TableReader.defaults().withTypes(types);
  }

  private static ImageShape size(String text) {
    int[] sides = Arrays.stream(text.split(",", -1)).mapToInt(Integer::parseInt).toArray();
    return new ImageShape(sides[0], sides[1], sides[2]);
  }

  private static String required(Map<String, String> metadata, String key) {
    String value = metadata.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "The model's metadata have no '%s'. Maybe it was not made by Pith.".formatted(key));
    }
    return value;
  }

  private static String lines(List<String> items) {
    return String.join(
        "\n", items.stream().map(item -> item.replace("\\", "\\\\").replace("\n", "\\n")).toList());
  }

  private static List<String> items(String lines) {
    return lines.isEmpty()
        ? List.of()
        : Arrays.stream(lines.split("\n", -1)).map(Signature::unescaped).toList();
  }

  private static String unescaped(String item) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < item.length(); i++) {
      if (item.charAt(i) == '\\' && i + 1 < item.length()) {
        i++;
        text.append(item.charAt(i) == 'n' ? '\n' : item.charAt(i));
      } else {
        text.append(item.charAt(i));
      }
    }
    return text.toString();
  }
}
