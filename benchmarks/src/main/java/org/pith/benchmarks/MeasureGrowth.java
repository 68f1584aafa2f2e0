package org.pith.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.pith.benchmarks.KsgRuns.Timed;

/**
 * KSG-1 on one column a side as the rows grow, in a process of its own: time, and the most memory that the process ever held resident.
 *
 * @param most the mark in GB, 1 GB = 1,000,000,000 bytes
 */
record MeasureGrowth(String name, double most, int minutes) implements Evaluation {

  private static final List<Integer> ROWS = List.of(1_000, 10_000, 100_000, 1_000_000);

  @Override
  public String mark() {
    return "1,000,000 rows in less than %.0f GB".formatted(most);
  }

  @Override
  public Verdict run(Bench bench) {
    Resident.requireKnown();
    bench.print("rows, seconds of processor time on one thread, peak GB resident, nats");
    List<String> lines = child();
    lines.forEach(line -> bench.print("%s", line));
    String[] last = lines.getLast().split(" ");
    double memory = Double.parseDouble(last[2]);
    return new Verdict(
        "%s rows in %s s and %.2f GB".formatted(last[0], last[1], memory), memory < most);
  }

  private static List<String> child() {
    return Command.of(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                "-Xmx1500m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                MeasureGrowth.class.getName()))
        .run()
        .succeeded()
        .lines();
  }

  /** The process of its own: one line a size. */
  public static void main(String[] args) {
    for (int n : ROWS) {
      Timed timed = KsgRuns.draw(n, 1).time(1, n < 100_000 ? 20 : 1, n < 100_000 ? 20 : 3);
      System.out.printf(
          Locale.ROOT,
          "%,d %.3f %.2f %.6f%n",
          n,
          timed.cpu() / 1e3,
          Resident.PEAK.bytes() / 1e9,
          timed.nats());
    }
  }
}
