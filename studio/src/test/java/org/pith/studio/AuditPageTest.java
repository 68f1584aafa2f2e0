package org.pith.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pith.studio.report.Audit;
import org.pith.studio.report.RedundancyMap;

class AuditPageTest {

  @Test
  void hasASectionForWhatThereIs() {
    assertThat(ReportPage.html(SampleAudits.adult()))
        .contains("How much there is to know", "What each column knows", "Which columns together")
        .contains("What the columns share", "Where this comes from", "Hellman and Raviv");
    assertThat(ReportPage.html(SampleAudits.bare()))
        .contains("What each column knows")
        .doesNotContain("How much there is to know", "Which columns together", "share most");
  }

  @Test
  void textFromTheDataStaysText() {
    Audit hostile = SampleAudits.hostile();
    assertThat(ReportPage.html(hostile))
        .doesNotContain("<script>window.pwned")
        .doesNotContain("<img");
  }

  @Test
  void sharesAreOfTheSmallerEntropy() {
    RedundancyMap map =
        new RedundancyMap(
            List.of("fine", "coarse", "still"),
            List.of(List.of(4.0, 1.0, 0.0), List.of(1.0, 1.0, 0.0), List.of(0.0, 0.0, 0.0)),
            0);
    assertThat(map.share(0, 1)).isEqualTo(1);
    assertThat(map.share(1, 2)).isZero();
    assertThatThrownBy(() -> new RedundancyMap(List.of("a", "b"), List.of(List.of(1.0)), 0))
        .hasMessageContaining("as many rows and columns");
  }

  @Test
  void alikeColumnsStandSideBySide() {
    List<List<Double>> bits =
        List.of(
            List.of(1.0, 0.1, 0.8, 0.0),
            List.of(0.1, 1.0, 0.0, 0.9),
            List.of(0.8, 0.0, 1.0, 0.2),
            List.of(0.0, 0.9, 0.2, 1.0));
    List<Integer> order = AlikeOrder.of(new RedundancyMap(List.of("a", "b", "c", "d"), bits, 0));
    // The pairs (a, c) and (b, d), joined where c and d are alike.
    assertThat(order).isIn(List.of(0, 2, 3, 1), List.of(1, 3, 2, 0));
    assertThat(bits.get(order.get(1)).get(order.get(2))).isCloseTo(0.2, within(1e-12));
  }
}
