package org.pith.studio;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.pith.studio.report.CostUnit;
import org.pith.studio.report.Measured;
import org.pith.studio.report.Quality;

/** Numbers as a reader sees them. NaN is a dash; minus is a minus sign. */
final class Wording {
  private static final String NONE = "–";

  private Wording() {}

  /** For example 4,812. */
  static String count(long n) {
    return signed(String.format(Locale.ROOT, "%,d", n));
  }

  /** For example 3.21. */
  static String bits(double bits) {
    return fixed(bits, 2);
  }

  static String fixed(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return infinite(value);
    }
    // Adding zero turns a negative zero, which rounding can leave, into zero.
    double rounded =
        new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue() + 0.0;
    return signed(String.format(Locale.ROOT, "%,." + decimals + "f", rounded));
  }

  /** For example 98.7 %. */
  static String percent(double share) {
    return Double.isNaN(share) ? NONE : fixed(100 * share, 1) + "\u00a0%";
  }

  /** For example 3.2e6 beyond what is read at a glance; to four digits else. */
  static String large(double value) {
    return Double.isFinite(value) && Math.abs(value) >= 1e6
        ? signed(String.format(Locale.ROOT, "%.1e", value).replace("e+0", "e").replace("e+", "e"))
        : significant(value);
  }

  /** To four digits, for example 47,790 or 2.133. */
  static String significant(double value) {
    if (!Double.isFinite(value)) {
      return infinite(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(4, RoundingMode.HALF_EVEN));
    int decimals = Math.clamp(rounded.scale(), 0, 12);
    return fixed(rounded.doubleValue(), decimals);
  }

  private static String infinite(double value) {
    return Double.isNaN(value) ? NONE : value > 0 ? "∞" : "−∞";
  }

  private static String signed(String number) {
    return number.replace('-', '−');
  }

  static String quality(Quality quality, double value) {
    return quality.share() ? percent(value) : significant(value);
  }

  /** For example 4,812 parameters or 18 µs. */
  static String cost(CostUnit unit, double value) {
    return (value == Math.rint(value) ? count((long) value) : fixed(value, 1))
        + "\u00a0"
        + unit.words();
  }

  /** For example "3.17 to 3.25"; empty without an interval. */
  static String interval(Measured m, DoubleFunction<String> words) {
    return m.hasInterval() ? words.apply(m.low()) + " to " + words.apply(m.high()) : "";
  }

  /** For example "3.21 (3.17 to 3.25)". */
  static String measured(Measured m, DoubleFunction<String> words) {
    String interval = interval(m, words);
    return words.apply(m.value()) + (interval.isEmpty() ? "" : " (" + interval + ")");
  }

  /** For example "1 min 52 s". */
  static String duration(Duration d) {
    if (d.toHours() > 0) {
      return "%d h %d min".formatted(d.toHours(), d.toMinutesPart());
    }
    return d.toMinutes() > 0
        ? "%d min %d s".formatted(d.toMinutes(), d.toSecondsPart())
        : seconds(d.toMillis() / 1000.0);
  }

  /** For example 9.3 s. */
  static String seconds(double seconds) {
    return fixed(seconds, seconds < 100 ? 1 : 0) + "\u00a0s";
  }

  /**
   * Short numbers for an axis, for example 500, 1k and 2.5k; small ones have equally many decimals.
   */
  static List<String> ticks(List<Double> values) {
    int decimals =
        values.stream()
            .filter(v -> Math.abs(v) < 1e3)
            .mapToInt(v -> plain(v).scale())
            .max()
            .orElse(0);
    return values.stream().map(v -> tick(v, Math.max(0, decimals))).toList();
  }

  /** One short number, for example 2.5k. */
  static String tick(double value) {
    return ticks(List.of(value)).getFirst();
  }

  private static String tick(double value, int decimals) {
    double size = Math.abs(value);
    if (size >= 1e6) {
      return signed(plain(value / 1e6).toPlainString()) + "M";
    }
    return size >= 1e3 ? signed(plain(value / 1e3).toPlainString()) + "k" : fixed(value, decimals);
  }

  /** Without the noise that binary steps leave in the last digits. */
  private static BigDecimal plain(double value) {
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(6)).setScale(9, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
  }

  /** For example "a, b and c". */
  static String list(List<String> items) {
    if (items.size() < 2) {
      return String.join("", items);
    }
    return String.join(", ", items.subList(0, items.size() - 1)) + " and " + items.getLast();
  }
}
