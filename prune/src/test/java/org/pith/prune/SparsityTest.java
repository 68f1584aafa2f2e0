package org.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.cost.Cost;
import org.pith.train.Examples;
import org.pith.train.Inference;

class SparsityTest {
  private final Network network = Nets.mlp(1, 10, 40, 20, 3);
  private final Examples rows = Nets.rows(network, 1_000, 2);

  @Test
  void everyLayerLosesItsShareAndTheShapesStay() {
    Network sparse = Sparsity.of(0.8).apply(network, rows);
    for (String weight : List.of("layer1/weight", "layer2/weight", "layer3/weight")) {
      float[] values = sparse.floats(weight).values();
      int zeros = 0;
      for (float value : values) {
        zeros += value == 0 ? 1 : 0;
      }
      assertThat(zeros).isEqualTo((int) (0.8 * values.length));
    }
    // What the label says: zeros cost what other numbers cost.
    assertThat(Cost.of(sparse).macs()).isEqualTo(Cost.of(network).macs());
    assertThat(Cost.of(sparse).bytes()).isEqualTo(Cost.of(network).bytes());
  }

  /** With the same refit, what is told apart is the score alone. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keepsMoreThanChance(boolean repair) {
    Sparsity information = Sparsity.of(0.6).withRepair(repair);
    assertThat(agreement(information))
        .isGreaterThan(agreement(information.withScore(Sparsity.Score.RANDOM)) + 0.1);
  }

  @Test
  void refittingKeepsMoreWhateverTheScore() {
    for (Sparsity.Score score : Sparsity.Score.values()) {
      Sparsity bare = Sparsity.of(0.6).withScore(score).withRepair(false);
      assertThat(agreement(bare.withRepair(true))).as(score.name()).isGreaterThan(agreement(bare));
    }
  }

  @Test
  void magnitudeTakesTheSmallest() {
    Sparsity sparsity =
        Sparsity.of(0.5).withScore(Sparsity.Score.MAGNITUDE).withRepair(false).withSeed(4);
    float[] before = network.floats("layer1/weight").values();
    float[] after = sparsity.apply(network, rows).floats("layer1/weight").values();
    double largestGone = 0;
    double smallestKept = Double.POSITIVE_INFINITY;
    for (int i = 0; i < before.length; i++) {
      if (after[i] == 0) {
        largestGone = Math.max(largestGone, Math.abs(before[i]));
      } else {
        assertThat(after[i]).isEqualTo(before[i]);
        smallestKept = Math.min(smallestKept, Math.abs(before[i]));
      }
    }
    assertThat(largestGone).isLessThan(smallestKept);
  }

  /** What is zero goes first, so a second cut takes the first one's weights and some more. */
  @ParameterizedTest
  @EnumSource(Sparsity.Score.class)
  void comesDownInStages(Sparsity.Score score) {
    Network half = Sparsity.of(0.5).withScore(score).apply(network, rows);
    Network fifth = Sparsity.of(0.8).withScore(score).apply(half, rows);
    float[] first = half.floats("layer2/weight").values();
    float[] second = fifth.floats("layer2/weight").values();
    int zeros = 0;
    for (int i = 0; i < first.length; i++) {
      assertThat(first[i] == 0 && second[i] != 0).isFalse();
      zeros += second[i] == 0 ? 1 : 0;
    }
    assertThat(zeros).isEqualTo((int) (0.8 * first.length));
  }

  /** The first product has no sum and so no place for a bias, the second has one; the last is of rows and becomes a Gemm. */
  @ParameterizedTest
  @EnumSource(Sparsity.Score.class)
  void productsAtSeveralPlacesLoseTheirShareToo(Sparsity.Score score) {
    Network places = Nets.places(3);
    Examples seen = Nets.rows(places, 400, 2);
    Network sparse = Sparsity.of(0.5).withScore(score).apply(places, seen);
    for (String weight : List.of("bare/weight", "summed/weight", "scores/weight")) {
      float[] values = sparse.floats(weight).values();
      int zeros = 0;
      for (float value : values) {
        zeros += value == 0 ? 1 : 0;
      }
      assertThat(zeros).as(weight).isEqualTo(values.length / 2);
    }
    assertThat(sparse.node("bare").operator()).isEqualTo(new Operator.MatMul());
    assertThat(sparse.node("scores").operator()).isEqualTo(Operator.Gemm.PLAIN);
    assertThat(sparse.shape("scores")).isEqualTo(places.shape("scores"));
  }

  /** The rows are far from zero, and no bias can make up for a mean that moves: the refit must not count on one. */
  @Test
  void aProductWithoutASumIsRefittedWithoutAShift() {
    Network places = Nets.places(3);
    Examples centred = Nets.rows(places, 400, 2);
    float[] far = centred.inputs().clone();
    for (int i = 0; i < far.length; i++) {
      far[i] += 3;
    }
    Examples seen = new Examples(centred.rowShape(), far, centred.target());
    Sparsity bare = Sparsity.of(0.5).withRepair(false);
    assertThat(error(places, bare.withRepair(true).apply(places, seen), seen))
        .isLessThan(error(places, bare.apply(places, seen), seen) / 2);
  }

  /** Squares of what the product without a sum makes amiss. */
  private static double error(Network whole, Network sparse, Examples rows) {
    float[] wanted = Inference.tap(whole, rows, List.of("bare")).get("bare");
    float[] made = Inference.tap(sparse, rows, List.of("bare")).get("bare");
    double error = 0;
    for (int i = 0; i < wanted.length; i++) {
      error += (wanted[i] - made[i]) * (wanted[i] - made[i]);
    }
    return error;
  }

  private double agreement(Sparsity sparsity) {
    return Agreement.of(
        Inference.scores(network, rows), Inference.scores(sparsity.apply(network, rows), rows), 3);
  }

  /** With none to go, refitting finds the weights where they are. */
  @Test
  void nothingGoesAndNothingMoves() {
    float[] before = Inference.scores(network, rows);
    float[] after = Inference.scores(Sparsity.of(0).apply(network, rows), rows);
    assertThat(Agreement.of(before, after, 3)).isGreaterThan(1 - 1e-9);
  }

  @Test
  void refusesAShareThatLeavesNothing() {
    assertThatThrownBy(() -> Sparsity.of(1))
        .hasMessageContaining("The share of weights that go (1.0) must be at least 0 and below 1");
  }
}
