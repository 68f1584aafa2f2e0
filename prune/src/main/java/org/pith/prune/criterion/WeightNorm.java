package org.pith.prune.criterion;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.network.Tensor;
import org.pith.network.rewrite.ChannelAxis;

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

  /** The matrices and filters of a node, along the axis that the units run along. */
  private void addMaking(Evidence evidence, String node, double[] scores) {
    Network network = evidence.groups().network();
    int group = evidence.groups().groups().indexOf(evidence.group());
    for (String input : network.node(node).inputs()) {
      if (network.constants().get(input) instanceof Tensor.Floats weight
          && weight.shape().rank() > 1) {
        evidence.groups().constantAxes(input).stream()
            .filter(axis -> IntStream.of(axis.group()).anyMatch(g -> g == group))
            .forEach(axis -> add(weight, axis, group, scores));
      }
    }
  }

  private void add(Tensor.Floats weight, ChannelAxis axis, int group, double[] scores) {
    int inner = weight.shape().inner(axis.axis());
    for (int i = 0; i < weight.values().length; i++) {
      int position = i / inner % axis.size();
      if (axis.group()[position] == group) {
        scores[axis.unit()[position]] += size.applyAsDouble(weight.values()[i]);
      }
    }
  }

  private void addReading(Reading reading, double[] scores) {
    for (int f = 0; f < reading.unit().length; f++) {
      for (int t = 0; t < reading.weights().numCols && reading.unit()[f] != Reading.OTHER; t++) {
        scores[reading.unit()[f]] += size.applyAsDouble(reading.weights().get(f, t));
      }
    }
  }
}
