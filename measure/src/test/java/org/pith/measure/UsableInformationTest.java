package org.pith.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pith.measure.Estimate.Verdict;

class UsableInformationTest {
  private static final double[] HALVES = {0.5, 0.5};

  @Test
  void aPerfectDecoderKnowsTheEntropy() {
    int[] labels = alternating(100);
    Estimate e = UsableInformation.ofClasses(new double[100], labels, HALVES);
    assertThat(e.bits()).isCloseTo(1, within(1e-15));
    assertThat(e.standardError()).isCloseTo(0, within(1e-15));
    assertThat(e.verdict()).isEqualTo(Verdict.TRUSTED);
  }

  @Test
  void theConstantDecoderKnowsNothing() {
    double[] loss = new double[100];
    Arrays.fill(loss, Math.log(2));
    assertThat(UsableInformation.ofClasses(loss, alternating(100), HALVES).value()).isZero();
  }

  @Test
  void aDecoderWorseThanGuessingIsNegative() {
    double[] loss = new double[100];
    Arrays.fill(loss, 1);
    assertThat(UsableInformation.ofClasses(loss, alternating(100), HALVES).value())
        .isCloseTo(Math.log(2) - 1, within(1e-15));
  }

  @Test
  void theStandardErrorIsThatOfTheRowwiseDifferences() {
    double[] loss = new double[40];
    for (int i = 0; i < 40; i++) {
      loss[i] = i % 2 == 0 ? 0.1 : 0.3;
    }
    Estimate e = UsableInformation.ofClasses(loss, alternating(40), HALVES);
    // Twenty differences at ±0.1 from the mean on each side: variance 0.01 · 40/39.
    assertThat(e.standardError())
        .isCloseTo(0.1 * Math.sqrt(40.0 / 39) / Math.sqrt(40), within(1e-15));
    assertThat(e.low()).isLessThan(e.value());
    assertThat(e.covers(e.value())).isTrue();
  }

  @Test
  void gaussianRegressionHasItsClosedForm() {
    Random random = new Random(1);
    double[] model = random.doubles(4000).map(u -> random.nextGaussian()).toArray();
    double[] constant = random.doubles(4000).map(u -> 2 * random.nextGaussian()).toArray();
    Estimate e = UsableInformation.ofNumbers(model, constant);
    // ½ ln 4, each mean square with a relative error of sqrt(2/n): the standard error is sqrt(1/n).
    assertThat(e.value()).isCloseTo(Math.log(2), within(4 * Math.sqrt(1 / 4000.0)));
    assertThat(e.standardError()).isCloseTo(Math.sqrt(1 / 4000.0), within(0.001));
  }

  @Test
  void fewRowsAreUndersampled() {
    Estimate e = UsableInformation.ofClasses(new double[10], alternating(10), HALVES);
    assertThat(e.verdict()).isEqualTo(Verdict.UNDERSAMPLED);
    assertThat(e.reason()).contains("30");
  }

  @Test
  void aPerfectRegressionIsSaturated() {
    assertThat(UsableInformation.ofNumbers(new double[50], linear(50)).verdict())
        .isEqualTo(Verdict.SATURATED);
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(
            () -> UsableInformation.ofClasses(new double[3], new int[] {0, 1, 2}, HALVES))
        .hasMessageContaining("Row 2 has class 2")
        .hasMessageContaining("Maybe");
    assertThatThrownBy(() -> UsableInformation.ofClasses(new double[3], new int[] {0, 1}, HALVES))
        .hasMessageContaining("2 labels for 3 rows");
    assertThatThrownBy(
            () ->
                UsableInformation.ofClasses(new double[] {Double.NaN, 0}, new int[] {0, 1}, HALVES))
        .hasMessageContaining("log loss of row 0 is NaN");
    assertThatThrownBy(() -> UsableInformation.ofNumbers(linear(5), new double[5]))
        .hasMessageContaining("target is constant");
  }

  private static int[] alternating(int n) {
    int[] labels = new int[n];
    Arrays.setAll(labels, i -> i % 2);
    return labels;
  }

  private static double[] linear(int n) {
    double[] values = new double[n];
    Arrays.setAll(values, i -> i - n / 2.0);
    return values;
  }
}
