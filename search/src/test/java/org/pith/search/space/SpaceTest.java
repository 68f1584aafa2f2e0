package org.pith.search.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.pith.network.Network;
import org.pith.network.Shape;

class SpaceTest {

  @Property(tries = 100)
  void whatIsDrawnOrVariedIsANetworkFromFeaturesToScores(@ForAll long seed, @ForAll boolean image) {
    Shape features = image ? Shape.of(1, 28, 28) : Shape.of(20);
    Space space = Space.of(features);
    SplittableRandom random = new SplittableRandom(seed);
    Architecture architecture = space.draw(random);
    for (int i = 0; i < 5; i++) {
      Network body = architecture.body(features, 7);
      assertThat(body.inputs().getFirst().name()).isEqualTo("features");
      assertThat(body.shape(body.outputs().getFirst().name())).isEqualTo(Shape.of(Shape.BATCH, 7));
      architecture = space.mutate(architecture, random);
    }
  }

  @Test
  void tablesGetPerceptronsAlone() {
    SplittableRandom random = new SplittableRandom(1);
    Space space = Space.of(Shape.of(20));
    for (int i = 0; i < 50; i++) {
      assertThat(space.draw(random)).isInstanceOf(Mlp.class);
    }
  }

  @Test
  void structuresDifferInMoreThanWidths() {
    Mlp small = new Mlp(java.util.List.of(3, 4), Activation.RELU, false, false, 0);
    assertThat(small.structure()).isEqualTo(small.withWidths(java.util.List.of(9, 2)).structure());
  }
}
