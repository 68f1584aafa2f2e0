package org.pith.measure.discrete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pith.measure.discrete.SemanticInformation.Matching;

class SemanticInformationTest {
  private static final double[][] JOINT = {{30, 5, 0}, {10, 20, 5}, {0, 4, 26}};

  @Test
  void learnedTruthsGiveShannonsInformation() {
    double[][] truth = SemanticInformation.learnedTruth(JOINT);
    assertThat(truth[0][0]).isEqualTo(1);
    assertThat(SemanticInformation.of(JOINT, truth)).isCloseTo(shannon(JOINT), within(1e-12));
  }

  @Test
  void otherTruthsConveyLess() {
    Random random = new Random(1);
    for (int trial = 0; trial < 200; trial++) {
      double[][] truth = new double[3][3];
      for (double[] row : truth) {
        java.util.Arrays.setAll(row, j -> random.nextDouble());
      }
      assertThat(SemanticInformation.of(JOINT, truth)).isLessThan(shannon(JOINT));
    }
  }

  @Test
  void falsehoodsCostEverything() {
    double[][] truth = SemanticInformation.learnedTruth(JOINT);
    truth[0][0] = 0;
    assertThat(SemanticInformation.of(JOINT, truth)).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void matchingChannelsFindsTheBestThresholdOfTwoNormals() {
    int cells = 200;
    double[][] p = new double[2][cells];
    for (int z = 0; z < cells; z++) {
      double at = (z + 0.5) / 20;
      p[0][z] = 0.8 * Math.exp(-(at - 3) * (at - 3) / 2);
      p[1][z] = 0.2 * Math.exp(-(at - 6) * (at - 6) / 4.5) / 1.5;
    }
    double best = 0;
    for (int cut = 1; cut < cells; cut++) {
      best = Math.max(best, shannon(channel(p, cut)));
    }
    for (int cut : new int[] {60, 100, 140}) {
      int[] start = new int[cells];
      java.util.Arrays.fill(start, cut, cells, 1);
      Matching matching = SemanticInformation.match(p, start, 2);
      // From the middle of the range; a bad start takes a round or two more.
      assertThat(matching.iterations()).isLessThanOrEqualTo(cut == 100 ? 5 : 7);
      // The labelling is not bound to a single threshold, so it may be a little better.
      assertThat(matching.information()).isBetween(best - 1e-9, best + 0.01);
    }
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(
            () -> SemanticInformation.of(JOINT, new double[][] {{1, 2, 0}, {0, 0, 0}, {0, 0, 0}}))
        .hasMessageContaining("truth value is 2.0");
    assertThatThrownBy(() -> SemanticInformation.of(JOINT, new double[2][3]))
        .hasMessageContaining("3 by 3");
    assertThatThrownBy(() -> SemanticInformation.match(JOINT, new int[] {0, 1, 5}, 2))
        .hasMessageContaining("0 to 1");
    assertThatThrownBy(() -> SemanticInformation.learnedTruth(new double[][] {{1, -1}}))
        .hasMessageContaining("-1.0");
  }

  private static double[][] channel(double[][] p, int cut) {
    double[][] joint = new double[2][2];
    for (int x = 0; x < 2; x++) {
      for (int z = 0; z < p[x].length; z++) {
        joint[x][z < cut ? 0 : 1] += p[x][z];
      }
    }
    return joint;
  }

  private static double shannon(double[][] joint) {
    double total = 0;
    double[] rows = new double[joint.length];
    double[] columns = new double[joint[0].length];
    for (int x = 0; x < rows.length; x++) {
      for (int j = 0; j < columns.length; j++) {
        total += joint[x][j];
        rows[x] += joint[x][j];
        columns[j] += joint[x][j];
      }
    }
    double sum = 0;
    for (int x = 0; x < rows.length; x++) {
      for (int j = 0; j < columns.length; j++) {
        double p = joint[x][j];
        sum += p == 0 ? 0 : p / total * Math.log(p * total / rows[x] / columns[j]);
      }
    }
    return sum;
  }
}
