package org.pith.search.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.pith.network.Shape;
import org.pith.network.cost.Cost;

class WidthSolverTest {

  private static final Shape DIGIT = Shape.of(64);

  private static long params(Architecture architecture, Shape features) {
    return Cost.of(architecture.body(features, 10)).params();
  }

  private static Mlp mlp(Integer... widths) {
    return new Mlp(List.of(widths), Activation.RELU, false, false, 0);
  }

  @Test
  void spendsTheBudgetToTheLastUnit() {
    // One hidden layer of w units has 75 w + 10 numbers; 5,000 leave room for 66.
    Architecture widest = WidthSolver.widest(mlp(8), a -> params(a, DIGIT) <= 5_000).orElseThrow();

    assertThat(widest.widths()).containsExactly(66);
  }

  @Test
  void saysWhenNotEvenOneUnitFits() {
    assertThat(WidthSolver.widest(mlp(8), a -> params(a, DIGIT) <= 84)).isEmpty();
    assertThat(WidthSolver.widest(mlp(8), a -> params(a, DIGIT) <= 85)).isPresent();
  }

  @Test
  void widensNoLayerBeyondTheWidestAllowed() {
    assertThat(WidthSolver.widest(mlp(3, 1), a -> true).orElseThrow().widths().getFirst())
        .isEqualTo(WidthSolver.WIDEST);
  }

  @Property(tries = 60)
  void everyProposalFitsAndNotAllLayersCouldBeWider(
      @ForAll long seed,
      @ForAll @IntRange(min = 400, max = 20_000) int limit,
      @ForAll boolean image) {
    Shape features = image ? Shape.of(1, 16, 16) : DIGIT;
    Architecture drawn = Space.of(features).draw(new java.util.SplittableRandom(seed));

    WidthSolver.widest(drawn, a -> params(a, features) <= limit)
        .ifPresent(
            widest -> {
              assertThat(params(widest, features)).isLessThanOrEqualTo(limit);
              List<Integer> wider =
                  widest.widths().stream().map(w -> Math.min(w + 1, WidthSolver.WIDEST)).toList();
              if (!wider.equals(widest.widths())) {
                assertThat(params(widest.withWidths(wider), features)).isGreaterThan(limit);
              }
            });
  }
}
