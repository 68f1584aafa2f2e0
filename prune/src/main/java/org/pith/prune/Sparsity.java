package org.pith.prune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.prune.regression.LinearLayer;
import org.pith.prune.regression.Moments;
import org.pith.prune.regression.Observer;
import org.pith.train.Examples;

/**
 * Sets single weights to zero, those that say least about what their unit computes. <b>The file
 * becomes neither smaller nor faster</b>: zeros are stored and multiplied like any other number. Use
 * it where something downstream compresses or skips zeros, or to see how much of a layer is needed.
 *
 * <p>With S the covariance of what a unit reads, the variance of its pre-activation that is lost
 * when weight i goes and the others are refitted is {@code w_i^2 / (S^-1)_ii}: what the input tells
 * beyond all the others, in the linear-Gaussian model the conditional information
 * {@code I(x_i; y + noise | the other x)} times twice the noise's variance (LeCun, Denker and Solla
 * 1990; Hassibi and Stork 1993, doi:10.1109/ICNN.1993.298572). The noise is the same for all units of
 * a layer, so their losses compare as they are, and every layer loses the same share of its weights.
 * (As shares of their unit's variance they tell less: units that vary little keep too much.) What is
 * left of each unit is then refitted to what the unit made. Weights that are zero already go first, so
 * that a network may come down in stages.
 *
 * <p>A product of more than two axes that no sum follows has no place for a bias, so a mean that moves cannot be made up there: S is
 * then the second moments about zero, and the weights are refitted without a shift.
 *
 * <p>Cost: one inversion of p x p a regression, and {@link #SWEEPS} passes of coordinate descent,
 * each p^2 for each unit.
 *
 * @param score what tells the weights apart within a layer
 * @param repair whether to refit what is left
 * @param share of the weights of every linear layer that go, in [0,1)
 * @param ridge share of the mean variance that is added to every variance before inverting
 * @param rows how many calibration rows to draw at most
 * @param seed of the rows drawn, and of the weights that go by lot
 */
