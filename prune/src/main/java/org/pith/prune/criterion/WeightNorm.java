package org.pith.prune.criterion;

import java.util.function.DoubleUnaryOperator;
import org.ejml.data.DMatrixRMaj;
import org.pith.network.Network;
import org.pith.network.rewrite.ChannelAxis;
import org.pith.prune.regression.LinearLayer;

/**
 * Keeps the units with the largest weights: the sum over the weights that make a unit (in all the
 * layers that a residual sum ties together) of their size or square. Columns of an input, which no
 * weights make, are judged by the weights that read them. Li et al. (2017), arXiv:1608.08710.
 */
public final class WeightNorm implements Criterion {
  /** Sum of absolute values. */
  public static final WeightNorm L1 = new WeightNorm("l1", Math::abs);

  /** Sum of squares. */
  public static final WeightNorm L2 = new WeightNorm("l2", w -> w * w);

  private final String name;
  private final DoubleUnaryOperator size;

  private WeightNorm(String name, DoubleUnaryOperator size) {
    this.name = name;
    this.size = size;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int[] order(Evidence evidence) {
    double[] scores = new double[evidence.group().size()];
    evidence.group().producers().forEach(node -> addMaking(evidence, node, scores));
    if (evidence.group().input()) {
      evidence.readings().forEach(reading -> addReading(reading, scores));
    }
    return Scores.descending(scores);
  }

  private void addMaking(Evidence evidence, String node, double[] scores) {
    Network network = evidence.groups().network();
    LinearLayer layer = LinearLayer.of(network, network.node(node)).orElseThrow();
    ChannelAxis axis = evidence.groups().axis(layer.node().output()).orElseThrow();
    for (int block = 0; block < layer.blocks(); block++) {
      DMatrixRMaj weights = layer.weights(block);
      for (int t = 0; t < layer.targets(); t++) {
        scores[axis.unit()[block * layer.targets() + t]] += size(weights, t);
      }
    }
  }

  private double size(DMatrixRMaj weights, int target) {
    double sum = 0;
    for (int f = 0; f < weights.numRows; f++) {
      sum += size.applyAsDouble(weights.get(f, target));
    }
    return sum;
  }

  private void addReading(Reading reading, double[] scores) {
    for (int f = 0; f < reading.unit().length; f++) {
      for (int t = 0; t < reading.weights().numCols && reading.unit()[f] != Reading.OTHER; t++) {
        scores[reading.unit()[f]] += size.applyAsDouble(reading.weights().get(f, t));
      }
    }
  }
}
