package org.pith.prune;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.prune.regression.Narrow;
import org.pith.train.Examples;

/**
 * A network after pruning.
 *
 * @param network the smaller network
 * @param start the same cut with the weights from which fine-tuning begins: those of {@code network}
 *     where nothing was repaired, else {@linkplain org.pith.prune.repair.Repair#start no larger} than
 *     before the repair
 * @param inputs positions along the first axis of an original row that it still takes, ascending
 * @param plans one for each cut, in order
 */
public record Pruned(Network network, Network start, List<Integer> inputs, List<Plan> plans) {

  /** Copies the lists. */
  public Pruned {
    inputs = List.copyOf(inputs);
    plans = List.copyOf(plans);
  }

  /** A network to be trained on from as it is. */
  public Pruned(Network network, List<Integer> inputs, List<Plan> plans) {
    this(network, network, inputs, plans);
  }

  /** A network of which nothing is removed yet. */
  public static Pruned whole(Network network, Examples examples) {
    List<Integer> all = IntStream.range(0, examples.rowShape().dim(0)).boxed().toList();
    return new Pruned(network, all, List.of());
  }

  /** The same inputs and plans with other weights, to be trained on from as they are. */
  public Pruned withNetwork(Network changed) {
    return new Pruned(changed, inputs, plans);
  }

  /** What a further cut, of this network, left. */
  public Pruned then(Pruned further) {
    List<Plan> all = new ArrayList<>(plans);
    all.addAll(further.plans);
    return new Pruned(
        further.network, further.start, further.inputs.stream().map(inputs::get).toList(), all);
  }

  /** The rows that the original network takes, as this one takes them. */
  public Examples narrow(Examples examples) {
    return inputs.size() == examples.rowShape().dim(0)
        ? examples
        : Narrow.inputs(examples, inputs.stream().mapToInt(Integer::intValue).toArray());
  }
}
