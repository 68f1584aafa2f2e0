package org.pith.search;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a {@link Budget} can limit, in the units a user states it. */
public enum Limit {
  /** Trained numbers that ship, biases too. */
  PARAMS(""),
  /** Multiply-accumulates of one row. */
  MACS(""),
  /** Size of the exported file. */
  BYTES("B"),
  /** Peak activation memory at batch 1, in bytes. */
  MEMORY("B"),
  /** Median time of one row in ONNX Runtime on this machine, one thread, in microseconds. */
  LATENCY("us");

  private final String unit;

  Limit(String unit) {
    this.unit = unit;
  }

  /** The key of the command line, for example {@code params}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The amount with its unit, for example {@code 5000} or {@code 50 us}. */
  public String format(double amount) {
    String number =
        amount == Math.rint(amount)
            ? String.format(Locale.ROOT, "%.0f", amount)
            : String.format(Locale.ROOT, amount < 0.1 ? "%.2g" : "%.1f", amount);
    return unit.isEmpty() ? number : number + " " + unit;
  }

  /** The amount as {@link Budget#parse} reads it, for example {@code 50us}. */
  String write(double amount) {
    return format(amount).replace(" B", "").replace(" ", "");
  }

  static Optional<Limit> of(String key) {
    return Arrays.stream(values()).filter(limit -> limit.key().equals(key)).findFirst();
  }

  static String keys() {
    return Arrays.stream(values()).map(Limit::key).collect(Collectors.joining(", "));
  }
}
