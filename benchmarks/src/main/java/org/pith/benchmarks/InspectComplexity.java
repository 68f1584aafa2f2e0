package org.pith.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.prune.inspect.Complexity;
import org.pith.train.Examples;
import org.pith.train.Inference;
import org.pith.train.Initialization;
import org.pith.train.Recipe;
import org.pith.train.Schedule;
import org.pith.train.Target;
import org.pith.train.Trainer;

/**
 * Six binary features of growing complexity, each of columns of its own, and networks of three hidden layers.
 *
 * <p>One network needs all features: it answers with one of the 64 classes that they make. Of each feature it is asked how complex it
 * is in the trained network, K, and from which epoch a linear decoder reads half of its variance in the last hidden layer; beside it
 * stands K of what the network's answer says of the feature, which bends more than the feature asks for. To another network the features are rivals: it answers with one of two classes, with which each feature agrees in 80 % of
 * the rows, so that none is worth more than another. Of each feature it is asked K and its importance:
 * gradient times input at the feature, which is how far the answer moves with it, all else being equal. Fel et al.
 * (2024), arXiv 2407.06076, find that complex features come later and matter less.
 */
record InspectComplexity(String name, int minutes) implements Evaluation {

  private static final int COLUMNS = 11;
  private static final int ROWS = 12_000;
  private static final int PROBED = 800;
  private static final int EPOCHS = 30;
  private static final double AGREEING = 0.8;
  private static final double DECODABLE = 0.5;
  private static final double LEAST_CORRELATION = 0.5;
  private static final List<String> HIDDEN = List.of("dense1/relu", "dense2/relu", "dense3/relu");

  /** A feature: what it is, of which columns, and when a row has it; each in half of the rows. */
  private record Planted(String what, List<Integer> columns, Predicate<float[]> has) {}

  private static final List<Planted> FEATURES =
      List.of(
          new Planted("sign", List.of(0), x -> x[0] > 0),
          new Planted(
              "both of two above a value", List.of(1, 2), x -> x[1] > -0.545 && x[2] > -0.545),
          new Planted("size above a value", List.of(3), x -> Math.abs(x[3]) > 0.6745),
          new Planted("ring", List.of(4, 5), x -> x[4] * x[4] + x[5] * x[5] > 1.386),
          new Planted("parity of two", List.of(6, 7), x -> x[6] > 0 ^ x[7] > 0),
          new Planted("parity of three", List.of(8, 9, 10), x -> x[8] > 0 ^ x[9] > 0 ^ x[10] > 0));

  /** By feature: how complex it is, how complex what the answer says of it, and its epoch or its importance. */
  private record Figures(double[] complexity, double[] said, double[] other) {
    double correlation() {
      return rankCorrelation(complexity, other);
    }
  }

  @Override
  public String mark() {
    return "rank correlation of epoch with complexity above %.1f in the mean, of importance with complexity below 0 in 4 of 5 seeds"
        .formatted(LEAST_CORRELATION);
  }

  @Override
  public Verdict run(Bench bench) {
    int seeds = bench.isQuick() ? 1 : 5;
    List<Double> late = new ArrayList<>();
    List<Double> matters = new ArrayList<>();
    List<Double> spoken = new ArrayList<>();
    for (long seed = 1; seed <= seeds; seed++) {
      Figures needed = needed(seed);
      Figures rivals = rivals(seed);
      bench.print("seed %d: needed: complexity, epoch; a rival: complexity, importance", seed);
      for (int f = 0; f < FEATURES.size(); f++) {
        bench.print(
            "%s: %.2f, %s; %.2f, %.2f",
            FEATURES.get(f).what,
            needed.complexity[f],
            needed.other[f] > EPOCHS ? "never" : "%.0f".formatted(needed.other[f]),
            rivals.complexity[f],
            rivals.other[f]);
      }
      late.add(needed.correlation());
      matters.add(rivals.correlation());
      bench.print(
          "rank correlation with complexity: epoch %.2f, importance %.2f",
          late.getLast(), matters.getLast());
      spoken.add(rankCorrelation(needed.said, needed.other));
    }
    bench.print(
        "rank correlation of epoch with the complexity of what the answer says: %s",
        Statistics.of(spoken).describe("%.2f"::formatted));
    Statistics epochs = Statistics.of(late);
    long lower = matters.stream().filter(r -> r < 0).count();
    return new Verdict(
        "epoch %s, importance below 0 in %d of %d"
            .formatted(epochs.describe("%.2f"::formatted), lower, seeds),
        epochs.mean() > LEAST_CORRELATION && lower >= 0.8 * seeds);
  }

