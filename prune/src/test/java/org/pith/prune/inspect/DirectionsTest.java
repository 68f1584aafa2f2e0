package org.pith.prune.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sparse features laid by hand into fewer neurons than there are features, so how many are held is known. */
class DirectionsTest {

  private static final int NEURONS = 8;

  /** So many features, each in a direction of its own, each there in a share of the samples, from 0 to 1. */
  private static double[][] activations(int features, double there, long seed) {
    Random random = new Random(seed);
    double[][] direction = new double[features][NEURONS];
    for (int f = 0; f < features; f++) {
      // The axes first: what fits without overlap is held without overlap.
      double length = 0;
      for (int u = 0; u < NEURONS; u++) {
        direction[f][u] = f < NEURONS ? (u == f ? 1 : 0) : random.nextGaussian();
        length += direction[f][u] * direction[f][u];
      }
      for (int u = 0; u < NEURONS; u++) {
        direction[f][u] /= Math.sqrt(length);
      }
    }
    double[][] values = new double[NEURONS][4_000];
    for (int s = 0; s < 4_000; s++) {
      for (int f = 0; f < features; f++) {
        if (random.nextDouble() < there) {
          double strength = random.nextDouble();
          for (int u = 0; u < NEURONS; u++) {
            values[u][s] += strength * direction[f][u];
          }
        }
      }
    }
    return values;
  }

  /** Elhage et al.'s setting: the number held grows as features grow rarer. */
  @Test
  void followsTheNumberOfFeaturesThatAreHeld() {
    int[] held = {4, 6, 8, 10, 12, 14};
    double[] shares = {0.12, 0.08, 0.06, 0.05, 0.04, 0.035};
    double[] found = new double[held.length];
    for (int i = 0; i < held.length; i++) {
      Directions directions = Directions.of(activations(held[i], shares[i], i + 1));
      found[i] = directions.features();
      assertThat(directions.superposition()).isCloseTo(found[i] / NEURONS, within(1e-12));
    }
    assertThat(correlation(held, found)).isGreaterThanOrEqualTo(0.9);
    assertThat(found[found.length - 1]).as("more than there are neurons").isGreaterThan(NEURONS);
  }

  @Test
  void featuresWithNeuronsOfTheirOwnDoNotOverlap() {
    assertThat(Directions.of(activations(NEURONS, 0.03, 3)).superposition()).isBetween(0.8, 1.3);
  }

  /** Gaussian noise in 40 units: no few directions make a sample up. */
  @Test
  void whatNoDictionaryExplainsIsNotTrusted() {
    Directions few = Directions.of(activations(10, 0.05, 4));
    assertThat(few.unexplained()).isBetween(0.0, 0.1);
    assertThat(few.isTrusted()).isTrue();
    Directions many = Directions.of(noise(40, 5));
    assertThat(many.unexplained()).isGreaterThan(0.1);
    assertThat(many.isTrusted()).isFalse();
    assertThat(Directions.of(new double[1][100]).isTrusted()).as("not measured").isFalse();
  }

  /** What is always said is no feature: an offset that would hide the rest in one direction changes nothing. */
  @Test
  void whatAUnitAlwaysSaysIsNoFeature() {
    double[][] values = activations(10, 0.05, 4);
    double before = Directions.of(values).features();
    for (int u = 0; u < 3; u++) {
      for (int s = 0; s < values[u].length; s++) {
        values[u][s] += 50;
      }
    }
    // The median of a sparse unit is not exactly its silence.
    assertThat(Directions.of(values).features()).isCloseTo(before, within(0.1));
  }

  private static double[][] noise(int units, long seed) {
    Random random = new Random(seed);
    double[][] values = new double[units][2_000];
    for (double[] unit : values) {
      for (int s = 0; s < unit.length; s++) {
        unit[s] = random.nextGaussian();
      }
    }
    return values;
  }

  private static double correlation(int[] a, double[] b) {
    double ma = 0;
    double mb = 0;
    for (int i = 0; i < a.length; i++) {
      ma += a[i] / (double) a.length;
      mb += b[i] / b.length;
    }
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - ma) * (b[i] - mb);
      aa += (a[i] - ma) * (a[i] - ma);
      bb += (b[i] - mb) * (b[i] - mb);
    }
    return ab / Math.sqrt(aa * bb);
  }
}
