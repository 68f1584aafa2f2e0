package org.pith.train.encode;

import java.util.Arrays;
import java.util.Objects;

/** One number that the network reads, made from one raw column (or one pixel). */
public sealed interface Feature {

  /** The raw column. */
  String column();

  /** What it says, in words, for example {@code age > 37}. */
  String describe();

  /**
   * A column through a continuous, monotone, piecewise-linear map: straight between knots, constant
   * outside them.
   *
   * @param column its name
   * @param knots rising; at least two
   * @param values the map at the knots
   */
  record Curve(String column, float[] knots, float[] values) implements Feature {
    /** Checks that there are knots to go between. */
    public Curve {
      if (knots.length < 2 || knots.length != values.length) {
        throw new IllegalArgumentException(
            "The curve of column %s has %d knots and %d values; at least two are needed, one for one. Maybe the column does not vary in single precision."
                .formatted(column, knots.length, values.length));
      }
    }

    @Override
    public String describe() {
      return column;
    }

    /** Compares knots and values. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Curve that
          && column.equals(that.column)
          && Arrays.equals(knots, that.knots)
          && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return Objects.hash(column, Arrays.hashCode(knots), Arrays.hashCode(values));
    }

    @Override
    public String toString() {
      return describe();
    }
  }

  /**
   * How far a column has come from {@code low} to {@code high}: 0 below, 1 above, straight between.
   */
  record Piece(String column, float low, float high) implements Feature {
    @Override
    public String describe() {
      return "%s from %s to %s".formatted(column, low, high);
    }
  }

  /** Whether a column is above a threshold: 1 or 0. */
  record Step(String column, float threshold) implements Feature {
    @Override
    public String describe() {
      return "%s > %s".formatted(column, threshold);
    }
  }

  /** Whether a column's cell is missing: 1 or 0. */
  record Missing(String column) implements Feature {
    @Override
    public String describe() {
      return column + " is missing";
    }
  }

  /** Whether a category is {@code level}: 1 or 0; the empty level is a missing cell. */
  record Level(String column, String level) implements Feature {
    @Override
    public String describe() {
      return level.isEmpty() ? column + " is missing" : column + " = " + level;
    }
  }

  /**
   * A pixel of an image, standardised by the mean and deviation of all pixels.
   *
   * @param column its name
   * @param index its place in the image: channel, then row, then column
   */
  record Pixel(String column, int index) implements Feature {
    @Override
    public String describe() {
      return column;
    }
  }
}
