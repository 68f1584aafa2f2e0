package org.pith.measure;

/**
 * The data sets of the golden values: a 64-bit linear congruential generator (multiplier
 * 6364136223846793005, increment 1442695040888963407) whose top 53 bits make uniforms, and sums of
 * twelve of them near-normals.
 */
public final class GoldenSets {
  private long state;

  private GoldenSets(long seed) {
    state = seed;
  }

  private double u() {
    state = state * 6364136223846793005L + 1442695040888963407L;
    return (state >>> 11) * 0x1p-53;
  }

  private double g() {
    double sum = 0;
    for (int i = 0; i < 12; i++) {
      sum += u();
    }
    return sum - 6;
  }

  /** X and Y. */
  public record Pair(Samples x, Samples y) {}

  /** X, Y and Z. */
  public record Triple(Samples x, Samples y, Samples z) {}

  /** X and a class. */
  public record Classed(Samples x, Labels c) {}

  /** Two label series. */
  public record LabelPair(Labels a, Labels b) {}

  /** 200 rows, 1x1. */
  public static Pair a() {
    GoldenSets s = new GoldenSets(12345);
    double[] x = new double[200];
    double[] y = new double[200];
    for (int i = 0; i < 200; i++) {
      x[i] = s.g();
      double e = s.g();
      y[i] = 0.6 * x[i] + 0.8 * e;
    }
    return new Pair(Samples.of(x), Samples.of(y));
  }

  /** 300 rows, 2x3. */
  public static Pair b() {
    GoldenSets s = new GoldenSets(2024);
    double[][] x = new double[300][];
    double[][] y = new double[300][];
    for (int i = 0; i < 300; i++) {
      double[] z = {s.g(), s.g(), s.g(), s.g(), s.g()};
      x[i] = new double[] {z[0], z[1]};
      y[i] = new double[] {0.8 * z[0] + 0.6 * z[2], 0.5 * z[1] + 0.5 * z[3], z[4]};
    }
    return new Pair(Samples.ofRows(x), Samples.ofRows(y));
  }

  /** 250 rows, 1x1 given 1. */
  public static Triple e() {
    GoldenSets s = new GoldenSets(555);
    double[] x = new double[250];
    double[] y = new double[250];
    double[] z = new double[250];
    for (int i = 0; i < 250; i++) {
      z[i] = s.g();
      double z1 = s.g();
      double z2 = s.g();
      s.g();
      x[i] = 0.7 * z[i] + 0.7 * z1;
      y[i] = 0.5 * z[i] + 0.4 * z1 + 0.7 * z2;
    }
    return new Triple(Samples.of(x), Samples.of(y), Samples.of(z));
  }

  /** 240 rows, a number against three classes. */
  public static Classed m() {
    GoldenSets s = new GoldenSets(4242);
    double[] x = new double[240];
    int[] c = new int[240];
    for (int i = 0; i < 240; i++) {
      c[i] = (int) Math.floor(3 * s.u());
      x[i] = 0.8 * c[i] + s.g();
    }
    return new Classed(Samples.of(x), Labels.of(c));
  }

  /** 500 rows of two variables of four states. */
  public static LabelPair q() {
    GoldenSets s = new GoldenSets(11);
    int[] a = new int[500];
    int[] b = new int[500];
    for (int i = 0; i < 500; i++) {
      a[i] = (int) Math.floor(4 * s.u());
      double q = s.u();
      int r = (int) Math.floor(4 * s.u());
      b[i] = q < 0.6 ? a[i] : r;
    }
    return new LabelPair(Labels.of(a), Labels.of(b));
  }

  /** 400 steps of two binary series, x driving y. */
  public static LabelPair w() {
    GoldenSets s = new GoldenSets(33);
    int[] x = new int[400];
    int[] y = new int[400];
    for (int t = 0; t < 400; t++) {
      x[t] = s.u() < 0.5 ? 1 : 0;
      if (t > 0) {
        y[t] = x[t - 1] ^ (s.u() < 0.2 ? 1 : 0);
      }
    }
    return new LabelPair(Labels.of(x), Labels.of(y));
  }

  /** 301 steps of two coupled linear series, x driving y. */
  public static Pair v() {
    GoldenSets s = new GoldenSets(66);
    double[] x = new double[301];
    double[] y = new double[301];
    for (int t = 1; t < 301; t++) {
      double e = s.g();
      double h = s.g();
      x[t] = 0.5 * x[t - 1] + e;
      y[t] = 0.4 * y[t - 1] + 0.6 * x[t - 1] + h;
    }
    return new Pair(Samples.of(x), Samples.of(y));
  }
}
