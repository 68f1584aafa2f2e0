package org.pith.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.pith.data.Dataset;
import org.pith.data.Task;
import org.pith.network.Network;
import org.pith.train.Target;
import org.pith.train.encode.Feeding;
import org.pith.train.encode.Lines;

/**
 * The place of each of the data's classes among a model's scores. A model that Pith wrote, or made of another, names its classes. For any other they are
 * the target's levels in their order; labels that are whole numbers below the number of scores are taken for their places.
 *
 * @param names by place; empty for a numeric target
 * @param place by level of the data
 */
record Classes(List<String> names, List<Integer> place) {

  /**
   * Places the classes of data.
   *
   * @param widths of the model's outputs that may be its scores
   */
  static Classes of(Dataset data, Network model, List<Integer> widths) {
    if (!(data.task() instanceof Task.Classification)) {
      return new Classes(List.of(), List.of());
    }
    String named = model.metadata().getOrDefault("classes", model.metadata().get(Feeding.CLASSES));
    return named == null
        ? unnamed(data.classes(), widths)
        : named(Lines.split(named), data.classes(), data.target().name());
  }

  private static Classes named(List<String> names, List<String> levels, String target) {
    List<Integer> places = levels.stream().map(names::indexOf).toList();
    if (places.contains(-1)) {
      throw new InputException(
          "The model does not know the class '%s' of %s; it knows %s."
              .formatted(levels.get(places.indexOf(-1)), target, String.join(", ", names)));
    }
    return new Classes(names, places);
  }

  private static Classes unnamed(List<String> levels, List<Integer> widths) {
    Classes inOrder = new Classes(levels, IntStream.range(0, levels.size()).boxed().toList());
    if (widths.contains(levels.size())) {
      return inOrder;
    }
    return widths.stream()
        .filter(width -> levels.stream().allMatch(level -> isPlace(level, width)))
        .findFirst()
        .map(width -> numbered(levels, width))
        .orElse(inOrder);
  }

  private static Classes numbered(List<String> levels, int width) {
    return new Classes(
        IntStream.range(0, width).mapToObj(Integer::toString).toList(),
        levels.stream().map(Integer::parseInt).toList());
  }

  /** With the places of two classes swapped. */
  Classes swapped() {
    return new Classes(names.reversed(), place.reversed());
  }

  private static boolean isPlace(String level, int width) {
    return level.matches("\\d{1,6}") && Integer.parseInt(level) < width;
  }

  /** The places of rows that have the levels of the data. */
  Target.Classes labels(Dataset rows) {
    return new Target.Classes(Arrays.stream(rows.labels()).map(place::get).toArray(), names.size());
  }
}
