package org.pith.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pith.studio.report.Controls;
import org.pith.studio.report.Front;
import org.pith.studio.report.Inspection;
import org.pith.studio.report.Ledger;
import org.pith.studio.report.Measured;

/** The page as text. */
class ReportPageTest {

  @TempDir Path folder;

  private static List<String> all(String pattern, String html) {
    return Pattern.compile(pattern).matcher(html).results().map(MatchResult::group).toList();
  }

  private static String html(Markup markup) {
    StringBuilder html = new StringBuilder();
    markup.appendTo(html);
    return html.toString();
  }

  @Test
  void asksNoNetworkForAnything() {
    String html = ReportPage.html(SampleReports.digits());
    assertThat(html).contains("default-src 'none'".replace("'", "&#39;"));
    assertThat(all("(?:src|href)=\"[^\"]*\"", html))
        .allMatch(r -> r.matches("href=\"(#.*|data:,)\""));
    assertThat(html)
        .doesNotContain("url(", "@import", "fetch(", "XMLHttpRequest", "http://", "https://");
  }

  @Test
  void textFromTheDataIsText() {
    String html = ReportPage.html(SampleReports.hostile());
    assertThat(all("<script", html)).hasSize(1);
    assertThat(all("<style", html)).hasSize(1);
    assertThat(all("<img", html)).isEmpty();
    assertThat(html).doesNotContain(SampleReports.HOSTILE);
  }

  @Test
  void theSameReportIsTheSamePage() {
    assertThat(ReportPage.html(SampleReports.bare()))
        .isEqualTo(ReportPage.html(SampleReports.bare()));
  }

  @Test
  void aPartWithoutContentTakesNoRoom() {
    assertThat(all("<section id=\"[a-z]+\"", ReportPage.html(SampleReports.bare())))
        .containsExactly("<section id=\"provenance\"");
  }

  @Test
  void theAccountAddsUpAsShown() {
    // 3.325 − 3.262 = 0.063 and 3.262 − 3.206 = 0.056 would be shown as 3.33 − 0.06 − 0.06 = 3.21:
    // 0.01 is missing.
    Ledger ledger =
        new Ledger(
            "label",
            OptionalDouble.of(3.327),
            3.262,
            "boosting",
            new Measured(3.206, 3.1, 3.3),
            0.7);
    List<Double> shown =
        all("<td>[^<]*", html(LedgerSection.of(ledger).markup())).stream()
            .map(td -> Double.parseDouble(td.substring(4).replace('−', '-')))
            .toList();
    assertThat(shown).hasSize(5);
    assertThat(Math.round(100 * (shown.get(0) + shown.get(1))))
        .isEqualTo(Math.round(100 * shown.get(2)));
    assertThat(Math.round(100 * (shown.get(2) + shown.get(3))))
        .isEqualTo(Math.round(100 * shown.get(4)));
  }

  @Test
  void aNetworkAboveTheCeilingIsNotSaidToKnowMoreThanCanBeKnown() {
    Ledger ledger =
        new Ledger(
            "label",
            OptionalDouble.of(3.32),
            3.29,
            "boosting",
            new Measured(3.30, 3.27, 3.33),
            0.66);
    assertThat(html(LedgerSection.of(ledger).markup()))
        .contains("no less than the best decoder tried (3.29)", "known to nothing tried 0.02")
        .doesNotContain("that can be known", "knowable, not known");
  }

  @Test
  void whoeverWinsIsSaid() {
    assertThat(html(ControlsSection.of(SampleReports.digits().controls().orElseThrow()).markup()))
        .contains("Pith is better than random search.")
        .contains(
            "It cannot be told apart from the largest network that fits and the same search scored"
                + " by accuracy.");
    assertThat(html(ControlsSection.of(SampleReports.housing().controls().orElseThrow()).markup()))
        .contains(
            "Pith is better than random search. It is worse than the largest network that fits.");
  }

