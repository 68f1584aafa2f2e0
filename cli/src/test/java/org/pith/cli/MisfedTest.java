package org.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.pith.train.Target;

/** When a model looks as if it were fed otherwise than it was trained. */
class MisfedTest {

  private static final Target.Classes ROWS = new Target.Classes(new int[] {0, 1, 1, 1}, 2);

  private static boolean warns(double bits, double accuracy) {
    return Misfed.warning("m.onnx", false, bits, OptionalDouble.of(0.8), accuracy, ROWS)
        .isPresent();
  }

  @Test
  void warnsOfLittleKnowledgeAndOfAnswersWorseThanTheUsualOne() {
    assertThat(warns(0.7, 1)).isFalse();
    assertThat(warns(0.09, 0.75)).isFalse();
    assertThat(warns(0.07, 1)).as("less than a tenth").isTrue();
    assertThat(warns(-3, 1)).isTrue();
    assertThat(warns(0.7, 0.74)).as("three of four rows are of one class").isTrue();
  }

  @Test
  void isOneLineThatNamesTheOptionWhereThereIsOne() {
    assertThat(Misfed.warning("m.onnx", false, 0, OptionalDouble.of(0.8), 0.5, ROWS))
        .hasValue(
            "m.onnx as given knows little of these rows (0.00 of 0.80 bits, and 50.0 % right where the most frequent class alone is 75.0 %): maybe its inputs are scaled otherwise: --scale.");
    assertThat(Misfed.warning("m.onnx", true, 0, OptionalDouble.of(0.8), 0.5, ROWS))
        .get()
        .asString()
        .doesNotContain("--scale");
  }
}
