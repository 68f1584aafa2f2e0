package org.pith.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.pith.data.Column;
import org.pith.data.Dataset;
import org.pith.data.Table;
import org.pith.network.Network;
import org.pith.network.cost.Cost;
import org.pith.network.onnx.OnnxFile;
import org.pith.runs.Journal;
import org.pith.train.DivergedException;
import org.pith.train.HeldOut;
import org.pith.train.Inference;

class SearchTest {

  private static final Effort SMALL = new Effort(6, 1, 3, 1_000, 3, 1, 2, 6, 2, 4, true);

  /** Two classes apart along a diagonal of two of four columns; a category that says nothing. */
  private static Dataset blobs() {
    SplittableRandom random = new SplittableRandom(7);
    int n = 240;
    List<Column> columns = new ArrayList<>();
    int[] classes = new int[n];
    double[][] x = new double[4][n];
    int[] noise = new int[n];
    for (int i = 0; i < n; i++) {
      classes[i] = i % 2;
      for (double[] column : x) {
        column[i] = random.nextGaussian();
      }
      x[0][i] += 2 * classes[i];
      x[1][i] += 2 * classes[i];
      noise[i] = random.nextInt(3);
    }
    for (int j = 0; j < x.length; j++) {
      columns.add(new Column.Numeric("x" + j, x[j]));
    }
    columns.add(new Column.Category("noise", List.of("a", "b", "c"), noise));
    columns.add(new Column.Category("y", List.of("no", "yes"), classes));
    return Dataset.of(Table.of("blobs", columns), "y");
  }

  private static Search.Found search(String budget, int threads, TrialRunner runner) {
    return search(budget, threads, runner, SMALL);
  }

  private static Search.Found search(
      String budget, int threads, TrialRunner runner, Effort effort) {
    return search(budget, threads, runner, effort, Stopwatch.NONE);
  }

  private static Search.Found search(
      String budget, int threads, TrialRunner runner, Effort effort, Stopwatch stopwatch) {
    Preparation prepared = Preparation.of(blobs(), stopwatch, 3);
    RecipeSpace recipes = RecipeSpace.of(192, prepared.encodings().getFirst().rowShape());
    try (Workers workers = new Workers(threads, runner)) {
      return new Search(
              "main",
              prepared.problem(),
              Budget.parse(budget),
              effort,
              recipes,
              Objective.INFORMATION,
              5,
              workers,
              SearchListener.SILENT)
          .run();
    }
  }

  @Test
  void everyCandidateKeepsEveryLimitAndTheChosenOneKnowsTheAnswer() {
    Search.Found found = search("params=300,bytes=30k", 2, TrialRunner.LOCAL);

    Budget budget = Budget.parse("params=300,bytes=30k");
    assertThat(found.outcomes()).hasSize(6 + 3 + 2);
    assertThat(found.outcomes()).allMatch(o -> budget.allows(o.candidate().footprint()));
    // The classes overlap: the best rule is right in Phi(sqrt 2) = 92 %, the standard error of 240
    // rows is 1.7 %.
    assertThat(found.chosen().score().accuracy()).isBetween(0.85, 0.99);
    assertThat(found.chosen().bits()).isBetween(0.4, 0.85);
    assertThat(found.front().points()).contains(found.front().points().getLast());
  }

  @Test
  void screeningMaySeeAPartOfTheRowsAndFinalistsSeeAllOfThem() {
    Effort few = new Effort(6, 1, 3, 50, 3, 1, 2, 6, 0, 0, false);
    Map<String, Set<Integer>> rows = new ConcurrentHashMap<>();
    TrialRunner noting =
        trial -> {
          String rung = trial.key().split("/", 3)[1];
          rows.computeIfAbsent(rung, r -> ConcurrentHashMap.newKeySet()).add(trial.train().rows());
          return TrialRunner.LOCAL.run(trial);
        };
    search("params=300", 2, noting, few);

    assertThat(rows)
        .containsEntry("screen0", Set.of(50))
        .containsEntry("screen1", Set.of(50))
        .containsEntry("final", Set.of(192));
  }

  /** A microsecond for ten multiply-accumulates, where a third of that is predicted. */
  private static final Stopwatch OPTIMIST =
      new Stopwatch() {
        @Override
        public double predict(Network model) {
          return Cost.of(model).macs() / 30.0;
        }

        @Override
        public double measure(Network model) {
          return Cost.of(model).macs() / 10.0;
        }
      };

  @Test
  void theClockHasTheLastWordOnALatency() {
    Search.Found found = search("latency=50us", 2, TrialRunner.LOCAL, SMALL, OPTIMIST);

    assertThat(found.outcomes()).hasSize(6 + 3 + 2);
    assertThat(found.outcomes())
        .extracting(o -> o.candidate().footprint())
        .allMatch(f -> f.macs() <= 500)
        .allMatch(f -> f.latencyMicros() == f.macs() / 10.0)
        .anyMatch(f -> f.macs() > 350);
  }

