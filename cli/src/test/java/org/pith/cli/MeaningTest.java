package org.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pith.data.ImageShape;
import org.pith.data.Images;
import org.pith.data.Table;
import org.pith.network.Shape;
import org.pith.search.space.Activation;
import org.pith.search.space.Mlp;
import org.pith.train.encode.Feeding;

/** How a model made elsewhere is fed is decided by what it knows of rows that it may have learned. */
class MeaningTest {

  private static final String UNIT = "0 to 1";
  private static final String RAW = "0 to 255";
  private static final String STANDARD = "mean 0 and variance 1";

  private static String fed(Map<String, Double> nats) {
    Images images = new Images(new ImageShape(1, 2, 2), new byte[] {0, 90, 17, -1, 3, 4, 5, 6});
    Table rows = new Table("pictures", 2, List.of(), Optional.of(images), List.of());
    List<Feeding> ways =
        Feeding.candidates(
            new Mlp(List.of(3), Activation.RELU, false, false, 0).body(Shape.of(4), 10), rows);
    return Meaning.feeding(ways, way -> nats.getOrDefault(way.scaling().name(), -3.0))
        .scaling()
        .name();
  }

  @Test
  void surenessOfRowsThatAreAllRightIsNoKnowledge() {
    // All right, and 255 times as sure: ln 10 nats against a little less.
    assertThat(fed(Map.of(UNIT, 2.1, RAW, Math.log(10)))).isEqualTo(UNIT);
    assertThat(fed(Map.of(UNIT, 2.27, STANDARD, 2.3))).isEqualTo(UNIT);
  }

  @Test
  void aScaleThatTheModelKnowsClearlyMoreWithIsTaken() {
    // Fed a 255th of what it learned from, a network hardly answers.
    assertThat(fed(Map.of(UNIT, 0.03, RAW, 1.9))).isEqualTo(RAW);
    assertThat(fed(Map.of(UNIT, 1.7, RAW, -9.0, STANDARD, 2.1))).isEqualTo(STANDARD);
    assertThat(fed(Map.of(UNIT, -2.0, RAW, 1.0, STANDARD, 1.1))).isEqualTo(STANDARD);
  }
}
