package org.pith.benchmarks;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pith.benchmarks.KsgRuns.Timed;

/**
 * KSG-1 on the same rows, by Pith and by the trees of scikit-learn and scipy, in one run. One thread is judged by processor time, which
 * other work on the machine disturbs least; two threads by the least wall time of many calls, the kinds of call taking turns.
 */
record MeasureSpeed(String name, List<Shape> shapes, double twoThreads, int minutes)
    implements Evaluation {

  /**
   * A size, and how many times faster than the faster peer Pith must be.
   *
   * @param rows n
   * @param dimensions columns a side
   * @param factor the mark
   */
  record Shape(int rows, int dimensions, double factor) {
    @Override
    public String toString() {
      return "%,d rows %dx%d".formatted(rows, dimensions, dimensions);
    }
  }

  private record Peer(String name, double cpu, double wall, double nats) {}

  @Override
  public String mark() {
    List<String> words = new ArrayList<>();
    shapes.forEach(s -> words.add("%.0f times at %s".formatted(s.factor, s)));
    words.add("two threads %.1f times one".formatted(twoThreads));
    return String.join("; ", words);
  }

  @Override
  public Verdict run(Bench bench) {
    List<String> figures = new ArrayList<>();
    boolean met = true;
    for (Shape shape : shapes) {
      double factor = factor(bench, shape);
      met &= factor >= shape.factor;
      figures.add("%.1f times at %s".formatted(factor, shape));
    }
    double two = shapes.stream().mapToDouble(shape -> speedup(bench, shape)).min().orElseThrow();
    figures.add("two threads %.2f times one".formatted(two));
    return new Verdict(String.join("; ", figures), met && two >= twoThreads);
  }

  private static double factor(Bench bench, Shape shape) {
    KsgRuns rows = KsgRuns.draw(shape.rows, shape.dimensions);
    Timed ours = rows.time(1, 10, bench.isQuick() ? 5 : 15);
    bench.print("");
    bench.print("%s, one thread, mean ms of processor time, least ms of wall time, nats", shape);
    bench.print("pith %.1f %.1f %.12f", ours.cpu(), ours.leastWall(), ours.nats());
    double least = Double.POSITIVE_INFINITY;
    for (Peer peer : peers(bench, rows)) {
      bench.print("%s %.1f %.1f %.12f", peer.name, peer.cpu, peer.wall, peer.nats);
      if (Math.abs(peer.nats - ours.nats()) > 1e-9) {
        throw new FailedRunException("%s has another value".formatted(peer.name));
      }
      least = Math.min(least, peer.cpu);
    }
    return least / ours.cpu();
  }

  /** Least wall time on one thread over that on two; the two take turns, so that both see the same machine. */
  private static double speedup(Bench bench, Shape shape) {
    KsgRuns rows = KsgRuns.draw(shape.rows, shape.dimensions);
    double one = Double.POSITIVE_INFINITY;
    double two = Double.POSITIVE_INFINITY;
    for (int turn = 0; turn < (bench.isQuick() ? 5 : 20); turn++) {
      one = Math.min(one, rows.time(1, 1, 2).leastWall());
      two = Math.min(two, rows.time(2, 1, 2).leastWall());
    }
    bench.print("");
    bench.print(
        "%s, least wall ms: one thread %.1f, two %.1f: %.2f times", shape, one, two, one / two);
    return one / two;
  }

  private static List<Peer> peers(Bench bench, KsgRuns rows) {
    try (TemporaryFolder folder = TemporaryFolder.make()) {
      Path file = folder.file("ksg.bin");
      write(rows, file);
      return call(bench, file, rows);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void write(KsgRuns rows, Path file) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (double[][] side : List.of(rows.x(), rows.y())) {
        for (double[] column : side) {
          for (double value : column) {
            out.writeDouble(value);
          }
        }
      }
    }
  }

  private static List<Peer> call(Bench bench, Path file, KsgRuns rows) {
    Command.Ended peers =
        Command.python(bench, "benchmarks/ksg-peers.py", file, rows.x().length)
            .with("OMP_NUM_THREADS", "1")
            .run();
    if (peers.exit() != 0) {
      throw new AbsentException(
          "The peers do not run: %s. Maybe install python3-sklearn and python3-scipy."
              .formatted(peers.lastWord()));
    }
    return peers.lines().stream()
        .map(line -> line.split(" "))
        .map(
            w ->
                new Peer(
                    w[0],
                    Double.parseDouble(w[1]),
                    Double.parseDouble(w[2]),
                    Double.parseDouble(w[3])))
        .toList();
  }
}