public record Sparsity(
    Score score, boolean repair, double share, double ridge, int rows, long seed) {
  private static final int SWEEPS = 10;

  /** What tells the weights of a layer apart; the lowest go, of equals those that come first. */
  public enum Score {
    /** The variance of the unit that goes with the weight. */
    INFORMATION,
    /** The weight's absolute value, the usual criterion (Han et al. 2015, arXiv:1506.02626). */
    MAGNITUDE,
    /** A lot: the control that every criterion has to beat. */
    RANDOM
  }

  /** Checks the shares. */
  public Sparsity {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "The share of weights that go (%s) must be at least 0 and below 1.".formatted(share));
    }
    if (!(ridge > 0)) {
      throw new IllegalArgumentException("The ridge (%s) must be positive.".formatted(ridge));
    }
  }

  /** Information with repair, a ridge of 1 %, 6,000 rows. */
  public static Sparsity of(double share) {
    return new Sparsity(Score.INFORMATION, true, share, 0.01, 6_000, 1);
  }

  /** With another score. */
  public Sparsity withScore(Score changed) {
    return new Sparsity(changed, repair, share, ridge, rows, seed);
  }

  /** With or without repair. */
  public Sparsity withRepair(boolean changed) {
    return new Sparsity(score, changed, share, ridge, rows, seed);
  }

  /** With another number of calibration rows. */
  public Sparsity withRows(int changed) {
    return new Sparsity(score, repair, share, ridge, changed, seed);
  }

  /** With another seed. */
  public Sparsity withSeed(long changed) {
    return new Sparsity(score, repair, share, ridge, rows, changed);
  }

  /**
   * Sets weights to zero in every Gemm, MatMul and Conv with constant weights.
   *
   * @param network with trained weights
   * @param examples rows to calibrate on
   * @return the same graph and shapes, but for a MatMul of rows by a matrix: it becomes a Gemm, which has a place for its bias
   */
  public Network apply(Network network, Examples examples) {
    Examples drawn = Drawing.of(examples, rows, seed);
    Observer observer = new Observer(drawn, 4 * drawn.rows(), 1, seed);
    List<LinearLayer> layers = new ArrayList<>();
    for (Node node : network.nodes()) {
      LinearLayer.of(network, node).ifPresent(layers::add);
    }
    var readings = observer.readings(network, layers);
    SplittableRandom lots = new SplittableRandom(seed);
    Network sparse = network;
    for (LinearLayer layer : layers) {
      List<DMatrixRMaj> weights = new ArrayList<>();
      List<double[]> biases = new ArrayList<>();
      boolean shifts = layer.takesBias(network);
      for (int block = 0; block < layer.blocks(); block++) {
        Moments moments = readings.get(layer).get(block).getFirst();
        DMatrixRMaj dense = layer.weights(block);
        DMatrixRMaj spread = shifts ? moments.covariance() : aboutZero(moments);
        DMatrixRMaj left = thinned(dense, spread, lots);
        double[] bias = layer.bias(block);
        weights.add(left);
        biases.add(repair && shifts ? shifted(bias, dense, left, moments.means()) : bias);
      }
      LinearLayer now = LinearLayer.of(sparse, sparse.node(layer.node().name())).orElseThrow();
      sparse = now.replaceIn(sparse, weights, biases);
    }
    return sparse;
  }

  /**
   * The single weights of a network's linear layers, biases left out.
   *
   * @param all how many there are
   * @param zeros how many of them are zero
   */
  public record Weights(long all, long zeros) {

    /** Counts them. */
    public static Weights of(Network network) {
      long all = 0;
      long zeros = 0;
      for (Node node : network.nodes()) {
        for (LinearLayer layer : LinearLayer.of(network, node).stream().toList()) {
          for (int block = 0; block < layer.blocks(); block++) {
            DMatrixRMaj weights = layer.weights(block);
            all += weights.getNumElements();
            zeros += Arrays.stream(weights.data).filter(w -> w == 0).count();
          }
        }
      }
      return new Weights(all, zeros);
    }
  }

  /** The means of all products of two features. */
  private static DMatrixRMaj aboutZero(Moments moments) {
    DMatrixRMaj spread = moments.covariance().copy();
    double[] means = moments.means();
    for (int i = 0; i < spread.numRows; i++) {
      for (int j = 0; j < spread.numCols; j++) {
        spread.add(i, j, means[i] * means[j]);
      }
    }
    return spread;
  }

  /** The biases that keep the mean of every unit's pre-activation. */
  private static double[] shifted(
      double[] bias, DMatrixRMaj dense, DMatrixRMaj left, double[] means) {
    double[] shifted = bias.clone();
    for (int t = 0; t < shifted.length; t++) {
      for (int f = 0; f < dense.numRows; f++) {
        shifted[t] += (dense.get(f, t) - left.get(f, t)) * means[f];
      }
    }
    return shifted;
  }

  private DMatrixRMaj thinned(DMatrixRMaj dense, DMatrixRMaj covariance, SplittableRandom lots) {
    DMatrixRMaj ridged = ridged(covariance);
    boolean[] kept = kept(scores(dense, ridged, lots));
    DMatrixRMaj left = dense.copy();
    for (int i = 0; i < kept.length; i++) {
      left.data[i] = kept[i] ? left.data[i] : 0;
    }
    return repair ? refitted(dense, left, ridged, kept) : left;
  }

  /** All but the lowest scores; of equals the first go. */
  private boolean[] kept(double[] scores) {
    boolean[] kept = new boolean[scores.length];
    Arrays.fill(kept, true);
    IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> scores[i]))
        .limit((int) (share * scores.length))
        .forEach(i -> kept[i] = false);
    return kept;
  }

  /** For each weight, in the order of the matrix; of a weight that is zero, less than of any other. */
  private double[] scores(DMatrixRMaj dense, DMatrixRMaj covariance, SplittableRandom lots) {
    double[] scores =
        switch (score) {
          case INFORMATION -> losses(dense, covariance);
          case MAGNITUDE -> Arrays.stream(dense.data).map(Math::abs).toArray();
          case RANDOM -> lots.doubles(dense.getNumElements()).toArray();
        };
    for (int i = 0; i < scores.length; i++) {
      scores[i] = dense.data[i] == 0 ? -1 : scores[i];
    }
    return scores;
  }

  private DMatrixRMaj ridged(DMatrixRMaj covariance) {
    DMatrixRMaj ridged = covariance.copy();
    double mean = CommonOps_DDRM.trace(covariance) / covariance.numRows;
    for (int i = 0; i < ridged.numRows; i++) {
      ridged.add(i, i, mean > 0 ? ridge * mean : 1);
    }
    return ridged;
  }

  /** For each weight, in the order of the matrix, the variance of its unit that goes with it. */
  private static double[] losses(DMatrixRMaj dense, DMatrixRMaj covariance) {
    DMatrixRMaj inverse = covariance.copy();
    CommonOps_DDRM.invert(inverse);
    double[] losses = new double[dense.getNumElements()];
    for (int i = 0; i < losses.length; i++) {
      int f = i / dense.numCols;
      losses[i] = dense.data[i] * dense.data[i] / inverse.get(f, f);
    }
    return losses;
  }

  /**
   * The weights that are kept, moved to where {@code (w - w0)' S (w - w0)} is least, by coordinate
   * descent: it never rises, so the refit is never worse than the cut alone.
   */
  private static DMatrixRMaj refitted(
      DMatrixRMaj dense, DMatrixRMaj left, DMatrixRMaj covariance, boolean[] kept) {
    int inputs = dense.numRows;
    int units = dense.numCols;
    double[] slope = new double[inputs];
    for (int t = 0; t < units; t++) {
      for (int i = 0; i < inputs; i++) {
        slope[i] = 0;
        for (int j = 0; j < inputs; j++) {
          slope[i] += covariance.get(i, j) * (left.get(j, t) - dense.get(j, t));
        }
      }
      for (int sweep = 0; sweep < SWEEPS; sweep++) {
        for (int f = 0; f < inputs; f++) {
          if (kept[f * units + t]) {
            double change = -slope[f] / covariance.get(f, f);
            left.add(f, t, change);
            for (int i = 0; i < inputs; i++) {
              slope[i] += change * covariance.get(f, i);
            }
          }
        }
      }
    }
    return left;
  }
}
