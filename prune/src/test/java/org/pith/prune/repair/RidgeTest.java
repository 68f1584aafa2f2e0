package org.pith.prune.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.pith.prune.regression.Moments;

class RidgeTest {

  @Test
  void findsALinearRelationExactly() {
    Ridge fit = Ridge.fit(folds(400, 0), new DMatrixRMaj(3, 1));
    assertThat(fit.weights().data).containsExactly(new double[] {2, -1, 0.5}, within(1e-6));
    assertThat(fit.bias()[0]).isCloseTo(4, within(1e-6));
    assertThat(fit.unexplained()).isCloseTo(0, within(1e-9));
  }

  /**
   * Signal variance 4 + 1 + 1/4, noise 1: the share 1 / 6.25 = 0.16, with a standard error of
   * sqrt(2/400) of it.
   */
  @Test
  void statesWhatIsLeftUnexplained() {
    Ridge fit = Ridge.fit(folds(400, 1), new DMatrixRMaj(3, 1));
    assertThat(fit.unexplained()).isCloseTo(0.16, within(0.035));
  }

  @Test
  void keepsThePriorWhereNothingIsLearned() {
    DMatrixRMaj prior = new DMatrixRMaj(new double[][] {{2}, {-1}, {0.5}});
    Ridge fit = Ridge.fit(folds(12, 3), prior);
    Ridge free = Ridge.fit(folds(12, 3), new DMatrixRMaj(3, 1));
    assertThat(distance(fit.weights())).isLessThanOrEqualTo(distance(free.weights()));
    Ridge dead = Ridge.fit(List.of(constant(), constant()), prior);
    assertThat(dead.weights().data).containsExactly(prior.data);
    assertThat(dead.bias()[0]).isCloseTo(1 - 1.5, within(1e-12));
  }

  @Test
  void needsTwoFolds() {
    assertThatThrownBy(() -> Ridge.fit(List.of(constant()), new DMatrixRMaj(3, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 2 folds, but 1 was given");
  }

  private static double distance(DMatrixRMaj weights) {
    return Math.hypot(Math.hypot(weights.get(0) - 2, weights.get(1) + 1), weights.get(2) - 0.5);
  }

  private static Moments constant() {
    Moments moments = new Moments(3, 1);
    moments.add(new double[] {1, 1, 1, 1});
    moments.add(new double[] {1, 1, 1, 1});
    return moments;
  }

  /** y = 2 a - b + c / 2 + 4 + noise. */
  private static List<Moments> folds(int rows, double noise) {
    Random random = new Random(3);
    List<Moments> folds = IntStream.range(0, 4).mapToObj(_ -> new Moments(3, 1)).toList();
    for (int i = 0; i < rows; i++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      double c = random.nextGaussian();
      double y = 2 * a - b + c / 2 + 4 + noise * random.nextGaussian();
      folds.get(i % 4).add(new double[] {a, b, c, y});
    }
    return folds;
  }
}
