package org.pith.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.pith.train.Target;

/**
 * A sign that a model is fed otherwise than it was trained: it says nearly nothing about the target, or answers worse than one who
 * always says the same. It is a sign only, so nothing is refused.
 */
final class Misfed {

  /** A model that knows less than this share of what there is to know looks as if it read noise. */
  private static final double LITTLE = 0.1;

  private Misfed() {}

  /**
   * The warning, in one line.
   *
   * @param model its name
   * @param own whether Pith wrote it, so that it scales by itself
   * @param bits that its answers know of the judging rows
   * @param entropyBits of the target there; empty for numbers
   * @param accuracy of its answers; NaN for numbers
   * @param rows the target of the judging rows
   */
  static Optional<String> warning(
      String model,
      boolean own,
      double bits,
      OptionalDouble entropyBits,
      double accuracy,
      Target rows) {
    double usual = rows instanceof Target.Classes classes ? mostFrequent(classes) : Double.NaN;
    boolean little = !(bits >= LITTLE * entropyBits.orElse(0));
    if (!little && !(accuracy < usual)) {
      return Optional.empty();
    }
    String known =
        entropyBits.isPresent()
            ? String.format(
                Locale.ROOT,
                "%.2f of %.2f bits, and %.1f %% right where the most frequent class alone is %.1f %%",
                bits,
                entropyBits.getAsDouble(),
                100 * accuracy,
                100 * usual)
            : String.format(Locale.ROOT, "%.2f bits", bits);
    return Optional.of(
        "%s as given knows little of these rows (%s): maybe %s."
            .formatted(
                model,
                known,
                own
                    ? "they are of another kind than those that it was made from"
                    : "its inputs are scaled otherwise: --scale"));
  }

  /** The share of the rows that are of the class most of them are of. */
  private static double mostFrequent(Target.Classes rows) {
    int[] counts = new int[rows.classes()];
    int most = 0;
    for (int label : rows.labels()) {
      most = Math.max(most, ++counts[label]);
    }
    return (double) most / rows.rows();
  }
}
