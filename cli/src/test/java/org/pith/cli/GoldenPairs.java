package org.pith.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The golden sets of the benchmark's part C as small CSV files, every digit kept. */
final class GoldenPairs {

  private long state;

  private GoldenPairs(long seed) {
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

  /** Writes the five sets into a folder. */
  static void write(Path folder) throws IOException {
    file(folder, "A", "X,Y", 12345, 200, s -> s.a());
    file(folder, "B", "x0,x1,y0,y1,y2", 2024, 300, s -> s.b());
    file(folder, "E", "X,Y,Z", 555, 250, s -> s.e());
    file(folder, "M", "C,X", 4242, 240, s -> s.m());
    file(folder, "Q", "A,B", 11, 500, s -> s.q());
    transitions(folder);
  }

  private static void file(
      Path folder, String set, String head, long seed, int n, Function<GoldenPairs, double[]> row)
      throws IOException {
    GoldenPairs source = new GoldenPairs(seed);
    List<String> lines = new ArrayList<>(List.of(head));
    for (int i = 0; i < n; i++) {
      lines.add(line(row.apply(source)));
    }
    Files.write(folder.resolve(set + ".csv"), lines);
  }

  private static String line(double[] row) {
    return Arrays.stream(row).mapToObj(Double::toString).collect(Collectors.joining(","));
  }

  private double[] a() {
    double x = g();
    double e = g();
    return new double[] {x, 0.6 * x + 0.8 * e};
  }

  private double[] b() {
    double[] z = {g(), g(), g(), g(), g()};
    return new double[] {z[0], z[1], 0.8 * z[0] + 0.6 * z[2], 0.5 * z[1] + 0.5 * z[3], z[4]};
  }

  private double[] e() {
    double[] z = {g(), g(), g(), g()};
    return new double[] {0.7 * z[0] + 0.7 * z[1], 0.5 * z[0] + 0.4 * z[1] + 0.7 * z[2], z[0]};
  }

  private double[] m() {
    double c = Math.floor(3 * u());
    return new double[] {c, 0.8 * c + g()};
  }

  private double[] q() {
    double a = Math.floor(4 * u());
    double q = u();
    double r = Math.floor(4 * u());
    return new double[] {a, q < 0.6 ? a : r};
  }

  /** Set V as its 300 transitions: transfer entropy is a conditional information of lagged columns. */
  private static void transitions(Path folder) throws IOException {
    GoldenPairs source = new GoldenPairs(66);
    List<String> lines = new ArrayList<>(List.of("now,cause,past"));
    double x = 0;
    double y = 0;
    for (int t = 1; t < 301; t++) {
      double e = source.g();
      double h = source.g();
      double nextX = 0.5 * x + e;
      double nextY = 0.4 * y + 0.6 * x + h;
      lines.add(line(new double[] {nextY, x, y}));
      x = nextX;
      y = nextY;
    }
    Files.write(folder.resolve("V.csv"), lines);
  }
}