  @Test
  void whatDivergedIsSaidAndHasNoPlaceInADrawing() {
    Controls with = SampleReports.housing().controls().orElseThrow();
    List<Controls.Control> others = new ArrayList<>(with.others());
    double none = Double.POSITIVE_INFINITY;
    others.add(
        new Controls.Control("chance", 9, Measured.exactly(none), List.of(50_000.0, none), 1));
    String controls =
        html(ControlsSection.of(new Controls(with.quality(), with.ours(), others)).markup());
    assertThat(controls)
        .contains("Trainings diverged, and are left out of the drawing: of chance.")
        .doesNotContain("Infinity", "NaN");

    Front front = SampleReports.digits().front().orElseThrow();
    List<Front.Candidate> candidates = new ArrayList<>(front.candidates());
    for (int i = 0; i < front.candidates().size(); i++) {
      Measured lost = Measured.exactly(Double.NEGATIVE_INFINITY);
      candidates.add(new Front.Candidate("lost" + i, "mlp", 9, 9, 9, lost, 0, false));
    }
    String drawn = html(FrontSection.of(withCandidates(front, candidates)).markup());
    assertThat(drawn).doesNotContain("Infinity", "NaN").contains("are not drawn");
  }

  private static Front withCandidates(Front front, List<Front.Candidate> candidates) {
    return new Front(
        front.axis(),
        front.quality(),
        candidates,
        front.chosen(),
        front.knee(),
        front.allowed(),
        front.ceiling(),
        front.afterwards());
  }

  @Test
  void everyFigureOfALayerIsOnThePage() {
    Inspection.Figures figures =
        new Inspection.Figures(
            "dense",
            39,
            0.25,
            0.5,
            0.75,
            2_535,
            2_496,
            78,
            0.125,
            new Measured(3.2334, 3.1, 3.3),
            Measured.exactly(Double.NaN),
            2.9876,
            36.7,
            new Measured(-0.0541, -0.1, 0.01),
            OptionalInt.of(8),
            OptionalInt.of(3),
            OptionalInt.empty(),
            11.19,
            21.68,
            Double.NaN,
            Double.POSITIVE_INFINITY);
    SequencedMap<String, Double> lengths = new LinkedHashMap<>();
    lengths.put("the input", 0.578);
    Inspection inspection =
        new Inspection(
            "t",
            "a",
            "f",
            List.of(),
            new Inspection.Account(
                Optional.of(3.321),
                List.of(new Inspection.Place("the answer", Measured.exactly(3.1), "", false)),
                lengths,
                "Next."),
            List.of(
                new Inspection.LayerLine(
                    "h1", "dense", 39, 2_535, 2_496, 1, 3.23, Double.NaN, 36.7, "keep", figures)),
            List.of(),
            List.of(new Inspection.LatentLine("h1", 39, 78, 3.12, 0.04)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            SampleReports.bare().provenance());
    String html = ReportPage.html(inspection);
    assertThat(html)
        .contains("H(Y), the entropy of the target")
        .contains("0.58 bits from the input; H(Y), by the classes’ frequencies alone, is 3.32");
    String row = html.substring(html.indexOf("All figures of the layers"));
    assertThat(all("<td>[^<]*", row).subList(0, 20))
        .extracting(td -> td.substring(4).replace('\u00a0', ' '))
        .containsExactly(
            "39",
            "2,535",
            "25.0 %",
            "2,496",
            "50.0 %",
            "75.0 %",
            "78",
            "12.5 %",
            "3.233 (3.100 to 3.300)",
            "–",
            "2.988",
            "36.700",
            "−0.054 (−0.100 to 0.010)",
            "8",
            "3",
            "–",
            "11.19",
            "21.68",
            "–",
            "∞");
  }

  @Test
  void manyClassesAreListedByTheirCommonestMistakes() {
    String many = html(AnswersSection.of(SampleReports.confusion(40, 0.02)).markup());
    assertThat(many).contains("taken for").doesNotContain("confusion");
    assertThat(html(AnswersSection.of(SampleReports.confusion(3, 0)).markup()))
        .contains("test rows are answered correctly");
  }
}
