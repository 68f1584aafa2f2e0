package org.pith.studio;

import static org.pith.studio.Markup.el;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pith.studio.Markup.Element;
import org.pith.studio.report.Answers;
import org.pith.studio.report.Answers.Confusion;
import org.pith.studio.report.Answers.Predictions;

/** The network's answers on the test rows beside the truth. */
final class AnswersSection {
  /** With more classes than this the table is a texture, and the commonest confusions say more. */
  private static final int MOST_CLASSES = 30;

  private static final int COMMONEST = 12;

  private AnswersSection() {}

  static Section of(Answers answers) {
    return switch (answers) {
      case Confusion confusion -> confusion(confusion);
      case Predictions predictions -> predictions(predictions);
    };
  }

  private record Mistake(String truth, String answer, long count) {}

  private static Section confusion(Confusion confusion) {
    List<Mistake> mistakes = mistakes(confusion);
    boolean small = confusion.classes().size() <= MOST_CLASSES;
    return Section.of(
        "answers",
        "Where it errs",
        el("p", summary(confusion, mistakes)).cls("lead"),
        small ? matrix(confusion) : commonest(mistakes));
  }

  private static List<Mistake> mistakes(Confusion confusion) {
    List<Mistake> mistakes = new ArrayList<>();
    for (int truth = 0; truth < confusion.classes().size(); truth++) {
      for (int answer = 0; answer < confusion.classes().size(); answer++) {
        long count = confusion.counts().get(truth).get(answer);
        if (truth != answer && count > 0) {
          mistakes.add(
              new Mistake(confusion.classes().get(truth), confusion.classes().get(answer), count));
        }
      }
    }
    mistakes.sort(Comparator.comparingLong(Mistake::count).reversed());
    return mistakes;
  }

  private static String summary(Confusion confusion, List<Mistake> mistakes) {
    long rows = confusion.counts().stream().flatMap(List::stream).mapToLong(n -> n).sum();
    long wrong = mistakes.stream().mapToLong(Mistake::count).sum();
    if (wrong == 0) {
      return "All %s test rows are answered correctly.".formatted(Wording.count(rows));
    }
    Mistake first = mistakes.getFirst();
    String commonest =
        first.count == 1
            ? ""
            : "; the commonest mistake takes ‘%s’ for ‘%s’ (%s)"
                .formatted(first.truth, first.answer, Wording.count(first.count));
    return "%s of %s test rows are answered wrongly%s."
        .formatted(Wording.count(wrong), Wording.count(rows), commonest);
  }

  private static Element matrix(Confusion confusion) {
    List<String> classes = confusion.classes();
    Element head =
        el(
            "tr",
            el("td", el("span", "answer →"), el("br"), el("span", "true ↓")).cls("corner"),
            classes.stream()
                .map(c -> el("th", el("span", c)).with("scope", "col").with("title", c)),
            el("th", "recall").with("scope", "col").cls("recall"));
    Stream<Element> rows =
        IntStream.range(0, classes.size())
            .mapToObj(i -> matrixRow(classes.get(i), i, confusion.counts().get(i)));
    boolean tall = classes.stream().anyMatch(c -> c.length() > 4);
    return Section.scrolling(
        "Confusion matrix",
        el(
                "table",
                el("caption", "Test rows by true class and answer").cls("unseen"),
                el("thead", head),
                el("tbody", rows))
            .cls(tall ? "confusion tall" : "confusion"));
  }

  private static Element matrixRow(String name, int truth, List<Long> counts) {
    long rows = counts.stream().mapToLong(n -> n).sum();
    double recall = rows == 0 ? Double.NaN : (double) counts.get(truth) / rows;
    return el(
        "tr",
        el("th", name).with("scope", "row").with("title", name),
        IntStream.range(0, counts.size()).mapToObj(i -> cell(counts.get(i), i == truth, rows)),
        el("td", Wording.percent(recall)).cls("recall"));
  }

  /** Mistakes are shaded by their share of the true class; one in five is as dark as it gets. */
  private static Element cell(long count, boolean right, long rows) {
    if (count == 0) {
      return el("td", "·").cls("none");
    }
    Element cell = el("td", Wording.count(count));
    if (right) {
      return cell.cls("right");
    }
    double shade = Math.min(1, 0.15 + 4.0 * count / rows);
    return cell.cls("wrong")
        .with("style", String.format(Locale.ROOT, "--shade:%.0f%%", 55 * shade));
  }

  private static Element commonest(List<Mistake> mistakes) {
    return Section.table(
        "The commonest mistakes",
        List.of("True class, taken for", "Rows"),
        mistakes.stream()
            .limit(COMMONEST)
            .map(m -> Section.row(m.truth, m.answer, Wording.count(m.count))));
  }

  private static Section predictions(Predictions predictions) {
    DoubleSummaryStatistics range =
        predictions.points().stream()
            .flatMap(p -> Stream.of(p.truth(), p.predicted()))
            .mapToDouble(v -> v)
            .filter(Double::isFinite)
            .summaryStatistics();
    Axis axis =
        range.getCount() == 0 ? Axis.fromZero(1) : Axis.linear(range.getMin(), range.getMax());
    Plot plot = new Plot(axis, axis, 320);
    return Section.of(
        "answers",
        "Where it errs",
        el(
            "figure",
            plot.svg(
                "Predicted against true values of " + predictions.target() + ".",
                plot.yAxis("predicted"),
                plot.xAxis("true " + predictions.target()),
                plot.line(axis.low(), axis.low(), axis.high(), axis.high()).cls("reference"),
                predictions.points().stream()
                    .filter(p -> axis.contains(p.truth()) && axis.contains(p.predicted()))
                    .map(p -> point(plot, p))),
            Section.caption(
                "%s of %s test rows; on the line the prediction is right."
                    .formatted(
                        Wording.count(predictions.points().size()),
                        Wording.count(predictions.rows())))));
  }

  private static Element point(Plot plot, Answers.Point p) {
    return plot.point(
            p.truth(),
            p.predicted(),
            2.5,
            "true %s\npredicted %s"
                .formatted(Wording.significant(p.truth()), Wording.significant(p.predicted())))
        .cls("point answer");
  }
}
