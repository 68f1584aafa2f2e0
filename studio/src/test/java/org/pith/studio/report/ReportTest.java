package org.pith.studio.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.pith.studio.report.Answers.Confusion;
import org.pith.studio.report.Controls.Control;
import org.pith.studio.report.Controls.Standing;
import org.pith.studio.report.Front.Candidate;

class ReportTest {

  private static Control control(double low, double high) {
    return new Control("c", 1, new Measured((low + high) / 2, low, high), List.of(), 1);
  }

  @Test
  void aDifferenceCountsWhereIntervalsAreApart() {
    Controls accuracy = new Controls(Quality.ACCURACY, control(0.97, 0.98), List.of());
    assertThat(accuracy.against(control(0.95, 0.96))).isEqualTo(Standing.WINS);
    assertThat(accuracy.against(control(0.95, 0.97))).isEqualTo(Standing.TIES);
    assertThat(accuracy.against(control(0.985, 0.99))).isEqualTo(Standing.LOSES);
    Controls error = new Controls(Quality.RMSE, control(0.97, 0.98), List.of());
    assertThat(error.against(control(0.95, 0.96))).isEqualTo(Standing.LOSES);
    Control bare = new Control("c", 1, Measured.exactly(0.1), List.of(), 1);
    assertThat(accuracy.against(bare)).isEqualTo(Standing.TIES);
  }

  @Test
  void theBestComesFirst() {
    Control low = control(0.1, 0.2);
    Control high = control(0.3, 0.4);
    assertThat(new Controls(Quality.ACCURACY, low, List.of(high)).ranked())
        .containsExactly(high, low);
    assertThat(new Controls(Quality.RMSE, low, List.of(high)).ranked()).containsExactly(low, high);
  }

  @Test
  void marksMustBeAmongTheCandidates() {
    Candidate c = new Candidate("a", "mlp:1", 1, 1, 1, Measured.exactly(1), 1, true);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> front(CostUnit.PARAMS, List.of(c), "b"))
        .withMessage("The chosen candidate 'b' is not among the 1 candidates.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> front(CostUnit.LATENCY, List.of(c), "a"))
        .withMessage("The front cannot be drawn against LATENCY. Maybe PARAMS, MACS or BYTES.");
  }

  private static Front front(CostUnit axis, List<Candidate> candidates, String chosen) {
    return new Front(
        axis,
        Quality.ACCURACY,
        candidates,
        chosen,
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.empty());
  }

  @Test
  void shapesAndIntervalsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Confusion(List.of("a", "b"), List.of(List.of(1L, 2L))))
        .withMessage("The confusion of 2 classes must be 2 rows of 2 counts.");
    assertThatIllegalArgumentException().isThrownBy(() -> new Measured(1, 2, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Measured(1, Double.NaN, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Columns(List.of(), Optional.of(new Columns.Grid(2, 3))))
        .withMessage("A picture of 2 by 3 pixels needs as many columns, not 0.");
    assertThatIllegalArgumentException().isThrownBy(() -> new Limit(CostUnit.PARAMS, 0, 1));
    assertThat(new Limit(CostUnit.PARAMS, 5, 6).holds()).isFalse();
  }
}
