package org.pith.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.pith.network.Network;
import org.pith.train.Examples;
import org.pith.train.Initialization;
import org.pith.train.Recipe;
import org.pith.train.Trainer;

/**
 * Resident memory after many trainings in this process, above that after the first. The Java heap is in it, and stated beside it.
 *
 * @param trainings how many
 * @param most the mark in MB, 1 MB = 1,000,000 bytes
 */
record ManyTrainings(String name, int trainings, double most, int minutes) implements Evaluation {

  @Override
  public String mark() {
    return "less than %.0f MB".formatted(most);
  }

  @Override
  public Verdict run(Bench bench) {
    int all = bench.isQuick() ? trainings / 10 : trainings;
    Examples rows = Rows.random(1437, 1);
    train(rows, 0);
    double first = resident();
    double heap = heap();
    bench.print("after 1: %.0f MB resident, %.0f MB of it Java heap", first, heap);
    for (int i = 1; i < all; i++) {
      train(rows, i);
      if ((i + 1) % (all / 4) == 0) {
        bench.print(
            "after %d: %.0f MB resident, %.0f MB of it Java heap", i + 1, resident(), heap());
      }
    }
    double more = resident() - first;
    return new Verdict(
        "%.0f MB more after %,d trainings, Java heap %+.0f MB".formatted(more, all, heap() - heap),
        more < most);
  }

  /** Widths differ, so that memory freed by one training does not simply fit the next. */
  private static void train(Examples rows, int i) {
    Network network = Initialization.draw(Rows.network(8 + i % 57), i);
    Trainer.train(List.of(network), rows, Rows.NONE, Recipe.defaults().withEpochs(3), i);
  }

  private static double heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted() / 1e6;
  }

  private static double resident() {
    return Resident.NOW.bytes() / 1e6;
  }
}
