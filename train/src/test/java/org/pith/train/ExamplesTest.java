package org.pith.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.pith.network.Shape;

class ExamplesTest {

  private static final Examples EXAMPLES =
      new Examples(
          Shape.of(2),
          new float[] {1, 2, 3, 4, 5, 6},
          new Target.Classes(new int[] {0, 1, 1}, 2),
          new float[] {.1f, .2f, .3f, .4f, .5f, .6f});

  @Test
  void picksRowsWithTheirTargetAndTeacher() {
    assertThat(EXAMPLES.rows(new int[] {2, 0, 2}))
        .isEqualTo(
            new Examples(
                Shape.of(2),
                new float[] {5, 6, 1, 2, 5, 6},
                new Target.Classes(new int[] {1, 0, 1}, 2),
                new float[] {.5f, .6f, .1f, .2f, .5f, .6f}));
    assertThat(new Target.Numbers(new float[] {1, 2}).rows(new int[] {1}))
        .isEqualTo(new Target.Numbers(new float[] {2}));
  }

  @Test
  void lengthsAndLabelsAreChecked() {
    assertThatThrownBy(() -> new Examples(Shape.of(3), new float[6], EXAMPLES.target()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 rows of shape [3] hold 9 numbers, but 6");
    assertThatThrownBy(() -> EXAMPLES.withTeacher(new float[3]))
        .hasMessageContaining("gives 6 numbers");
    assertThatThrownBy(() -> new Target.Classes(new int[] {0, 2}, 2))
        .hasMessageContaining("Label 2 of row 1");
    assertThatThrownBy(() -> new Target.Numbers(new float[] {Float.NaN}))
        .hasMessageContaining("row 0");
  }
}