  /** All features needed: complexity of each, and the epoch from which it can be read. */
  private static Figures needed(long seed) {
    int classes = 1 << FEATURES.size();
    Examples train = combinations(ROWS, seed);
    Examples fit = combinations(PROBED, seed + 100);
    Examples judge = combinations(PROBED, seed + 200);
    Network network = Initialization.draw(Layers.perceptron(COLUMNS, 64, 64, 64, classes), seed);
    double[] epoch = new double[FEATURES.size()];
    Arrays.fill(epoch, EPOCHS + 1);
    for (int e = 1; e <= EPOCHS; e++) {
      network = trained(network, train, 1, 1_000 * seed + e);
      List<Complexity> read =
          read(network, fit, judge, HIDDEN.subList(2, 3), truths(fit), truths(judge));
      for (int f = 0; f < epoch.length; f++) {
        if (read.get(f).value() <= 1 - DECODABLE) {
          epoch[f] = Math.min(epoch[f], e);
        }
      }
    }
    List<Complexity> found = read(network, fit, judge, places(), truths(fit), truths(judge));
    List<Complexity> said =
        read(network, fit, judge, places(), said(network, fit), said(network, judge));
    return new Figures(values(found), values(said), epoch);
  }

  /** Features as rivals: complexity and importance of each. */
  private static Figures rivals(long seed) {
    Examples train = agreeing(ROWS, seed);
    Examples fit = agreeing(PROBED, seed + 100);
    Examples judge = agreeing(PROBED, seed + 200);
    Network network = Initialization.draw(Layers.perceptron(COLUMNS, 64, 64, 64, 2), seed);
    network = trained(network, train, EPOCHS, seed);
    List<Complexity> found = read(network, fit, judge, places(), truths(fit), truths(judge));
    float[] scores = Inference.scores(network, judge);
    double[] answer = new double[PROBED];
    Arrays.setAll(answer, i -> scores[2 * i + 1] - scores[2 * i]);
    int[] labels = ((Target.Classes) judge.target()).labels();
    double[] importance =
        truths(judge).stream().mapToDouble(truth -> importance(truth, answer, labels)).toArray();
    return new Figures(values(found), new double[0], importance);
  }

  private static List<String> places() {
    List<String> places = new ArrayList<>(List.of("features"));
    places.addAll(HIDDEN);
    return places;
  }

  private static double[] values(List<Complexity> found) {
    return found.stream().mapToDouble(Complexity::value).toArray();
  }

  private static Network trained(Network network, Examples train, int epochs, long seed) {
    Recipe recipe =
        Recipe.defaults()
            .withEpochs(epochs)
            .withBatchSize(128)
            .withPeakLearningRate(0.002)
            .withSchedule(new Schedule.Constant());
    return Trainer.train(List.of(network), train, train.rows(new int[0]), recipe, seed)
        .getFirst()
        .network();
  }

  private static List<Complexity> read(
      Network network,
      Examples fit,
      Examples judge,
      List<String> places,
      List<float[]> fitFeatures,
      List<float[]> judgeFeatures) {
    SequencedMap<String, float[]> fitted = new LinkedHashMap<>(Inference.tap(network, fit, places));
    Map<String, float[]> judged = Inference.tap(network, judge, places);
    return Complexity.of(fitted, judged, fitFeatures, judgeFeatures);
  }

