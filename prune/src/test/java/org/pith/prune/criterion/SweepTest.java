package org.pith.prune.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.mult.VectorVectorMult_DDRM;
import org.junit.jupiter.api.Test;

class SweepTest {
  private final DMatrixRMaj covariance = covariance();
  private final DMatrixRMaj cross = gaussian(6, 2, 9);

  @Test
  void gainsAndLossesAreDifferencesOfWhatSetsExplain() {
    Sweep sweep = new Sweep(covariance, cross, 0);
    sweep.add(1);
    sweep.add(4);
    assertThat(sweep.gain(new int[] {2}))
        .isCloseTo(explained(1, 4, 2) - explained(1, 4), within(1e-9));
    assertThat(sweep.gain(new int[] {0, 5}))
        .isCloseTo(explained(0, 1, 4, 5) - explained(1, 4), within(1e-9));
    sweep.add(3);
    assertThat(sweep.loss(new int[] {4}))
        .isCloseTo(explained(1, 3, 4) - explained(1, 3), within(1e-9));
    assertThat(sweep.loss(new int[] {1, 4}))
        .isCloseTo(explained(1, 3, 4) - explained(3), within(1e-9));
  }

  @Test
  void droppingUndoesAdding() {
    Sweep sweep = new Sweep(covariance, cross, 0);
    double before = sweep.gain(new int[] {2});
    IntStream.of(0, 3, 5).forEach(sweep::add);
    IntStream.of(3, 0, 5).forEach(sweep::drop);
    assertThat(sweep.gain(new int[] {2})).isCloseTo(before, within(1e-9));
  }

  @Test
  void aCopyOfWhatIsInsideIsWorthNothing() {
    DMatrixRMaj twice = new DMatrixRMaj(new double[][] {{4, 4}, {4, 4}});
    Sweep sweep = new Sweep(twice, new DMatrixRMaj(new double[][] {{3}, {3}}), 1e-6);
    assertThat(sweep.gain(new int[] {0, 1})).isCloseTo(9.0 / 4, within(1e-5));
    sweep.add(0);
    assertThat(sweep.gain(new int[] {1})).isZero();
  }

  /** tr(C_S' S_SS^-1 C_S). */
  private double explained(int... set) {
    DMatrixRMaj part = new DMatrixRMaj(set.length, set.length);
    DMatrixRMaj right = new DMatrixRMaj(set.length, 2);
    for (int i = 0; i < set.length; i++) {
      for (int j = 0; j < set.length; j++) {
        part.set(i, j, covariance.get(set[i], set[j]));
      }
      right.set(i, 0, cross.get(set[i], 0));
      right.set(i, 1, cross.get(set[i], 1));
    }
    DMatrixRMaj solved = new DMatrixRMaj(set.length, 2);
    CommonOps_DDRM.solve(part, right, solved);
    return VectorVectorMult_DDRM.innerProd(solved, right);
  }

  private static DMatrixRMaj covariance() {
    DMatrixRMaj factor = gaussian(6, 8, 3);
    DMatrixRMaj covariance = new DMatrixRMaj(6, 6);
    CommonOps_DDRM.multTransB(factor, factor, covariance);
    return covariance;
  }

  private static DMatrixRMaj gaussian(int rows, int columns, long seed) {
    Random random = new Random(seed);
    DMatrixRMaj matrix = new DMatrixRMaj(rows, columns);
    for (int i = 0; i < matrix.getNumElements(); i++) {
      matrix.set(i, random.nextGaussian());
    }
    return matrix;
  }
}
