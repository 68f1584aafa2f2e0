package org.pith.studio;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.pith.studio.report.Audit;
import org.pith.studio.report.Columns;
import org.pith.studio.report.Figure;
import org.pith.studio.report.JointOrder;
import org.pith.studio.report.Knowable;
import org.pith.studio.report.Measured;
import org.pith.studio.report.RedundancyMap;

/** Audits with the shape and size of real ones. */
final class SampleAudits {

  private static final List<String> NAMES =
      List.of(
          "relationship",
          "marital_status",
          "capital_gain",
          "age",
          "occupation",
          "education",
          "education_num",
          "hours_per_week",
          "capital_loss_of_the_whole_household",
          "sex");

  private SampleAudits() {}

  /** A table with two columns of which one follows from the other. */
  static Audit adult() {
    return audit("adult: target", NAMES, Optional.of(bounds()), OptionalDouble.of(0.796));
  }

  /** A numeric target, a single column and nothing that could be learned. */
  static Audit bare() {
    Audit a = adult();
    return new Audit(
        a.title(),
        a.asked(),
        a.found(),
        List.of(),
        Optional.empty(),
        new Columns(columns(NAMES.subList(0, 1)), Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        a.provenance());
  }

  /** Names that try to become markup. */
  static Audit hostile() {
    return audit(
        SampleReports.HOSTILE,
        IntStream.range(0, 3).mapToObj(i -> SampleReports.HOSTILE + i).toList(),
        Optional.empty(),
        OptionalDouble.empty());
  }

  private static Audit audit(
      String title, List<String> names, Optional<Knowable.Bounds> bounds, OptionalDouble entropy) {
    Measured known = new Measured(0.340, 0.321, 0.359);
    return new Audit(
        title,
        "How much can be known about target in adult_train.csv, and which of the columns know it.",
        "The columns were shown to know 0.340 of the 0.796 bits of target: a decoder names 85.3 %"
            + " of 6,512 held-out rows rightly.",
        List.of(
            new Figure("to know", "0.796 bits", "entropy of target"),
            new Figure("shown to be known", "0.340 bits", "by a decoder of all columns, held out"),
            new Figure("best single column", "0.166 bits", names.getFirst()),
            new Figure("columns that add", "9 of 10", "to those before them")),
        Optional.of(
            new Knowable(title, entropy, known, "a perceptron of 64 and 32 hidden units", bounds)),
        new Columns(columns(names), Optional.empty()),
        Optional.of(new JointOrder(steps(names), Optional.of(known), "by conditional information")),
        Optional.of(new RedundancyMap(names, shared(names.size()), 2)),
        List.of("24 of 32,561 rows repeat another row in every cell; they were kept."),
        SampleReports.bare().provenance());
  }

  private static Knowable.Bounds bounds() {
    return new Knowable.Bounds(0.772, new Measured(0.853, 0.844, 0.861), 0.904);
  }

  private static List<Columns.Column> columns(List<String> names) {
    return IntStream.range(0, names.size())
        .mapToObj(
            i -> {
              double bits = 0.17 / (1 + i);
              return new Columns.Column(
                  names.get(i),
                  i % 3 == 0 ? "category" : "numeric",
                  new Measured(bits, bits - 0.007, bits + 0.007),
                  i == 4 ? "BIASED" : "TRUSTED");
            })
        .toList();
  }

  private static List<JointOrder.Step> steps(List<String> names) {
    return IntStream.range(0, names.size())
        .mapToObj(
            i -> {
              double bits = 0.34 - 0.18 / (1 + i);
              Optional<Measured> known = Optional.of(new Measured(bits, bits - 0.02, bits + 0.02));
              return new JointOrder.Step(names.get(i), i == 2 ? Optional.empty() : known);
            })
        .toList();
  }

  /** Columns 0 and 1 share much, 5 and 6 all, the others little or nothing. */
  private static List<List<Double>> shared(int size) {
    List<List<Double>> bits = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int row = i;
      bits.add(IntStream.range(0, size).mapToObj(j -> shared(row, j)).toList());
    }
    return bits;
  }

  private static double shared(int i, int j) {
    if (i == j || (Math.min(i, j) == 5 && Math.max(i, j) == 6)) {
      return 2;
    }
    return i + j == 1 ? 1.1 : 0.03 * ((i + j) % 4);
  }
}
