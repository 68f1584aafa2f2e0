package org.pith.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.pith.data.Column;
import org.pith.data.Dataset;
import org.pith.data.TableReader;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.network.cost.Cost;
import org.pith.search.space.Activation;
import org.pith.search.space.Mlp;
import org.pith.train.Examples;
import org.pith.train.HeldOut;
import org.pith.train.Inference;
import org.pith.train.Initialization;
import org.pith.train.Recipe;
import org.pith.train.Target;

/**
 * A student with a quarter of the parameters of each of its teachers, which learned the digits from few labelled rows. It hears what
 * they say of those rows and of rows that nobody labelled, as a teacher is for (Hinton, Vinyals and Dean 2015, arXiv:1503.02531);
 * against the same student from the same start that learns the labels, and sees as many rows in all. Beside it, the student that is
 * taught on the labelled rows alone, as the search does it. A quick run judges by rows that are neither learned from nor test rows; the
 * settings were chosen there.
 */
record QuarterStudent(String name, int minutes) implements Evaluation {

  private static final int SEEDS = 5;
  private static final int TEST_ROWS = 797;
  private static final int ROWS = 200;
  private static final int UNLABELLED = 600;
  private static final int EPOCHS = 300;
  private static final int MEMBERS = 5;
  private static final List<Integer> TEACHER = List.of(32);
  private static final List<Integer> STUDENT = List.of(8);
  private static final double LEAD = 0.005;
  private static final String ENSEMBLE = "teachers together";
  private static final String LABELS = "student, from labels";
  private static final String SAME = "student, taught on the labelled rows alone";
  private static final String TAUGHT = "student, taught on rows without labels too";
  private static final Recipe RECIPE = Recipe.defaults().withLabelSmoothing(0);

  @Override
  public String mark() {
    return "a quarter of the size, taught, at least 0.5 points above the same from labels, mean of"
        + " 5 seeds";
  }

  @Override
  public Verdict run(Bench bench) {
    Examples digits = digits(bench);
    Map<String, List<Double>> accuracies = new LinkedHashMap<>();
    bench.print(
        "%d rows with labels, %d without; teacher %,d parameters, student %,d",
        ROWS, UNLABELLED, params(TEACHER), params(STUDENT));
    for (long seed = 1; seed <= SEEDS; seed++) {
      run(bench.isQuick(), digits, seed)
          .forEach((m, a) -> accuracies.computeIfAbsent(m, _ -> new ArrayList<>()).add(a));
    }
    accuracies.forEach(
        (method, a) -> bench.print("%s: %s", method, Statistics.of(a).describeShares()));
    Statistics lead = lead(accuracies, TAUGHT);
    return new Verdict(
        "%s; on the labelled rows alone %s"
            .formatted(
                lead.describe(QuarterStudent::points), points(lead(accuracies, SAME).mean())),
        lead.mean() >= LEAD);
  }

  /** What being taught gains over labels, seed by seed. */
  private static Statistics lead(Map<String, List<Double>> accuracies, String method) {
    return Statistics.of(
        IntStream.range(0, SEEDS)
            .mapToObj(i -> accuracies.get(method).get(i) - accuracies.get(LABELS).get(i))
            .toList());
  }

  private static String points(double accuracy) {
    return String.format(Locale.ROOT, "%+.2f points", 100 * accuracy);
  }

  /** Accuracies of the teachers and of the students by what they learned from. */
  private static Map<String, Double> run(boolean quick, Examples digits, long seed) {
    List<Integer> pool =
        new ArrayList<>(IntStream.range(TEST_ROWS, digits.rows()).boxed().toList());
    Collections.shuffle(pool, new Random(seed));
    int heard = ROWS + UNLABELLED;
    Examples train = rows(digits, pool.subList(0, ROWS));
    Examples all = rows(digits, pool.subList(0, heard));
    List<Integer> judges =
        quick ? pool.subList(heard, pool.size()) : IntStream.range(0, TEST_ROWS).boxed().toList();
    Examples judge = rows(digits, judges);
    List<Network> teachers = teachers(train, seed);
    List<Trials.Learned> students = students(teachers, train, all, judge, seed);
    Map<String, Double> accuracies = new LinkedHashMap<>();
    accuracies.put(
        ENSEMBLE,
        HeldOut.calibrated(judge.target(), together(teachers, judge), judge.target()).accuracy());
    accuracies.put(LABELS, students.get(0).accuracy());
    accuracies.put(SAME, students.get(1).accuracy());
    accuracies.put(TAUGHT, students.get(2).accuracy());
    return accuracies;
  }

  private static List<Network> teachers(Examples train, long seed) {
    List<Network> drawn =
        IntStream.range(0, MEMBERS).mapToObj(m -> drawn(TEACHER, MEMBERS * seed + m)).toList();
    return new Trials()
        .add(drawn, train, train, RECIPE.withEpochs(EPOCHS), seed).run().stream()
            .map(Trials.Learned::network)
            .toList();
  }

  /** From labels, taught on the labelled rows, and taught on all; whose labels weigh nothing. */
  private static List<Trials.Learned> students(
      List<Network> teachers, Examples train, Examples all, Examples judge, long seed) {
    Network student = drawn(STUDENT, seed);
    Recipe recipe = RECIPE.withEpochs(EPOCHS);
    Recipe fewer = RECIPE.withEpochs(EPOCHS * train.rows() / all.rows());
    return new Trials()
        .add(student, train, judge, recipe, seed)
        .add(
            student,
            train.withTeacher(together(teachers, train)),
            judge,
            recipe.withDistillation(new Recipe.Distillation(0.7, 2)),
            seed)
        .add(
            student,
            all.withTeacher(together(teachers, all)),
            judge,
            fewer.withDistillation(new Recipe.Distillation(1, 1)),
            seed)
        .run();
  }

  /** Mean logits: the geometric mean of the probabilities, scaled. */
  private static float[] together(List<Network> teachers, Examples rows) {
    List<float[]> members = Inference.scores(teachers, rows);
    float[] mean = new float[members.getFirst().length];
    for (float[] member : members) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += member[i] / members.size();
      }
    }
    return mean;
  }

  private static Network network(List<Integer> hidden) {
    return new Mlp(hidden, Activation.GELU, false, false, 0)
        .body(Shape.of(Rows.FEATURES), Rows.CLASSES);
  }

  private static Network drawn(List<Integer> hidden, long seed) {
    return Initialization.draw(network(hidden), seed);
  }

  private static long params(List<Integer> hidden) {
    return Cost.of(network(hidden)).params();
  }

  private static Examples rows(Examples digits, List<Integer> rows) {
    return digits.rows(rows.stream().mapToInt(Integer::intValue).toArray());
  }

  /** In a fixed shuffle, grey values divided by their largest, 16. */
  private static Examples digits(Bench bench) {
    Dataset data =
        Dataset.of(TableReader.defaults().read(bench.file("examples/digits.csv.gz")), "digit");
    List<Column> columns = data.features().columns();
    float[] inputs = new float[data.rows() * columns.size()];
    for (int c = 0; c < columns.size(); c++) {
      double[] values = ((Column.Numbers) columns.get(c)).values();
      for (int row = 0; row < values.length; row++) {
        inputs[row * columns.size() + c] = (float) values[row] / 16;
      }
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, data.rows()).boxed().toList());
    Collections.shuffle(order, new Random(20_240_601));
    return rows(
        new Examples(
            Shape.of(columns.size()),
            inputs,
            new Target.Classes(data.labels(), data.classes().size())),
        order);
  }
}
