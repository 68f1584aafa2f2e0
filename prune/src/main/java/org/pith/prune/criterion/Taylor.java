package org.pith.prune.criterion;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.network.rewrite.ChannelAxis;
import org.pith.prune.regression.LinearLayer;
import org.pith.train.Examples;
import org.pith.train.Gradients;
import org.pith.train.Inference;

/**
 * Keeps the units whose removal would change the loss most to first order: the mean over the rows
 * of {@code |sum a * dL/da|}, the sum over the unit's positions in what its consumers read, each
 * place where it is read counted. Molchanov et al. (2017), arXiv:1611.06440. Cost: one backward
 * pass over the rows a group.
 */
public record Taylor() implements Criterion {
  private static final int CHUNK = 512;

  @Override
  public String name() {
    return "taylor";
  }

  @Override
  public int[] order(Evidence evidence) {
    Network network = evidence.groups().network();
    List<String> read =
        LinearLayer.reading(evidence.groups(), evidence.group()).stream()
            .map(layer -> layer.node().input(0))
            .distinct()
            .toList();
    double[] scores = new double[evidence.group().size()];
    Examples examples = evidence.examples();
    for (int start = 0; start < examples.rows() && !read.isEmpty(); start += CHUNK) {
      int end = Math.min(start + CHUNK, examples.rows());
      Examples part = examples.rows(IntStream.range(start, end).toArray());
      Map<String, float[]> values = Inference.tap(network, part, read);
      Gradients.of(network, part, read)
          .forEach(
              (tensor, slopes) ->
                  add(evidence, tensor, values.get(tensor), slopes, part.rows(), scores));
    }
    return Scores.descending(scores);
  }

  private static void add(
      Evidence evidence, String tensor, float[] values, float[] slopes, int rows, double[] scores) {
    int[] units = units(evidence, tensor, values.length / rows);
    double[] changes = new double[scores.length];
    for (int row = 0; row < rows; row++) {
      java.util.Arrays.fill(changes, 0);
      for (int e = 0; e < units.length; e++) {
        if (units[e] != Reading.OTHER) {
          int at = row * units.length + e;
          changes[units[e]] += (double) values[at] * slopes[at];
        }
      }
      for (int u = 0; u < scores.length; u++) {
        scores[u] += Math.abs(changes[u]);
      }
    }
  }

  /** For each element of one row of a tensor the unit it belongs to. */
  private static int[] units(Evidence evidence, String tensor, int elements) {
    ChannelAxis axis = evidence.groups().axis(tensor).orElseThrow();
    int group = evidence.groups().groups().indexOf(evidence.group());
    int inner = evidence.groups().network().shape(tensor).inner(axis.axis());
    int[] units = new int[elements];
    for (int e = 0; e < elements; e++) {
      int position = e / inner % axis.size();
      units[e] = axis.group()[position] == group ? axis.unit()[position] : Reading.OTHER;
    }
    return units;
  }
}
