package org.pith.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.prune.inspect.Directions;
import org.pith.train.Examples;
import org.pith.train.Gradients;
import org.pith.train.Inference;
import org.pith.train.Initialization;
import org.pith.train.Recipe;
import org.pith.train.Schedule;
import org.pith.train.Target;
import org.pith.train.Trainer;

/**
 * The effective number of features F: whether it follows the number that a toy of sparse features represents, also when dropout of one half
 * lets it represent fewer; whether that dropout lowers the F of {@linkplain ParityTasks sparse parities}; and what becomes of F when a
 * classifier is trained with dropout, or on rows moved against it. The classifier says which of 20 sparse features is the strongest,
 * through 16 rectified units. Moved rows are those of each epoch, by 0.1 along the sign of the loss's gradient (Goodfellow et al. 2015,
 * arXiv 1412.6572). All trainings of a seed begin with the same weights and have as many epochs.
 *
 * <p>Bereska et al. (2025), arXiv 2512.13568, find on sparse parities that dropout lowers F, and that moved rows may lower or raise it. Dropout
 * is judged there and where the truth is known, in the toy. The classifier needs all of its features, and its F rises with dropout; of both
 * of its figures only the direction is said.
 */
record InspectSuperposition(String name, int minutes) implements Evaluation {

  /** Features there at once: 6 and 2 at first, which F is not for; then at most one, in the mean. */
  private static final List<Double> THERE = List.of(0.3, 0.1, 0.05, 0.04, 0.03, 0.02, 0.01);

  private static final double SPARSE = 0.05;
  private static final double LEAST_CORRELATION = 0.9;
  private static final int FEATURES = 20;
  private static final int UNITS = 16;
  private static final int ROWS = 4_000;
  private static final int EPOCHS = 20;
  private static final float STEP = 0.1f;
  private static final String HIDDEN = "dense1/relu";

  @Override
  public String mark() {
    return "correlation of F with the features represented at least %.1f where features are sparse, F of the toy and of parities lower with dropout beyond the 95 %% interval"
        .formatted(LEAST_CORRELATION);
  }

  @Override
  public Verdict run(Bench bench) {
    double correlation = sweep(bench);
    List<Double> silenced = silenced(bench);
    List<Double> parities = parities(bench);
    List<Double> dropout = new ArrayList<>();
    List<Double> moved = new ArrayList<>();
    bench.print(
        "seed: F plain, with dropout, on moved rows; accuracy of each; of each on moved rows");
    for (long seed = 1; seed <= (bench.isQuick() ? 2 : 5); seed++) {
      Examples train = rows(ROWS, seed);
      Examples judge = rows(ROWS, seed + 100);
      List<Network> trained =
          List.of(
              trained(0, false, train, seed),
              trained(0.5f, false, train, seed),
              trained(0, true, train, seed));
      double[] f =
          trained.stream().mapToDouble(n -> directions(n, judge, UNITS).features()).toArray();
      bench.print(
          "%d: %.1f, %.1f, %.1f; %s; %s",
          seed,
          f[0],
          f[1],
          f[2],
          percents(trained.stream().map(n -> Trials.accuracy(n, judge)).toList()),
          percents(trained.stream().map(n -> Trials.accuracy(n, moved(n, judge))).toList()));
      dropout.add(f[1] - f[0]);
      moved.add(f[2] - f[0]);
    }
    Statistics lowered = Statistics.of(silenced);
    Statistics fewer = Statistics.of(parities);
    return new Verdict(
        "correlation %.3f; with dropout F of the toy changes by %s, of parities by %s, of the classifier by %s, on moved rows by %s"
            .formatted(
                correlation,
                lowered.describe("%+.1f"::formatted),
                fewer.describe("%+.1f"::formatted),
                Statistics.of(dropout).describe("%+.1f"::formatted),
                Statistics.of(moved).describe("%+.1f"::formatted)),
        correlation >= LEAST_CORRELATION
            && lowered.mean() + lowered.half() < 0
            && fewer.mean() + fewer.half() < 0);
  }

  /** How F of the toy changes with dropout of one half, seed by seed, where a feature is there in a fiftieth of the rows. */
  private static List<Double> silenced(Bench bench) {
    List<Double> changes = new ArrayList<>();
    bench.print("seed: represented of 20 by the toy, F; with dropout of its neurons");
    for (long seed = 1; seed <= (bench.isQuick() ? 2 : 5); seed++) {
      SparseToy plain = SparseToy.trained(0.02, seed);
      SparseToy dropped = SparseToy.trained(0.02, 0.5, seed);
      double before = Directions.of(plain.activations(ROWS)).features();
      double after = Directions.of(dropped.activations(ROWS)).features();
      bench.print(
          "%d: %d %.1f; %d %.1f", seed, plain.represented(), before, dropped.represented(), after);
      changes.add(after - before);
    }
    return changes;
  }

