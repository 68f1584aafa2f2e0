package org.pith.prune;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.pith.prune.criterion.Criterion;
import org.pith.prune.criterion.Evidence;

/** Keeps given units first. */
record Chosen(int[] first) implements Criterion {

  @Override
  public String name() {
    return "chosen";
  }

  @Override
  public int[] order(Evidence evidence) {
    IntStream rest =
        IntStream.range(0, evidence.group().size())
            .filter(u -> Arrays.stream(first).noneMatch(f -> f == u));
    return IntStream.concat(Arrays.stream(first).filter(u -> u < evidence.group().size()), rest)
        .toArray();
  }
}