  @Test
  void saysTheShortestMeasuredLatency() {
    assertThatThrownBy(() -> search("latency=0.5us", 1, TrialRunner.LOCAL, SMALL, OPTIMIST))
        .isInstanceOf(BudgetException.class)
        .hasMessageContaining(
            "No network of the space fits latency=0.5 us: the smallest needs 0.9 us");
  }

  @Test
  void theSmallestThatIsSaidToFitFits() {
    Problem problem = Preparation.of(blobs(), OPTIMIST, 3).problem();

    assertThat(Search.isFeasible(problem, Budget.parse("latency=0.9us"))).isTrue();
    assertThat(Search.isFeasible(problem, Budget.parse("latency=0.8us"))).isFalse();
  }

  @Test
  void threadsDoNotChangeTheAnswer() {
    Search.Found one = search("params=300", 1, TrialRunner.LOCAL);
    Search.Found two = search("params=300", 2, TrialRunner.LOCAL);

    assertThat(OnnxFile.encode(two.network())).isEqualTo(OnnxFile.encode(one.network()));
  }

  @Test
  void aRecordedSearchIsReplayedWithoutTraining() {
    Journal journal = Journal.inMemory();
    AtomicInteger trained = new AtomicInteger();
    TrialRunner counting =
        trial -> {
          trained.incrementAndGet();
          return TrialRunner.LOCAL.run(trial);
        };
    Search.Found first = search("params=300", 2, new RecordedTrialRunner(counting, journal));
    int before = trained.get();
    Search.Found again = search("params=300", 2, new RecordedTrialRunner(counting, journal));

    assertThat(before).isPositive();
    assertThat(trained.get()).isEqualTo(before);
    assertThat(OnnxFile.encode(again.network())).isEqualTo(OnnxFile.encode(first.network()));
    assertThat(again.cpuSeconds()).isEqualTo(first.cpuSeconds());
  }

  @Test
  void saysTheSmallestThatFits() {
    // One hidden unit: 7 standardised features and a bias, then two classes with a bias each.
    assertThatThrownBy(() -> search("params=3", 1, TrialRunner.LOCAL))
        .isInstanceOf(BudgetException.class)
        .hasMessageContaining("No network of the space fits params=3: the smallest needs 12")
        .hasMessageContaining("Maybe ask for params=12.");
  }

  @Test
  void theShippedModelSaysWhatTheTrainedNetworkSays() {
    Preparation prepared = Preparation.of(blobs(), Stopwatch.NONE, 3);
    Search.Found found = search("params=300", 2, TrialRunner.LOCAL);
    int view = found.chosen().candidate().view();
    float[] scores = Inference.scores(found.network(), prepared.problem().views().get(view).rows());
    HeldOut judged =
        HeldOut.calibrated(prepared.problem().target(), scores, prepared.problem().target());

    assertThat(judged.accuracy()).isGreaterThan(0.85);
    assertThat(prepared.model(prepared.encodings().get(view), found.network()).outputs())
        .extracting(port -> port.name())
        .containsExactly("probabilities", "label");
    assertThat(Arrays.stream(scoresOf(scores))).allMatch(Double::isFinite);
  }

  /** Runs trials; of those whose key says so, the first {@code broken} networks diverge. */
  private static TrialRunner diverging(String key, int broken) {
    return trial -> {
      TrialResult result = TrialRunner.LOCAL.run(trial);
      if (!trial.key().contains(key)) {
        return result;
      }
      List<float[]> scores = new ArrayList<>(result.scores());
      for (int k = 0; k < Math.min(broken, scores.size()); k++) {
        scores.set(k, scores.get(k).clone());
        Arrays.fill(scores.get(k), Float.NaN);
      }
      return new TrialResult(result.networks(), scores, result.cpuSeconds());
    };
  }

  @Test
  void aCandidateThatDivergedLosesAndTheOthersGoOn() {
    Search.Found found = search("params=300", 2, diverging("screen0", 1));

    assertThat(found.outcomes()).anyMatch(o -> o.score().isDiverged());
    assertThat(found.outcomes()).anyMatch(o -> !o.score().isDiverged());
    assertThat(found.chosen().score().isDiverged()).isFalse();
    assertThat(found.front().points()).noneMatch(o -> o.score().isDiverged());
    for (Objective objective : Objective.values()) {
      assertThat(found.outcomes().stream().mapToDouble(objective::merit))
          .noneMatch(merit -> Double.isNaN(merit));
    }
  }

  @Test
  void whereEveryCandidateDivergedTheSearchSaysSo() {
    assertThatThrownBy(() -> search("params=300", 2, diverging("final", 99)))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("The training of all 2 candidates diverged")
        .hasMessageContaining("Maybe");
  }

  @Test
  void nobodyLearnsFromATeacherThatDiverged() {
    Search.Found found = search("params=300", 2, diverging("teacher", 99));

    assertThat(found.teacher()).isEmpty();
    assertThat(found.chosen().bits()).isBetween(0.4, 0.85);
  }

  private static double[] scoresOf(float[] scores) {
    double[] wide = new double[scores.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = scores[i];
    }
    return wide;
  }
}
