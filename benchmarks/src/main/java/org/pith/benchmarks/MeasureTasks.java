package org.pith.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.pith.measure.Samples;

/**
 * The continuous tasks S01 to S26 of the information benchmark: how to draw samples, and the true
 * mutual information in nats. Truths are closed forms or, for S25, a quadrature; recipes follow
 * Czyż et al. (2023), arXiv 2306.11078, where they have its names.
 */
final class MeasureTasks {
  private MeasureTasks() {}

  /** Paired samples. */
  record Pair(Samples x, Samples y) {}

  /** Draws n pairs. */
  @FunctionalInterface
  interface Sampler {
    double[][][] draw(int n, Random random);

    /** The same draws with a map on every coordinate of X and of Y. */
    default Sampler map(DoubleUnaryOperator onX, DoubleUnaryOperator onY) {
      return (n, random) -> {
        double[][][] xy = draw(n, random);
        Arrays.stream(xy[0]).forEach(c -> Arrays.setAll(c, i -> onX.applyAsDouble(c[i])));
        Arrays.stream(xy[1]).forEach(c -> Arrays.setAll(c, i -> onY.applyAsDouble(c[i])));
        return xy;
      };
    }
  }

  /** A task: its name, the truth, and how to draw. */
  record Task(String id, String name, double truth, Sampler sampler) {
    Pair draw(int n, long seed) {
      double[][][] xy = sampler.draw(n, new Random(seed * 7919 + id.hashCode()));
      return new Pair(Samples.of(xy[0]), Samples.of(xy[1]));
    }
  }

  static List<Task> all() {
    double i075 = 0.4133392866;
    double two = 1.0216512475;
    Sampler s02 = normal(dense(2, 0.75), 1);
    Sampler s16 = normal(pairs(3, 2, 0.8), 3);
    Sampler s17 = normal(pairs(5, 2, 0.8), 5);
    return List.of(
        new Task("S01", "independent-1x1", 0, normal(dense(2, 0), 1)),
        new Task("S02", "normal-1x1-0.75", i075, s02),
        new Task("S03", "normal-1x1-0.99", 1.9585177736, normal(dense(2, 0.99), 1)),
        new Task("S04", "uniform-1x1", i075, s02.map(MeasureTasks::phi, MeasureTasks::phi)),
        new Task("S05", "additive-uniform-0.1", 1.7094379124, MeasureTasks::additive),
        new Task("S06", "wiggly-1x1", i075, s02.map(MeasureTasks::wiggleX, MeasureTasks::wiggleY)),
        new Task(
            "S07", "half-cube-1x1", i075, s02.map(MeasureTasks::halfCube, MeasureTasks::halfCube)),
        new Task(
            "S08", "bimodal-1x1", i075, s02.map(MeasureTasks::bimodalX, MeasureTasks::bimodalY)),
        new Task("S09", "student-1x1-df1", 0.2241714275, student(2, 1, 1)),
        new Task(
            "S10",
            "asinh-student-1x1-df1",
            0.2241714275,
            student(2, 1, 1).map(MeasureTasks::asinh, MeasureTasks::asinh)),
        new Task("S11", "swiss-roll-2x1", i075, swissRoll(s02)),
        new Task("S12", "dense-2x2", 0.2938933325, normal(dense(4, 0.5), 2)),
        new Task("S13", "dense-5x5", 0.5928118328, normal(dense(10, 0.5), 5)),
        new Task("S14", "dense-25x25", 1.2921837217, normal(dense(50, 0.5), 25)),
        new Task("S15", "dense-50x50", 1.6242653743, normal(dense(100, 0.5), 50)),
        new Task("S16", "2pair-3x3", two, s16),
        new Task("S17", "2pair-5x5", two, s17),
        new Task("S18", "student-2x2-df1", 0.4319456220, student(4, 2, 1)),
        new Task("S19", "student-5x5-df2", 0.4481506769, student(10, 5, 2)),
        new Task("S20", "uniform-2pair-3x3", two, s16.map(MeasureTasks::phi, MeasureTasks::phi)),
        new Task("S21", "spiral-2pair-3x3", two, spiral(s16)),
        new Task(
            "S22",
            "half-cube-2pair-5x5",
            two,
            s17.map(MeasureTasks::halfCube, MeasureTasks::halfCube)),
        new Task(
            "S23",
            "asinh-student-3x3-df2",
            0.2909219227,
            student(6, 3, 2).map(MeasureTasks::asinh, MeasureTasks::asinh)),
        new Task("S24", "discrete-uniform-5", 1.0549201680, MeasureTasks::discreteUniform),
        new Task("S25", "binary-gauss", 0.3368308203, MeasureTasks::binaryGauss),
        new Task("S26", "redundant-64x64", 0.9872215647, MeasureTasks::redundant));
  }

  private static double[][] dense(int d, double r) {
    double[][] c = new double[d][d];
    for (int i = 0; i < d; i++) {
      Arrays.fill(c[i], r);
      c[i][i] = 1;
    }
    return c;
  }

  private static double[][] pairs(int d, int m, double r) {
    double[][] c = dense(2 * d, 0);
    for (int i = 0; i < m; i++) {
      c[i][d + i] = r;
      c[d + i][i] = r;
    }
    return c;
  }

