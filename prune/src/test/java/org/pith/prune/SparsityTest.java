package org.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pith.network.Network;
import org.pith.network.Tensor;
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

  @Test
  void keepsMoreThanChance() {
    float[] scores = Inference.scores(network, rows);
    double information =
        Agreement.of(scores, Inference.scores(Sparsity.of(0.6).apply(network, rows), rows), 3);
    double chance = Agreement.of(scores, Inference.scores(zeroed(0.6), rows), 3);
    assertThat(information).isGreaterThan(chance + 0.1);
  }

  private Network zeroed(double share) {
    Network zeroed = network;
    Random random = new Random(3);
    for (String weight : List.of("layer1/weight", "layer2/weight", "layer3/weight")) {
      Tensor.Floats tensor = network.floats(weight);
      List<Integer> places = new ArrayList<>();
      for (int i = 0; i < tensor.values().length; i++) {
        places.add(i);
      }
      Collections.shuffle(places, random);
      float[] values = tensor.values().clone();
      places.stream().limit((int) (share * values.length)).forEach(i -> values[i] = 0);
      zeroed = zeroed.withConstants(Map.of(weight, new Tensor.Floats(tensor.shape(), values)));
    }
    return zeroed;
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
