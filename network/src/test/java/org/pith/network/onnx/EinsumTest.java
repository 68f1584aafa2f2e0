package org.pith.network.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pith.network.Shape;

class EinsumTest {

  private static Optional<Einsum> of(String equation) {
    Shape four = Shape.of(-1, 4, 8, 6);
    return Einsum.of(equation, Optional.of(four), Optional.of(four));
  }

  /** Queries by keys: the keys are turned. */
  @Test
  void scoresOfAttentionAreAProduct() {
    assertThat(of("bhqd, bhkd -> bhqk"))
        .contains(new Einsum(List.of(0, 1, 2, 3), List.of(0, 1, 3, 2), List.of(0, 1, 2, 3)));
  }

  /** Heads lie behind steps, in what is read and in what comes out. */
  @Test
  void sharedLettersLeadAndGoBack() {
    assertThat(of("bqhd,bkhd->bqhk"))
        .contains(new Einsum(List.of(0, 2, 1, 3), List.of(0, 2, 3, 1), List.of(0, 2, 1, 3)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bhqd,bhkd",
        "bhqd,bhqd->bhqd",
        "b...d,bhkd->b",
        "bhqq,bhkd->bhk",
        "bhqd->b",
        "abcd,abcd->"
      })
  void whatIsNoProductOfMatricesIsLeftAlone(String equation) {
    assertThat(of(equation)).isEmpty();
  }
}
