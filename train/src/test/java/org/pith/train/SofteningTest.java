package org.pith.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The axioms of softening operators; probabilities are floats, so they hold to about 1e-6. */
class SofteningTest {
  private static final int CLASSES = 4;
  private static final double ROUNDING = 1e-6;

  private record Soft(float[] shares, double entropy) {}

  private static Soft soften(float[] logits, double temperature) {
    float[] shares = logits.clone();
    return new Soft(shares, Softening.apply(shares, 0, shares.length, temperature));
  }

  @Provide
  Arbitrary<float[]> logits() {
    return Arbitraries.floats().between(-12, 12).array(float[].class).ofSize(CLASSES);
  }

  @Property(tries = 300)
  void isTheRootOfTheProbabilitiesScaled(
      @ForAll("logits") float[] logits, @ForAll @DoubleRange(min = 0.2, max = 20) double t) {
    float[] p = soften(logits, 1).shares;
    double z = IntStream.range(0, CLASSES).mapToDouble(c -> Math.pow(p[c], 1 / t)).sum();
    float[] soft = soften(logits, t).shares;
    for (int c = 0; c < CLASSES; c++) {
      assertThat((double) soft[c]).isCloseTo(Math.pow(p[c], 1 / t) / z, within(ROUNDING));
    }
  }

  @Property(tries = 300)
  void keepsRanks(
      @ForAll("logits") float[] logits, @ForAll @DoubleRange(min = 0.05, max = 100) double t) {
    float[] soft = soften(logits, t).shares;
    for (int a = 0; a < CLASSES; a++) {
      for (int b = 0; b < CLASSES; b++) {
        if (logits[a] >= logits[b]) {
          assertThat(soft[a]).isGreaterThanOrEqualTo(soft[b]);
        }
      }
    }
  }

  /**
   * Softmax moves by at most half of the largest change of its arguments, here those of a change of
   * the logits by 1e-3 and of T by a thousandth.
   */
  @Property(tries = 300)
  void isContinuous(
      @ForAll("logits") float[] logits,
      @ForAll @IntRange(min = -10, max = 10) int change,
      @ForAll @DoubleRange(min = 0.2, max = 20) double t) {
    float[] moved = logits.clone();
    moved[0] += 1e-4f * change;
    float[] soft = soften(logits, t).shares;
    float[] near = soften(moved, t).shares;
    float[] warmer = soften(logits, 1.001 * t).shares;
    for (int c = 0; c < CLASSES; c++) {
      assertThat(near[c]).isCloseTo(soft[c], within((float) (1e-3 / t / 2 + ROUNDING)));
      assertThat(warmer[c]).isCloseTo(soft[c], within((float) (24e-3 / t / 2 + ROUNDING)));
    }
  }

  @Property(tries = 300)
  void entropyRisesWithTemperature(
      @ForAll("logits") float[] logits,
      @ForAll @DoubleRange(min = 0.05, max = 50) double t,
      @ForAll @DoubleRange(min = 1, max = 10) double factor) {
    double cooler = soften(logits, t).entropy;
    double warmer = soften(logits, factor * t).entropy;
    assertThat(warmer).isGreaterThanOrEqualTo(cooler - 1e-12);
    assertThat(warmer).isLessThanOrEqualTo(Math.log(CLASSES) + 1e-12);
  }

  @Property(tries = 300)
  void temperatureOneChangesNothing(@ForAll("logits") float[] logits) {
    float[] p = soften(logits, 1).shares;
    float[] again = p.clone();
    for (int c = 0; c < CLASSES; c++) {
      again[c] = (float) Math.log(p[c]);
    }
    assertThat(soften(again, 1).shares).containsExactly(p, within((float) ROUNDING));
  }

  @Property(tries = 300)
  void temperaturesMultiply(
      @ForAll("logits") float[] logits,
      @ForAll @DoubleRange(min = 0.5, max = 5) double first,
      @ForAll @DoubleRange(min = 0.5, max = 5) double second) {
    float[] once = soften(logits, first).shares;
    for (int c = 0; c < CLASSES; c++) {
      once[c] = (float) Math.log(once[c]);
    }
    assertThat(soften(once, second).shares)
        .containsExactly(soften(logits, first * second).shares, within(1e-5f));
  }

  @Test
  void inTheColdTheMostProbableClassHasAll() {
    assertThat(soften(new float[] {1, 3, 2}, 1e-6).shares).containsExactly(0, 1, 0);
    assertThat(soften(new float[] {3, 1, 3}, 1e-6).shares).containsExactly(0.5f, 0, 0.5f);
    assertThat(soften(new float[] {1, 3, 2}, 1e-6).entropy).isZero();
  }

  @Test
  void inTheHeatPossibleClassesShareEvenly() {
    Soft even = soften(new float[] {-5, 4, 0, 9}, 1e9);
    assertThat(even.shares)
        .containsExactly(new float[] {0.25f, 0.25f, 0.25f, 0.25f}, within(1e-6f));
    assertThat(even.entropy).isCloseTo(Math.log(4), within(1e-9));
    Soft possible = soften(new float[] {2, Float.NEGATIVE_INFINITY, 7}, 1e9);
    assertThat(possible.shares).containsExactly(new float[] {0.5f, 0, 0.5f}, within(1e-6f));
    assertThat(possible.entropy).isCloseTo(Math.log(2), within(1e-9));
  }

  @Test
  void onlyTheRowIsTouched() {
    float[] rows = {1, 2, 3, 4, 5, 6};
    Softening.apply(rows, 2, 2, 3);
    assertThat(rows).startsWith(1, 2).endsWith(5, 6);
    assertThat(rows[2] + rows[3]).isCloseTo(1f, within(1e-6f));
  }

  @Test
  void whatIsNoDistributionIsNotANumber() {
    float none = Float.NEGATIVE_INFINITY;
    assertThat(soften(new float[] {none, none}, 2).shares).containsOnly(Float.NaN);
    assertThat(soften(new float[] {Float.NaN, 1}, 2).entropy).isNaN();
  }
}
