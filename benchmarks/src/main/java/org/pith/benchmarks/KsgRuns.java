package org.pith.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Random;
import org.pith.measure.Samples;
import org.pith.measure.knn.Kraskov;

/** Calls of KSG-1 with k = 4 on normals of d columns a side, of which the first pair is correlated at 0.9. */
record KsgRuns(double[][] x, double[][] y) {

  private static final com.sun.management.OperatingSystemMXBean SYSTEM =
      (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /**
   * Calls of one kind, times in milliseconds.
   *
   * @param nats the value
   * @param leastWall the least wall time of a call
   * @param cpu the mean processor time of a call, that of every thread of this process, the collector's and the compiler's included
   */
  record Timed(double nats, double leastWall, double cpu) {}

  static KsgRuns draw(int n, int d) {
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
    return new KsgRuns(x, y);
  }

  /** Times {@code repeats} calls after {@code warmUps}. */
  Timed time(int threads, int warmUps, int repeats) {
    Samples a = Samples.of(x);
    Samples b = Samples.of(y);
    Kraskov ksg = Kraskov.withDefaults().withThreads(threads);
    for (int i = 0; i < warmUps; i++) {
      ksg.value(a, b);
    }
    long before = SYSTEM.getProcessCpuTime();
    double least = Double.POSITIVE_INFINITY;
    double nats = 0;
    for (int i = 0; i < repeats; i++) {
      long start = System.nanoTime();
      nats = ksg.value(a, b);
      least = Math.min(least, (System.nanoTime() - start) / 1e6);
    }
    return new Timed(nats, least, (SYSTEM.getProcessCpuTime() - before) / 1e6 / repeats);
  }
}