  /** How F of sparse parities changes with dropout of one half, seed by seed. */
  private static List<Double> parities(Bench bench) {
    List<Double> changes = new ArrayList<>();
    bench.print("seed: F of parities, accuracy; with dropout; share that no directions explain");
    for (long seed = 1; seed <= (bench.isQuick() ? 2 : 10); seed++) {
      ParityTasks tasks = ParityTasks.split(seed);
      Network plain = tasks.trained(0);
      Network dropped = tasks.trained(0.5f);
      Directions before = directions(plain, tasks.judge(), ParityTasks.UNITS);
      Directions after = directions(dropped, tasks.judge(), ParityTasks.UNITS);
      bench.print(
          "%d: %.1f, %.1f %%; %.1f, %.1f %%; %.2f, %.2f",
          seed,
          before.features(),
          100 * Trials.accuracy(plain, tasks.judge()),
          after.features(),
          100 * Trials.accuracy(dropped, tasks.judge()),
          before.unexplained(),
          after.unexplained());
      changes.add(after.features() - before.features());
    }
    return changes;
  }

  /** Pearson's correlation over all seeds and the shares at which about one feature speaks at once. */
  private static double sweep(Bench bench) {
    List<double[]> points = new ArrayList<>();
    bench.print("share of rows that a feature is there: represented of 20, F; three seeds");
    for (double there : THERE) {
      StringBuilder line = new StringBuilder();
      for (long seed = 1; seed <= 3; seed++) {
        SparseToy toy = SparseToy.trained(there, seed);
        double f = Directions.of(toy.activations(ROWS)).features();
        if (there <= SPARSE) {
          points.add(new double[] {toy.represented(), f});
        }
        line.append(", %d %.1f".formatted(toy.represented(), f));
      }
      bench.print("%.2f: %s", there, line.substring(2));
    }
    double x = points.stream().mapToDouble(p -> p[0]).average().orElseThrow();
    double y = points.stream().mapToDouble(p -> p[1]).average().orElseThrow();
    double xy = points.stream().mapToDouble(p -> (p[0] - x) * (p[1] - y)).sum();
    double xx = points.stream().mapToDouble(p -> (p[0] - x) * (p[0] - x)).sum();
    double yy = points.stream().mapToDouble(p -> (p[1] - y) * (p[1] - y)).sum();
    return xy / Math.sqrt(xx * yy);
  }

  private static String percents(List<Double> shares) {
    return String.join(", ", shares.stream().map(s -> "%.1f %%".formatted(100 * s)).toList());
  }

  /** Rows whose class is the strongest of sparse features; each is there in a tenth of the rows. */
  private static Examples rows(int n, long seed) {
    Random random = new Random(seed);
    float[] x = new float[n * FEATURES];
    int[] labels = new int[n];
    for (int i = 0; i < n; ) {
      int strongest = -1;
      for (int f = 0; f < FEATURES; f++) {
        float value = random.nextDouble() < 0.1 ? random.nextFloat() : 0;
        x[i * FEATURES + f] = value;
        if (value > 0 && (strongest < 0 || value > x[i * FEATURES + strongest])) {
          strongest = f;
        }
      }
      if (strongest >= 0) {
        labels[i++] = strongest;
      }
    }
    return new Examples(Shape.of(FEATURES), x, new Target.Classes(labels, FEATURES));
  }

  private static Network trained(float dropout, boolean moving, Examples train, long seed) {
    Recipe recipe =
        Recipe.defaults()
            .withEpochs(1)
            .withPeakLearningRate(0.005)
            .withSchedule(new Schedule.Constant());
    Network network =
        Initialization.draw(Layers.dropping(dropout, FEATURES, UNITS, FEATURES), seed);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      Examples rows = moving ? moved(network, train) : train;
      network =
          Trainer.train(List.of(network), rows, rows.rows(new int[0]), recipe, 1_000 * seed + epoch)
              .getFirst()
              .network();
    }
    return network;
  }

  /** Each row a step along the sign of its loss's gradient. */
  private static Examples moved(Network network, Examples rows) {
    float[] gradient = Gradients.of(network, rows, List.of("features")).get("features");
    float[] x = rows.inputs().clone();
    for (int i = 0; i < x.length; i++) {
      x[i] += STEP * Math.signum(gradient[i]);
    }
    return new Examples(rows.rowShape(), x, rows.target());
  }

  /** Of the so many rectified units of a dense network. */
  static Directions directions(Network network, Examples rows, int units) {
    float[] values = Inference.tap(network, rows, List.of(HIDDEN)).get(HIDDEN);
    double[][] samples = new double[units][rows.rows()];
    for (int i = 0; i < values.length; i++) {
      samples[i % units][i / units] = values[i];
    }
    return Directions.of(samples);
  }
}
