package org.pith.prune.criterion;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Keeps units drawn by lot: the control that every criterion has to beat.
 *
 * @param seed the same seed, group name and size give the same order
 */
public record RandomOrder(long seed) implements Criterion {

  @Override
  public String name() {
    return "random";
  }

  @Override
  public int[] order(Evidence evidence) {
    List<Integer> units =
        new ArrayList<>(IntStream.range(0, evidence.group().size()).boxed().toList());
    Collections.shuffle(units, new Random(31 * seed + evidence.group().name().hashCode()));
    return units.stream().mapToInt(Integer::intValue).toArray();
  }
}
