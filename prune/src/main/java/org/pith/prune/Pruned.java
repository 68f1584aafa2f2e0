package org.pith.prune;

import java.util.List;
import org.pith.network.Network;
import org.pith.prune.regression.Narrow;
import org.pith.train.Examples;

/**
 * A network after pruning.
 *
 * @param network the smaller network
 * @param inputs positions along the first axis of an original row that it still takes, ascending
 * @param plans one for each cut, in order
 */
public record Pruned(Network network, List<Integer> inputs, List<Plan> plans) {

  /** Copies the lists. */
  public Pruned {
    inputs = List.copyOf(inputs);
    plans = List.copyOf(plans);
  }

  /** The rows that the original network takes, as this one takes them. */
  public Examples narrow(Examples examples) {
    return inputs.size() == examples.rowShape().dim(0)
        ? examples
        : Narrow.inputs(examples, inputs.stream().mapToInt(Integer::intValue).toArray());
  }
}
