package org.pith.train;

import java.util.stream.IntStream;
import org.pith.measure.Estimate;
import org.pith.measure.UsableInformation;

/**
 * How well scores of held-out rows say the target.
 *
 * <p>For classes the scores are logits, divided by the temperature that suits the held-out rows
 * best before they are judged: a decoder may always be recalibrated, and a temperature is folded
 * into the last layer when the network ships. Usable information is {@code H(Y)} minus the
 * cross-entropy, where {@code H(Y)} is the cross-entropy of the class shares. For numbers it is
 * {@code ln(var / mse) / 2}, Gaussian residuals assumed.
 *
 * <p>A training that diverged leaves scores that are no numbers. They are judged, not refused, so
 * that one network that diverged leaves the others alone: such a row is answered wrong at an
 * infinite loss, the information is negative infinity without an interval, and no temperature is
 * fitted. {@link #isDiverged()} tells.
 *
 * @param information usable bits about the target, an estimate with its interval; negative infinity
 *     where a row's loss is infinite
 * @param accuracy share of right answers; NaN for numbers
 * @param rmse root mean square error in the target's unit as given, infinite for scores that are no
 *     numbers; NaN for classes
 * @param temperature the logits of other rows are to be divided by it: the one that suits these rows best, drawn towards 1 with the
 *     weight of a row; 1 for numbers, and for classes judged as they are
 * @param calibrationError how far the confidence in answers, as they were judged, is from how often
 *     they are right: the expected calibration error over 15 bins of equal width (Guo, Pleiss, Sun
 *     and Weinberger 2017, arXiv:1706.04599), in [0,1]; NaN for numbers
 */
public record HeldOut(
    Estimate information,
    double accuracy,
    double rmse,
    double temperature,
    double calibrationError) {

  /**
   * Judges {@code scores} against {@code target}, recalibrating class scores.
   *
   * @param reference the rows the constant decoder is fitted on
   */
  public static HeldOut of(Target target, float[] scores, Target reference) {
    return switch (target) {
      case Target.Classes classes when !areNumbers(scores) ->
          ofClasses(classes, scores, (Target.Classes) reference, 1);
      case Target.Classes classes ->
          ofClasses(classes, scores, (Target.Classes) reference, Temperature.fit(classes, scores))
              .withTemperature(Temperature.expected(classes, scores));
      case Target.Numbers numbers -> ofNumbers(numbers, scores, (Target.Numbers) reference);
    };
  }

  /** Judges class scores as they are. */
  public static HeldOut calibrated(Target target, float[] scores, Target reference) {
    return switch (target) {
      case Target.Classes classes -> ofClasses(classes, scores, (Target.Classes) reference, 1);
      case Target.Numbers numbers -> ofNumbers(numbers, scores, (Target.Numbers) reference);
    };
  }

  /** Whether some row's loss is infinite, as where the training diverged: nothing is known then. */
  public boolean isDiverged() {
    return information.value() == Double.NEGATIVE_INFINITY;
  }

  private static boolean areNumbers(float[] scores) {
    for (float score : scores) {
      if (Float.isNaN(score)) {
        return false;
      }
    }
    return true;
  }

  private static double infiniteIfNone(double number) {
    return Double.isNaN(number) ? Double.POSITIVE_INFINITY : number;
  }

  private static Estimate stated(Estimate information) {
    return information.value() == Double.NEGATIVE_INFINITY
        ? information.judged(
            Estimate.Verdict.UNDERSAMPLED,
            "a row has an infinite loss. Maybe the training diverged")
        : information;
  }

  private static HeldOut ofClasses(
      Target.Classes target, float[] scores, Target.Classes reference, double temperature) {
    int right = 0;
    double[] logLoss = new double[target.rows()];
    for (int row = 0; row < target.rows(); row++) {
      Logits said = Logits.ofRow(scores, row, target.classes());
      double loss = said.logLoss(target.labels()[row], temperature);
      logLoss[row] = infiniteIfNone(loss);
      right += said.answer() == target.labels()[row] && !Double.isNaN(loss) ? 1 : 0;
    }
    Estimate information =
        stated(UsableInformation.ofClasses(logLoss, target.labels(), shares(reference)));
    return new HeldOut(
        information,
        (double) right / target.rows(),
        Double.NaN,
        1,
        CalibrationError.of(target, scores, temperature));
  }

  private HeldOut withTemperature(double fitted) {
    return new HeldOut(information, accuracy, rmse, fitted, calibrationError);
  }

  /**
   * Class shares with one pseudo-count spread over the classes, so that a class unseen in the
   * reference stays possible.
   */
  public static double[] shares(Target.Classes reference) {
    double[] shares = new double[reference.classes()];
    java.util.Arrays.fill(shares, 1.0 / reference.classes());
    for (int label : reference.labels()) {
      shares[label]++;
    }
    for (int k = 0; k < shares.length; k++) {
      shares[k] /= reference.rows() + 1;
    }
    return shares;
  }

  /**
   * The entropy H(Y) that usable information is counted from, in nats: the mean over the rows of
   * {@code -ln} the share of their class in the reference.
   *
   * @param target at least one row
   */
  public static double entropy(Target.Classes target, Target.Classes reference) {
    double[] shares = shares(reference);
    return IntStream.of(target.labels())
        .mapToDouble(l -> -Math.log(shares[l]))
        .average()
        .orElseThrow();
  }

  private static HeldOut ofNumbers(
      Target.Numbers target, float[] scores, Target.Numbers reference) {
    double mean = 0;
    for (float value : reference.values()) {
      mean += value;
    }
    mean /= reference.rows();
    double[] residuals = new double[target.rows()];
    double[] constant = new double[target.rows()];
    double squares = 0;
    for (int row = 0; row < target.rows(); row++) {
      residuals[row] = infiniteIfNone((double) target.values()[row] - scores[row]);
      constant[row] = target.values()[row] - mean;
      squares += residuals[row] * residuals[row];
    }
    return new HeldOut(
        stated(UsableInformation.ofNumbers(residuals, constant)),
        Double.NaN,
        Math.sqrt(squares / target.rows()),
        1,
        Double.NaN);
  }
}
