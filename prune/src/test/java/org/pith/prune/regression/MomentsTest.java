package org.pith.prune.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MomentsTest {

  @Test
  void matchesTheDefinitionAtAnyOffset() {
    double[][] rows = rows(203, 1e6);
    Moments moments = gather(rows);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        assertThat(moments.covariance().get(i, j)).isCloseTo(covariance(rows, i, j), within(1e-8));
      }
      assertThat(moments.crossCovariance().get(i, 1))
          .isCloseTo(covariance(rows, i, 4), within(1e-8));
    }
    assertThat(moments.targetVariance())
        .isCloseTo(covariance(rows, 3, 3) + covariance(rows, 4, 4), within(1e-8));
    assertThat(moments.means()[2]).isCloseTo(mean(rows, 2), within(1e-8));
  }

  @Test
  void partsAddUpToTheWhole() {
    double[][] rows = rows(150, 100);
    Moments a = gather(rows);
    Moments first = new Moments(3, 2);
    Moments second = new Moments(3, 2);
    for (int i = 0; i < rows.length; i++) {
      (i % 3 == 0 ? first : second).add(rows[i]);
    }
    Moments total = Moments.total(List.of(first, new Moments(3, 2), second));
    assertThat(total.rows()).isEqualTo(150);
    assertThat(total.covariance().data).containsExactly(a.covariance().data, within(1e-9));
    assertThat(total.crossCovariance().data)
        .containsExactly(a.crossCovariance().data, within(1e-9));
    assertThat(total.targetVariance()).isCloseTo(a.targetVariance(), within(1e-9));
    assertThat(first.rows()).isEqualTo(50);
  }

  @Test
  void refusesRowsOfAnotherLength() {
    assertThatThrownBy(() -> new Moments(2, 1).add(new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 features and 1 targets, but 2 numbers were given");
  }

  private static double[][] rows(int count, double offset) {
    Random random = new Random(7);
    double[][] rows = new double[count][5];
    for (double[] row : rows) {
      double shared = random.nextGaussian();
      for (int i = 0; i < 5; i++) {
        row[i] = offset + shared * i + random.nextGaussian();
      }
    }
    return rows;
  }

  private static Moments gather(double[][] rows) {
    Moments moments = new Moments(3, 2);
    for (double[] row : rows) {
      moments.add(row);
    }
    return moments;
  }

  private static double mean(double[][] rows, int i) {
    double sum = 0;
    for (double[] row : rows) {
      sum += row[i];
    }
    return sum / rows.length;
  }

  private static double covariance(double[][] rows, int i, int j) {
    double meanI = mean(rows, i);
    double meanJ = mean(rows, j);
    double sum = 0;
    for (double[] row : rows) {
      sum += (row[i] - meanI) * (row[j] - meanJ);
    }
    return sum / rows.length;
  }
}
