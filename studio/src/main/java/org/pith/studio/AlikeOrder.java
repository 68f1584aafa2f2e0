package org.pith.studio;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pith.studio.report.RedundancyMap;

/**
 * Puts columns that share much side by side: clusters are merged by their mean share (average linkage), each merge joining them by
 * the ends that share most. Cubic in the columns, of which a map has few dozens.
 */
final class AlikeOrder {

  private final RedundancyMap map;

  private AlikeOrder(RedundancyMap map) {
    this.map = map;
  }

  static List<Integer> of(RedundancyMap map) {
    return new AlikeOrder(map).merged();
  }

  private List<Integer> merged() {
    List<List<Integer>> clusters =
        new ArrayList<>(IntStream.range(0, map.names().size()).mapToObj(List::of).toList());
    while (clusters.size() > 1) {
      int first = 0;
      int second = 1;
      double most = -1;
      for (int a = 0; a < clusters.size(); a++) {
        for (int b = a + 1; b < clusters.size(); b++) {
          double share = mean(clusters.get(a), clusters.get(b));
          if (share > most) {
            most = share;
            first = a;
            second = b;
          }
        }
      }
      List<Integer> joined = joined(clusters.get(first), clusters.remove(second));
      clusters.set(first, joined);
    }
    return clusters.isEmpty() ? List.of() : clusters.getFirst();
  }

  private double mean(List<Integer> a, List<Integer> b) {
    double sum = 0;
    for (int i : a) {
      for (int j : b) {
        sum += map.share(i, j);
      }
    }
    return sum / a.size() / b.size();
  }

  private List<Integer> joined(List<Integer> a, List<Integer> b) {
    return Stream.of(a, a.reversed())
        .flatMap(left -> Stream.of(b, b.reversed()).map(right -> List.of(left, right)))
        .max(Comparator.comparingDouble(ends -> touching(ends.getFirst(), ends.getLast())))
        .stream()
        .flatMap(List::stream)
        .flatMap(List::stream)
        .toList();
  }

  private double touching(List<Integer> left, List<Integer> right) {
    return map.share(left.getLast(), right.getFirst());
  }
}
