package org.pith.search;

import java.util.List;
import java.util.function.UnaryOperator;
import org.pith.network.Network;
import org.pith.network.cost.Cost;
import org.pith.search.space.Architecture;
import org.pith.search.space.Space;
import org.pith.train.Examples;
import org.pith.train.Target;

/**
 * What a search is to solve: the development rows (never the test rows), encoded in one or more ways, and how they are split into
 * rows to learn from and rows to judge by.
 *
 * @param views encodings of the same rows; a candidate reads one of them
 * @param folds pairs of training and held-out rows
 */
public record Problem(List<View> views, List<Fold> folds) {

  /** Checks that the views agree. */
  public Problem {
    views = List.copyOf(views);
    folds = List.copyOf(folds);
    if (views.isEmpty() || folds.isEmpty()) {
      throw new IllegalArgumentException("A problem needs at least one view and one fold.");
    }
  }

  /**
   * One encoding of the development rows.
   *
   * @param name for people
   * @param rows all development rows, encoded
   * @param shipped the model that ships for a body network behind this encoding
   * @param stopwatch how long such models take
   */
  public record View(
      String name, Examples rows, UnaryOperator<Network> shipped, Stopwatch stopwatch) {

    /** What a body costs once it ships, the latency as predicted; monotone in every width. */
    public Footprint predicted(Network body) {
      Network model = shipped.apply(body);
      return Footprint.of(Cost.of(model)).withLatency(stopwatch.predict(model));
    }

    /** What a body costs once it ships, the latency as measured. */
    public Footprint measured(Network body) {
      Network model = shipped.apply(body);
      return Footprint.of(Cost.of(model)).withLatency(stopwatch.measure(model));
    }

    /** The networks that may read it. */
    public Space space() {
      return Space.of(rows.rowShape());
    }
  }

  /**
   * Row numbers to learn from and to judge by, without overlap.
   *
   * @param train to learn from
   * @param heldOut to judge by
   */
  public record Fold(int[] train, int[] heldOut) {}

  /** The network of an architecture that reads a view, weights at zero. */
  public Network body(int view, Architecture architecture) {
    return architecture.body(views.get(view).rows().rowShape(), target().outputs());
  }

  /** What is to be predicted, for all development rows. */
  public Target target() {
    return views.getFirst().rows().target();
  }

  /** Whether the target is a class. */
  public boolean isClassification() {
    return target() instanceof Target.Classes;
  }

  /** The number of development rows. */
  public int rows() {
    return target().rows();
  }

  /** The held-out rows of the first {@code count} folds one after another. */
  public int[] heldOutRows(int count) {
    return folds.subList(0, count).stream()
        .flatMapToInt(fold -> java.util.Arrays.stream(fold.heldOut()))
        .toArray();
  }
}
