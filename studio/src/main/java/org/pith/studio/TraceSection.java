package org.pith.studio;

import static org.pith.studio.Markup.el;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pith.studio.Markup.Element;
import org.pith.studio.report.Trace;
import org.pith.studio.report.Trace.Stage;
import org.pith.studio.report.Trace.Trial;

/** How the search went: the funnel's stages, and the best score against trials. */
final class TraceSection {
  private static final int HEIGHT = 220;

  private final Trace trace;
  private final Plot plot;

  private TraceSection(Trace trace) {
    this.trace = trace;
    double[] sorted =
        trace.trials().stream()
            .mapToDouble(Trial::bits)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    double low = sorted.length == 0 ? 0 : sorted[sorted.length / 10];
    double high = sorted.length == 0 ? 1 : sorted[sorted.length - 1];
    this.plot =
        new Plot(
            new Axis(0.5, Math.max(2, trace.trials().size()) + 0.5, false),
            Axis.linear(low, high),
            HEIGHT);
  }

  static Section of(Trace trace) {
    return new TraceSection(trace).section();
  }

  private Section section() {
    List<Markup> body =
        Stream.concat(
                Stream.of(stages()),
                trace.trials().isEmpty() ? Stream.<Markup>of() : Stream.of(figure()))
            .toList();
    return new Section("search", "How the search went", body);
  }

  private Element stages() {
    return Section.table(
        "Stages of the search",
        List.of("Stage", "In", "Out", "CPU"),
        IntStream.range(0, trace.stages().size())
            .mapToObj(
                i -> {
                  Stage s = trace.stages().get(i);
                  return Section.row(
                      (i + 1) + "  " + s.name(),
                      s.reason(),
                      Wording.count(s.in()),
                      Wording.count(s.out()),
                      Wording.seconds(s.cpuSeconds()));
                }));
  }

  private Element figure() {
    return el(
        "figure",
        plot.svg(
            "Bits about the target by trial, and the best so far.",
            bands(),
            plot.yAxis("bits about the target, on validation rows"),
            plot.xAxis("trial"),
            scores(),
            best()),
        Section.caption(
            "Each dot is a score, in the order they were made; the line is the best so far. The"
                + " bands are the stages above."));
  }

  private Stream<Element> bands() {
    return IntStream.range(0, trace.stages().size()).boxed().flatMap(this::band);
  }

  /**
   * A stage's trials lie side by side, except where stages alternate; the band then spans them all.
   */
  private Stream<Element> band(int stage) {
    int[] trials =
        IntStream.range(0, trace.trials().size())
            .filter(i -> trace.trials().get(i).stage() == stage)
            .toArray();
    if (trials.length == 0) {
      return Stream.of();
    }
    double from = plot.x().share(trials[0] + 0.5);
    double to = plot.x().share(trials[trials.length - 1] + 1.5);
    Element band =
        el("rect")
            .with("x", Plot.percent(from))
            .with("width", Plot.percent(to - from))
            .with("y", "0")
            .with("height", HEIGHT)
            .cls(stage % 2 == 0 ? "band even" : "band odd");
    Element number =
        el("text", Integer.toString(stage + 1))
            .with("x", Plot.percent((from + to) / 2))
            .with("y", -4)
            .with("text-anchor", "middle")
            .cls("label quiet");
    return Stream.of(band, number);
  }

  private Stream<Element> scores() {
    return IntStream.range(0, trace.trials().size())
        .filter(i -> plot.y().contains(trace.trials().get(i).bits()))
        .mapToObj(i -> score(i, trace.trials().get(i)));
  }

  private Element score(int i, Trial trial) {
    String about =
        "trial %s, %s\n%s bits, best so far %s"
            .formatted(
                Wording.count(i + 1),
                trace.stages().get(trial.stage()).name(),
                Wording.bits(trial.bits()),
                Wording.bits(trial.best()));
    return plot.point(i + 1, trial.bits(), 2.5, about).cls("point other");
  }

  private Stream<Element> best() {
    return IntStream.range(0, trace.trials().size())
        .filter(i -> plot.y().contains(trace.trials().get(i).best()))
        .boxed()
        .flatMap(this::best);
  }

  private Stream<Element> best(int i) {
    double now = trace.trials().get(i).best();
    double before = i == 0 ? now : trace.trials().get(i - 1).best();
    Element run = plot.line(i + 1, now, i + 2, now).cls("step");
    Element rise = plot.line(i + 1, Math.max(before, plot.y().low()), i + 1, now).cls("step");
    return now > before ? Stream.of(rise, run) : Stream.of(run);
  }
}