  private static double[][] factor(double[][] c) {
    double[][] l = new double[c.length][c.length];
    for (int i = 0; i < c.length; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = c[i][j];
        for (int k = 0; k < j; k++) {
          sum -= l[i][k] * l[j][k];
        }
        l[i][j] = i == j ? Math.sqrt(sum) : sum / l[j][j];
      }
    }
    return l;
  }

  private static Sampler normal(double[][] covariance, int dx) {
    double[][] l = factor(covariance);
    int d = l.length;
    return (n, random) -> {
      double[][] all = new double[d][n];
      double[] z = new double[d];
      for (int i = 0; i < n; i++) {
        Arrays.setAll(z, j -> random.nextGaussian());
        for (int j = 0; j < d; j++) {
          for (int k = 0; k <= j; k++) {
            all[j][i] += l[j][k] * z[k];
          }
        }
      }
      return new double[][][] {Arrays.copyOfRange(all, 0, dx), Arrays.copyOfRange(all, dx, d)};
    };
  }

  private static Sampler student(int d, int dx, int degrees) {
    Sampler normal = normal(dense(d, 0), dx);
    return (n, random) -> {
      double[][][] xy = normal.draw(n, random);
      for (int i = 0; i < n; i++) {
        double chiSquared = 0;
        for (int k = 0; k < degrees; k++) {
          double g = random.nextGaussian();
          chiSquared += g * g;
        }
        double divisor = Math.sqrt(chiSquared / degrees);
        for (double[][] side : xy) {
          for (double[] column : side) {
            column[i] /= divisor;
          }
        }
      }
      return xy;
    };
  }

  private static double[][][] additive(int n, Random random) {
    double[] x = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextDouble();
      y[i] = x[i] + 0.2 * random.nextDouble() - 0.1;
    }
    return new double[][][] {{x}, {y}};
  }

  private static double[][][] discreteUniform(int n, Random random) {
    double[] x = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextInt(5);
      y[i] = x[i] + 2 * random.nextDouble();
    }
    return new double[][][] {{x}, {y}};
  }

  private static double[][][] binaryGauss(int n, Random random) {
    double[] x = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextBoolean() ? 1 : -1;
      y[i] = x[i] + random.nextGaussian();
    }
    return new double[][][] {{x}, {y}};
  }

  private static Sampler swissRoll(Sampler pair) {
    return (n, random) -> {
      double[][][] xy = pair.map(MeasureTasks::phi, MeasureTasks::phi).draw(n, random);
      double[] a = new double[n];
      double[] b = new double[n];
      for (int i = 0; i < n; i++) {
        double t = 1.5 * Math.PI * (1 + 2 * xy[0][0][i]);
        a[i] = t * Math.cos(t) / 21;
        b[i] = t * Math.sin(t) / 21;
      }
      return new double[][][] {{a, b}, xy[1]};
    };
  }

  private static Sampler spiral(Sampler base) {
    return (n, random) -> {
      double[][][] xy = base.draw(n, random);
      rotate(xy[0], 0, 1);
      rotate(xy[1], 1, 2);
      return xy;
    };
  }

  private static void rotate(double[][] columns, int a, int b) {
    for (int i = 0; i < columns[0].length; i++) {
      double square = 0;
      for (double[] column : columns) {
        square += column[i] * column[i];
      }
      double cos = Math.cos(square / 3);
      double sin = Math.sin(square / 3);
      double first = columns[a][i];
      columns[a][i] = first * cos - columns[b][i] * sin;
      columns[b][i] = first * sin + columns[b][i] * cos;
    }
  }

  private static double[][][] redundant(int n, Random random) {
    double[][][] ab = normal(pairs(2, 2, 0.8), 2).draw(n, random);
    double[][] x = new double[64][n];
    double[][] y = new double[64][n];
    for (int j = 0; j < 64; j++) {
      for (int i = 0; i < n; i++) {
        x[j][i] = ab[0][0][i] * wave(j, 1) + ab[0][1][i] * wave(j, 2) + 0.1 * random.nextGaussian();
        y[j][i] = ab[1][0][i] * wave(j, 3) + ab[1][1][i] * wave(j, 4) + 0.1 * random.nextGaussian();
      }
    }
    return new double[][][] {x, y};
  }

  private static double wave(int i, int c) {
    return Math.sqrt(2.0 / 64) * Math.cos(Math.PI * (i + 0.5) * c / 64);
  }

  private static double phi(double t) {
    if (Math.abs(t) > 37) {
      return t > 0 ? 1 : 0;
    }
    // Marsaglia's series (2004), doi:10.18637/jss.v011.i04, to double precision.
    double sum = t;
    double term = t;
    for (int i = 3; sum != sum + term; i += 2) {
      term *= t * t / i;
      sum += term;
    }
    return 0.5 + sum * Math.exp(-0.5 * t * t - 0.91893853320467274178);
  }

  private static double wiggleX(double x) {
    return x + 0.4 * Math.sin(x) + 0.2 * Math.sin(1.7 * x + 1) + 0.03 * Math.sin(3.3 * x - 2.5);
  }

  private static double wiggleY(double y) {
    return y
        - 0.4 * Math.sin(0.4 * y)
        + 0.17 * Math.sin(1.3 * y + 3.5)
        + 0.02 * Math.sin(4.3 * y - 2.5);
  }

  private static double halfCube(double t) {
    return t * Math.sqrt(Math.abs(t));
  }

  private static double asinh(double t) {
    return Math.signum(t) * Math.log(Math.abs(t) + Math.sqrt(t * t + 1));
  }

  private static double bimodalX(double t) {
    return invert(phi(t), v -> 0.3 * phi(v) + 0.7 * phi(v - 5));
  }

  private static double bimodalY(double t) {
    return invert(phi(t), v -> 0.5 * phi(v + 1) + 0.5 * phi(v - 3));
  }

  private static double invert(double p, DoubleUnaryOperator cdf) {
    double low = -20;
    double high = 20;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (cdf.applyAsDouble(middle) < p) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }
}
