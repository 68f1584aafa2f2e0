package org.pith.measure;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pith.measure.internal.LongDictionary;

/**
 * Rows of discrete states, coded 0 to {@link #states} − 1 in the order in which they first appear.
 * Immutable. Memory grows with the states that occur, never with the product of what could occur,
 * so joint labels of wide alphabets stay small.
 */
public final class Labels {
  private final int[] codes;
  private final int[] counts;

  private Labels(int[] codes, int states) {
    this.codes = codes;
    this.counts = new int[states];
    for (int code : codes) {
      counts[code]++;
    }
  }

  /** Labels from any integers; equal numbers are one state. */
  public static Labels of(int... values) {
    LongDictionary dictionary = new LongDictionary();
    int[] codes = new int[requireRows(values.length)];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = dictionary.code(values[i]);
    }
    return new Labels(codes, dictionary.size());
  }

  /** Labels from numbers, equal numbers being one state; a NaN is an error that names its row. */
  public static Labels of(double... values) {
    LongDictionary dictionary = new LongDictionary();
    int[] codes = new int[requireRows(values.length)];
    for (int i = 0; i < codes.length; i++) {
      if (Double.isNaN(values[i])) {
        throw new IllegalArgumentException(
            "Row %d is NaN; a label must be a value. Maybe code missing cells as a state."
                .formatted(i));
      }
      codes[i] = dictionary.code(Double.doubleToLongBits(values[i] + 0.0));
    }
    return new Labels(codes, dictionary.size());
  }

  /** Labels from objects, equal objects being one state. */
  public static Labels of(List<?> values) {
    Map<Object, Integer> dictionary = new HashMap<>();
    int[] codes = new int[requireRows(values.size())];
    for (int i = 0; i < codes.length; i++) {
      int fresh = dictionary.size();
      codes[i] = dictionary.computeIfAbsent(values.get(i), v -> fresh);
    }
    return new Labels(codes, dictionary.size());
  }

  private static int requireRows(int n) {
    if (n == 0) {
      throw new IllegalArgumentException(
          "Labels need at least one row. Maybe the data were filtered to nothing.");
    }
    return n;
  }

  /** The rows of samples as labels, equal rows being one state. */
  public static Labels ofRows(Samples samples) {
    Labels rows = of(samples.column(0));
    for (int j = 1; j < samples.dimensions() && rows.states() < samples.size(); j++) {
      rows = rows.join(of(samples.column(j)));
    }
    return rows;
  }

  /** The states of the pair: one state for every combination that occurs. */
  public Labels join(Labels other) {
    requireSameSize(other.size());
    LongDictionary dictionary = new LongDictionary();
    int[] joint = new int[codes.length];
    for (int i = 0; i < joint.length; i++) {
      joint[i] = dictionary.code((long) codes[i] * other.states() + other.codes[i]);
    }
    return new Labels(joint, dictionary.size());
  }

  /** The number of rows. */
  public int size() {
    return codes.length;
  }

  /** The number of states that occur. */
  public int states() {
    return counts.length;
  }

  /** The state of row {@code i}. */
  public int code(int i) {
    return codes[i];
  }

  /** A copy of the states of all rows. */
  public int[] codes() {
    return codes.clone();
  }

  /** How often each state occurs; a copy, its sum is {@link #size}. */
  public int[] counts() {
    return counts.clone();
  }

  /** The rows that {@code index} names, in its order; states that no longer occur are gone. */
  public Labels rows(int[] index) {
    int[] chosen = new int[index.length];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = codes[index[i]];
    }
    return of(chosen);
  }

  /** The rows of each state, in their order: one array for every state. */
  public int[][] members() {
    int[] left = counts.clone();
    int[][] members = new int[counts.length][];
    Arrays.setAll(members, state -> new int[counts[state]]);
    for (int i = codes.length - 1; i >= 0; i--) {
      members[codes[i]][--left[codes[i]]] = i;
    }
    return members;
  }

  /** Refuses a partner of another length. */
  public void requireSameSize(int other) {
    if (other != size()) {
      throw new IllegalArgumentException(
          "The labels have %d rows and their partner %d; they must be paired. Maybe rows were dropped from one of them."
              .formatted(size(), other));
    }
  }

  @Override
  public String toString() {
    return "Labels[%d rows, %d states]".formatted(size(), states());
  }
}
