package org.pith.benchmarks;

import java.util.Arrays;
import java.util.Random;
import org.pith.measure.Samples;
import org.pith.measure.knn.Kraskov;

/**
 * Wall time of KSG-1 with k = 4 on correlated normals, one line a shape: {@code rows dims threads
 * median-ms value}. The script {@code measure-speed} runs it beside scikit-learn and scipy.
 * Arguments: shapes as {@code rows:dims:threads}.
 */
public final class MeasureSpeed {
  private static final int REPEATS = 7;

  private MeasureSpeed() {}

  /** Times each shape after warming up on it. */
  public static void main(String[] args) {
    for (String shape : args) {
      int[] s = Arrays.stream(shape.split(":")).mapToInt(Integer::parseInt).toArray();
      Samples[] pair = pair(s[0], s[1]);
      Kraskov ksg = Kraskov.withDefaults().withThreads(s[2]);
      double[] millis = new double[REPEATS];
      double value = 0;
      for (int i = -2; i < REPEATS; i++) {
        long start = System.nanoTime();
        value = ksg.value(pair[0], pair[1]);
        if (i >= 0) {
          millis[i] = (System.nanoTime() - start) / 1e6;
        }
      }
      Arrays.sort(millis);
      System.out.printf("%d %d %d %.1f %.6f%n", s[0], s[1], s[2], millis[REPEATS / 2], value);
    }
  }

  private static Samples[] pair(int n, int d) {
    Random random = new Random(1);
    double[][] x = new double[d][n];
    double[][] y = new double[d][n];
    for (int j = 0; j < d; j++) {
      double r = j == 0 ? 0.9 : 0;
      for (int i = 0; i < n; i++) {
        x[j][i] = random.nextGaussian();
        y[j][i] = r * x[j][i] + Math.sqrt(1 - r * r) * random.nextGaussian();
      }
    }
    return new Samples[] {Samples.of(x), Samples.of(y)};
  }
}
