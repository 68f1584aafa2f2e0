package org.pith.prune.criterion;

import java.util.List;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.rewrite.ChannelAxis;
import org.pith.network.rewrite.ChannelGroup;
import org.pith.network.rewrite.ChannelGroups;

/**
 * Keeps the units with the largest scale in batch normalisation, in absolute value, summed where
 * several normalise the same unit. It needs normalisation that has not been folded. Liu et al.
 * (2017), arXiv:1708.06519.
 */
public record NormalizationScale() implements Criterion {

  @Override
  public String name() {
    return "bn";
  }

  @Override
  public boolean judges(ChannelGroups groups, ChannelGroup group) {
    return !norms(groups, groups.groups().indexOf(group)).isEmpty();
  }

  @Override
  public int[] order(Evidence evidence) {
    ChannelGroups groups = evidence.groups();
    Network network = groups.network();
    int group = groups.groups().indexOf(evidence.group());
    List<Node> norms = norms(groups, group);
    if (norms.isEmpty()) {
      throw new IllegalArgumentException(
          "Group %s has no batch normalisation whose scale could be looked at. Maybe it was folded already."
              .formatted(evidence.group().name()));
    }
    double[] scores = new double[evidence.group().size()];
    for (Node norm : norms) {
      ChannelAxis axis = groups.axis(norm.output()).orElseThrow();
      float[] scale = network.floats(norm.input(1)).values();
      for (int c = 0; c < scale.length; c++) {
        if (axis.group()[c] == group) {
          scores[axis.unit()[c]] += Math.abs(scale[c]);
        }
      }
    }
    return Scores.descending(scores);
  }

  private static List<Node> norms(ChannelGroups groups, int group) {
    return groups.network().nodes().stream()
        .filter(node -> node.operator() instanceof Operator.BatchNormalization)
        .filter(node -> follows(groups, node, group))
        .toList();
  }

  private static boolean follows(ChannelGroups groups, Node norm, int group) {
    return groups
        .axis(norm.output())
        .filter(axis -> IntStream.of(axis.group()).anyMatch(g -> g == group))
        .isPresent();
  }
}
