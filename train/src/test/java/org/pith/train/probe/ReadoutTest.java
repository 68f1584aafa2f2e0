package org.pith.train.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.pith.network.Shape;
import org.pith.train.Examples;
import org.pith.train.Initialization;
import org.pith.train.Nets;
import org.pith.train.Target;

class ReadoutTest {

  private static final int ROWS = 2_000;

  /** Standard normal numbers and whether each is above 0: ln 2 nats are there to be read. */
  private record Half(float[] values, Target.Classes target) {
    static Half of(double mean, double deviation, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      float[] values = new float[ROWS];
      int[] labels = new int[ROWS];
      for (int i = 0; i < ROWS; i++) {
        double z = random.nextGaussian();
        values[i] = (float) (mean + deviation * z);
        labels[i] = z > 0 ? 1 : 0;
      }
      return new Half(values, new Target.Classes(labels, 2));
    }
  }

  private static Readout read(double mean, double deviation) {
    Half fit = Half.of(mean, deviation, 1);
    Half judge = Half.of(mean, deviation, 2);
    return Readout.of(
        Shape.of(Shape.BATCH, 1), fit.values(), fit.target(), judge.values(), judge.target(), 3);
  }

  /** A linear decoder of finite slope loses some near 0; a twentieth of a nat is more than enough. */
  @Test
  void readsAThreshold() {
    assertThat(read(0, 1).chosen().value()).isCloseTo(Math.log(2), within(0.05));
  }

  /** A unit and its mean are arbitrary: 200,000 deviations away is where single precision still tells 64 steps in one. */
  @Test
  void isBlindToUnitAndMean() {
    double plain = read(0, 1).chosen().value();
    assertThat(read(200_000, 1).chosen().value()).isCloseTo(plain, within(0.02));
    assertThat(read(0, 1e-9).chosen().value()).isCloseTo(plain, within(0.001));
    assertThat(read(0, 1e9).chosen().value()).isCloseTo(plain, within(0.001));
  }

  @Test
  void whatDoesNotVarySaysNothing() {
    Readout still = read(0.1, 0);
    assertThat(still.chosen().value()).isCloseTo(0, within(0.01));
    // One step of single precision, as sums round.
    assertThat(read(1, 3e-8).chosen().value()).isCloseTo(0, within(0.01));
  }

  @Test
  void readsTheLayersOfANetwork() {
    Half fit = Half.of(0, 1, 1);
    Half judge = Half.of(0, 1, 2);
    Nets.Body body = new Nets.Body(1).dense(3);
    String layer = body.last();
    List<Readout> read =
        Readout.of(
            Initialization.draw(body.dense(2).network(), 1),
            List.of("features", layer),
            new Examples(Shape.of(1), fit.values(), fit.target()),
            new Examples(Shape.of(1), judge.values(), judge.target()),
            3);
    for (Readout each : read) {
      assertThat(each.chosen().value()).isCloseTo(Math.log(2), within(0.05));
    }
  }

  @Test
  void aHiddenLayerReadsWhatALinearDecoderCannot() {
    Half fit = Half.of(0, 1, 1);
    Half judge = Half.of(0, 1, 2);
    Readout read =
        Readout.of(Shape.of(Shape.BATCH, 1), fit.values(), far(fit), judge.values(), far(judge), 3);
    assertThat(read.family()).isEqualTo("hidden");
    assertThat(read.linear().value()).isCloseTo(0, within(0.02));
    assertThat(read.hidden().value()).isGreaterThan(0.5);
  }

  /** Whether a number is far from 0, the median of its size apart. */
  private static Target.Classes far(Half half) {
    int[] labels = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      labels[i] = Math.abs(half.values()[i]) > 0.6745f ? 1 : 0;
    }
    return new Target.Classes(labels, 2);
  }

  /** A number in a large unit and far from 0 is read as the same number is in a small one. */
  @Test
  void isBlindToUnitAndMeanOfTheTarget() {
    Readout plain = number(1, 0);
    // y = z + e with variances 1 and 1/4: ln(1.25 / 0.25) / 2 nats
    assertThat(plain.chosen().value()).isCloseTo(Math.log(5) / 2, within(0.08));
    Readout large = number(100_000, 7);
    assertThat(large.family()).isEqualTo(plain.family());
    assertThat(large.linear().value()).isCloseTo(plain.linear().value(), within(1e-4));
    assertThat(large.hidden().value()).isCloseTo(plain.hidden().value(), within(1e-2));
  }

  private static Readout number(double unit, double mean) {
    Half fit = Half.of(0, 1, 1);
    Half judge = Half.of(0, 1, 2);
    return Readout.of(
        Shape.of(Shape.BATCH, 1),
        fit.values(),
        noisy(fit, unit, mean, 4),
        judge.values(),
        noisy(judge, unit, mean, 5),
        3);
  }

  private static Target.Numbers noisy(Half half, double unit, double mean, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] y = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      y[i] = (float) (unit * (half.values()[i] + 0.5 * random.nextGaussian()) + mean);
    }
    return new Target.Numbers(y);
  }

  private static double codeLength(Half half, int[] labels, int classes) {
    return Readout.prequential(
        Shape.of(Shape.BATCH, 1), half.values(), new Target.Classes(labels, classes), 3);
  }

  /** Ten classes of which one occurs: Krichevsky and Trofimov send that in about 9/2 ln n nats. */
  @Test
  void aConstantTargetCostsNextToNothing() {
    Half half = Half.of(0, 1, 1);
    assertThat(codeLength(half, new int[ROWS], 10)).isBetween(0.0, 0.025);
    // 1 % of another class: H = 0.056 nats.
    int[] rare = new int[ROWS];
    for (int i = 50; i < ROWS; i += 100) {
      rare[i] = 7;
    }
    assertThat(codeLength(half, rare, 10)).isBetween(0.056, 0.085);
  }

  @Test
  void shuffledLabelsCostTheirEntropyAndLearnableOnesMuchLess() {
    Half half = Half.of(0, 1, 1);
    int[] shuffled = Half.of(0, 1, 9).target().labels();
    assertThat(codeLength(half, shuffled, 2)).isCloseTo(Math.log(2), within(0.01));
    assertThat(codeLength(half, half.target().labels(), 2)).isLessThan(0.45 * Math.log(2));
  }
}
