package org.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pith.measure.Estimate;
import org.pith.train.HeldOut;

class ControlLineTest {

  private static ControlLine line(double... accuracies) {
    List<HeldOut> scores =
        Arrays.stream(accuracies)
            .mapToObj(
                a ->
                    new HeldOut(
                        Estimate.normal(
                            1, 0, 100, "usable", "none", Estimate.Verdict.TRUSTED, "known"),
                        a,
                        Double.NaN,
                        1,
                        0))
            .toList();
    return new ControlLine(scores, 10, 2);
  }

  /** Mean 0.9, deviation 0.01: 4.3027 * 0.01 / sqrt(3) = 0.02484 to each side. */
  @Test
  void threeSeedsHaveStudentsInterval() {
    CompactResult.Control control = line(0.89, 0.90, 0.91).json(1);
    assertThat(control.accuracy()).isCloseTo(0.9, within(1e-12));
    assertThat(control.interval().getFirst()).isCloseTo(0.9 - 0.02484, within(1e-5));
    assertThat(control.interval().getLast()).isCloseTo(0.9 + 0.02484, within(1e-5));
    assertThat(line(0.89, 0.90, 0.91).text("l1", 1))
        .contains("0.9000 (0.8752 to 0.9248) over 3 seeds");
  }

  @Test
  void oneSeedHasNone() {
    assertThat(line(0.9).json(1).interval()).isNull();
    assertThat(line(0.9).text("l1", 1)).contains("0.9000 in one run").doesNotContain("NaN");
    assertThat(line(0.9).shown("l1", 1).quality().hasInterval()).isFalse();
  }
}