  /** The class is which features a row has, one binary digit each. */
  private static Examples combinations(int n, long seed) {
    Random random = new Random(seed);
    float[] x = new float[n * COLUMNS];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      float[] row = row(random);
      System.arraycopy(row, 0, x, i * COLUMNS, COLUMNS);
      for (int f = 0; f < FEATURES.size(); f++) {
        labels[i] |= FEATURES.get(f).has.test(row) ? 1 << f : 0;
      }
    }
    return new Examples(Shape.of(COLUMNS), x, new Target.Classes(labels, 1 << FEATURES.size()));
  }

  /** The class is one that each feature tells by itself in most rows. */
  private static Examples agreeing(int n, long seed) {
    Random random = new Random(seed);
    float[] x = new float[n * COLUMNS];
    int[] labels = random.ints(n, 0, 2).toArray();
    for (int i = 0; i < n; i++) {
      for (Planted feature : FEATURES) {
        boolean has = labels[i] == 1 == random.nextDouble() < AGREEING;
        float[] row = row(random);
        while (feature.has.test(row) != has) {
          row = row(random);
        }
        for (int column : feature.columns) {
          x[i * COLUMNS + column] = row[column];
        }
      }
    }
    return new Examples(Shape.of(COLUMNS), x, new Target.Classes(labels, 2));
  }

  private static float[] row(Random random) {
    float[] row = new float[COLUMNS];
    for (int j = 0; j < COLUMNS; j++) {
      row[j] = (float) random.nextGaussian();
    }
    return row;
  }

  /** For each feature 1 where a row has it, and -1 where not. */
  private static List<float[]> truths(Examples rows) {
    List<float[]> truths = new ArrayList<>();
    for (Planted feature : FEATURES) {
      float[] truth = new float[rows.rows()];
      for (int i = 0; i < truth.length; i++) {
        float[] row = Arrays.copyOfRange(rows.inputs(), i * COLUMNS, (i + 1) * COLUMNS);
        truth[i] = feature.has.test(row) ? 1 : -1;
      }
      truths.add(truth);
    }
    return truths;
  }

  /** For each feature the mean score of classes that have it less that of those that have not. */
  private static List<float[]> said(Network network, Examples rows) {
    float[] scores = Inference.scores(network, rows);
    int classes = 1 << FEATURES.size();
    return IntStream.range(0, FEATURES.size())
        .mapToObj(
            f -> {
              float[] said = new float[rows.rows()];
              for (int i = 0; i < scores.length; i++) {
                int sign = (i % classes >> f & 1) == 1 ? 1 : -1;
                said[i / classes] += sign * scores[i] * 2 / classes;
              }
              return said;
            })
        .toList();
  }

  /**
   * How far the answer moves with a feature among rows of one class, in the mean of both classes; given the class, features are
   * independent, so no other moves along.
   */
  private static double importance(float[] feature, double[] answer, int[] labels) {
    double[][] sums = new double[2][2];
    int[][] counts = new int[2][2];
    for (int i = 0; i < answer.length; i++) {
      int has = feature[i] > 0 ? 1 : 0;
      sums[labels[i]][has] += answer[i];
      counts[labels[i]][has]++;
    }
    double moved = 0;
    for (int label = 0; label < 2; label++) {
      moved += sums[label][1] / counts[label][1] - sums[label][0] / counts[label][0];
    }
    return Math.abs(moved) / 4;
  }

  /** Spearman's, ties at their mean rank. */
  private static double rankCorrelation(double[] a, double[] b) {
    double[] x = ranks(a);
    double[] y = ranks(b);
    double middle = (a.length - 1) / 2.0;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - middle) * (y[i] - middle);
      xx += (x[i] - middle) * (x[i] - middle);
      yy += (y[i] - middle) * (y[i] - middle);
    }
    return xx * yy == 0 ? 0 : xy / Math.sqrt(xx * yy);
  }

  private static double[] ranks(double[] values) {
    return Arrays.stream(values)
        .map(
            v -> {
              long below = Arrays.stream(values).filter(w -> w < v).count();
              long equal = Arrays.stream(values).filter(w -> w == v).count();
              return below + (equal - 1) / 2.0;
            })
        .toArray();
  }
}
