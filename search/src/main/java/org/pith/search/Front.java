package org.pith.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The Pareto front of candidates: those that no other beats in both cost (less is better) and merit (more is better). Of equals,
 * the first given stays.
 *
 * @param <T> what is compared
 * @param points the members of the front, cheapest first, merit strictly rising
 */
public record Front<T>(List<T> points, ToDoubleFunction<T> cost, ToDoubleFunction<T> merit) {

  /** The front of {@code all}; members whose cost or merit is not a number are left out. */
  public static <T> Front<T> of(List<T> all, ToDoubleFunction<T> cost, ToDoubleFunction<T> merit) {
    List<T> sorted =
        all.stream()
            .filter(
                t ->
                    Double.isFinite(cost.applyAsDouble(t))
                        && Double.isFinite(merit.applyAsDouble(t)))
            .sorted(
                Comparator.comparingDouble(cost)
                    .thenComparing(Comparator.comparingDouble(merit).reversed()))
            .toList();
    List<T> front = new ArrayList<>();
    double best = Double.NEGATIVE_INFINITY;
    for (T point : sorted) {
      if (merit.applyAsDouble(point) > best) {
        best = merit.applyAsDouble(point);
        front.add(point);
      }
    }
    return new Front<>(List.copyOf(front), cost, merit);
  }

  /**
   * The knee: the member farthest above the chord from the cheapest to the best, cost on a logarithmic axis and both axes scaled
   * to [0, 1]. Before it, merit is cheap; after it, merit is dear. Empty for a front without two distinct members; of two members
   * it is the cheaper one.
   */
  public Optional<T> knee() {
    if (points.size() < 2) {
      return Optional.empty();
    }
    double x0 = Math.log(cost.applyAsDouble(points.getFirst()));
    double x1 = Math.log(cost.applyAsDouble(points.getLast()));
    double y0 = merit.applyAsDouble(points.getFirst());
    double y1 = merit.applyAsDouble(points.getLast());
    return points.stream()
        .max(
            Comparator.comparingDouble(
                point ->
                    (merit.applyAsDouble(point) - y0) / (y1 - y0)
                        - (Math.log(cost.applyAsDouble(point)) - x0) / (x1 - x0)));
  }
}
