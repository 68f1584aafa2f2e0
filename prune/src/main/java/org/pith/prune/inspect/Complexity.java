package org.pith.prune.inspect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Feature complexity: how late in a network a feature becomes readable. {@code K(z) = 1 − (1/L) Σ_l R²_l(z)}, the mean over the L places
 * from the input on of the share of the feature's variance that a linear decoder reads there from rows it has not seen. 0 for a feature that stands in the input already, towards 1
 * for one that only the last place shows.
 *
 * <p>The decoder is a ridge regression in its dual form, so its cost hangs on rows and hardly on the width of a place; its
 * strength is the best of three on a fifth of the fitting rows. At most {@value #FIT} rows fit and {@value #JUDGE} judge: what a
 * wide place holds may need more rows to read, so a share is a lower bound.
 *
 * <p>A column that does not vary says nothing; a feature that does not vary is read nowhere, so K is 1. Cost: fitting rows squared times
 * width a place, and a Cholesky decomposition of them for each strength.
 *
 * <p>Reference: Fel et al. (2024), arXiv 2407.06076, with linear decoders for V and shares of variance for its normalised information.
 *
 * @param readable by place the share of the feature's variance, in [0,1]
 */
public record Complexity(SequencedMap<String, Double> readable) {

  static final int FIT = 400;
  static final int JUDGE = 250;
  private static final double[] STRENGTHS = {1e-4, 1e-2, 1};

  /** Copies the map. */
  public Complexity {
    readable = new LinkedHashMap<>(readable);
  }

  /** K. */
  public double value() {
    return 1 - readable.values().stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  /**
   * Reads features from places.
   *
   * @param fit by place its values at the fitting rows: rows x width
   * @param judge the same at the judging rows
   * @param fitFeatures for each feature its values at the fitting rows
   * @param judgeFeatures the same at the judging rows
   * @return one for each feature
   * @throws IllegalArgumentException where the two sides hold different places or features
   */
  public static List<Complexity> of(
      SequencedMap<String, float[]> fit,
      Map<String, float[]> judge,
      List<float[]> fitFeatures,
      List<float[]> judgeFeatures) {
    if (!fit.keySet().equals(judge.keySet())
        || fitFeatures.isEmpty()
        || fitFeatures.size() != judgeFeatures.size()) {
      throw new IllegalArgumentException(
          "Places %s with %d features to fit do not go with places %s and %d features to judge by."
              .formatted(fit.keySet(), fitFeatures.size(), judge.keySet(), judgeFeatures.size()));
    }
    List<SequencedMap<String, Double>> readable =
        fitFeatures.stream()
            .map(_ -> (SequencedMap<String, Double>) new LinkedHashMap<String, Double>())
            .toList();
    fit.forEach(
        (place, values) -> {
          double[] shares =
              shares(
                  Rowwise.of(values, fitFeatures.getFirst().length),
                  Rowwise.of(judge.get(place), judgeFeatures.getFirst().length),
                  fitFeatures,
                  judgeFeatures);
          for (int f = 0; f < shares.length; f++) {
            readable.get(f).put(place, shares[f]);
          }
        });
    return readable.stream().map(Complexity::new).toList();
  }

  /** Values of rows. */
  private record Rowwise(float[] values, int width) {
    static Rowwise of(float[] values, int rows) {
      return new Rowwise(values, values.length / rows);
    }

    double at(int row, int column) {
      return values[row * width + column];
    }
  }

  private static double[] shares(
      Rowwise fit, Rowwise judge, List<float[]> fitFeatures, List<float[]> judgeFeatures) {
    int rows = Math.min(FIT, fitFeatures.getFirst().length);
    int judging = Math.min(JUDGE, judgeFeatures.getFirst().length);
    int learning = rows - rows / 5;
    int features = fitFeatures.size();
    double[][] moments = moments(fit, learning);
    DMatrixRMaj learn = standard(fit, 0, learning, moments);
    DMatrixRMaj gram = new DMatrixRMaj(learning, learning);
    CommonOps_DDRM.multOuter(learn, gram);
    double unit = Math.max(1e-12, CommonOps_DDRM.trace(gram) / learning);
    DMatrixRMaj wanted = new DMatrixRMaj(learning, features);
    double[] means = new double[features];
    for (int f = 0; f < features; f++) {
      for (int i = 0; i < learning; i++) {
        means[f] += fitFeatures.get(f)[i] / learning;
      }
      for (int i = 0; i < learning; i++) {
        wanted.set(i, f, fitFeatures.get(f)[i] - means[f]);
      }
    }
    DMatrixRMaj chosenBy = products(standard(fit, learning, rows, moments), learn);
    DMatrixRMaj judgedBy = products(standard(judge, 0, judging, moments), learn);
    double[] best = new double[features];
    double[] shares = new double[features];
    for (double strength : STRENGTHS) {
      DMatrixRMaj regular = gram.copy();
      for (int i = 0; i < learning; i++) {
        regular.add(i, i, strength * unit);
      }
      LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(learning);
      DMatrixRMaj dual = new DMatrixRMaj(learning, features);
      if (!solver.setA(regular)) {
        continue;
      }
      solver.solve(wanted, dual);
      double[] chosen = explained(chosenBy, dual, fitFeatures, learning, means);
      double[] judged = explained(judgedBy, dual, judgeFeatures, 0, means);
      for (int f = 0; f < features; f++) {
        if (chosen[f] > best[f]) {
          best[f] = chosen[f];
          shares[f] = Math.clamp(judged[f], 0, 1);
        }
      }
    }
    return shares;
  }

  /** One minus the share of the variance around the mean that is left. */
  private static double[] explained(
      DMatrixRMaj kernel, DMatrixRMaj dual, List<float[]> features, int from, double[] means) {
    DMatrixRMaj said = new DMatrixRMaj(kernel.numRows, dual.numCols);
    CommonOps_DDRM.mult(kernel, dual, said);
    double[] explained = new double[features.size()];
    for (int f = 0; f < explained.length; f++) {
      double left = 0;
      double all = 0;
      double mean = 0;
      for (int i = 0; i < said.numRows; i++) {
        mean += features.get(f)[from + i] / said.numRows;
      }
      for (int i = 0; i < said.numRows; i++) {
        double value = features.get(f)[from + i];
        left += Math.pow(value - means[f] - said.get(i, f), 2);
        all += Math.pow(value - mean, 2);
      }
      explained[f] = all > 0 ? 1 - left / all : 0;
    }
    return explained;
  }

  /** Mean and inverse deviation of each column; 0 for one that does not vary. */
  private static double[][] moments(Rowwise rows, int count) {
    double[][] moments = new double[2][rows.width];
    for (int j = 0; j < rows.width; j++) {
      double squares = 0;
      for (int i = 0; i < count; i++) {
        moments[0][j] += rows.at(i, j) / count;
      }
      for (int i = 0; i < count; i++) {
        squares += Math.pow(rows.at(i, j) - moments[0][j], 2) / count;
      }
      moments[1][j] = squares > 1e-18 ? 1 / Math.sqrt(squares) : 0;
    }
    return moments;
  }

  private static DMatrixRMaj standard(Rowwise rows, int from, int to, double[][] moments) {
    DMatrixRMaj standard = new DMatrixRMaj(to - from, rows.width);
    for (int i = from; i < to; i++) {
      for (int j = 0; j < rows.width; j++) {
        standard.set(i - from, j, (rows.at(i, j) - moments[0][j]) * moments[1][j]);
      }
    }
    return standard;
  }

  /** The scalar products of the rows of two matrices. */
  private static DMatrixRMaj products(DMatrixRMaj rows, DMatrixRMaj others) {
    DMatrixRMaj products = new DMatrixRMaj(rows.numRows, others.numRows);
    CommonOps_DDRM.multTransB(rows, others, products);
    return products;
  }
}
