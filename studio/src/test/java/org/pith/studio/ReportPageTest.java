package org.pith.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
  void manyClassesAreListedByTheirCommonestMistakes() {
    String many = html(AnswersSection.of(SampleReports.confusion(40, 0.02)).markup());
    assertThat(many).contains("taken for").doesNotContain("confusion");
    assertThat(html(AnswersSection.of(SampleReports.confusion(3, 0)).markup()))
        .contains("test rows are answered correctly");
  }
}
