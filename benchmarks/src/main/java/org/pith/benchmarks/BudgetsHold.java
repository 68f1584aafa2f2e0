package org.pith.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.pith.network.Network;
import org.pith.network.cost.Cost;
import org.pith.network.onnx.Latency;
import org.pith.network.onnx.OnnxFile;
import org.pith.search.Budget;
import org.pith.search.Footprint;
import org.pith.search.Limit;

/**
 * Every limit of a budget holds on the exported file, measured here from the file and not taken from what the run says; a budget
 * that nothing meets ends with exit 3 and names the smallest amount that can be met.
 *
 * @param compact the data; the budgets replace its own
 * @param possible budgets that can be met
 * @param impossible budgets of one limit each that cannot
 */
record BudgetsHold(
    String name, Compact compact, List<String> possible, List<String> impossible, int minutes)
    implements Evaluation {

  private static final int OVER_BUDGET = 3;

  @Override
  public String mark() {
    return "every limit holds on the file, impossible ones exit 3";
  }

  @Override
  public Verdict run(Bench bench) {
    List<String> wanted = bench.isQuick() ? possible.subList(0, 1) : possible;
    long hold = wanted.stream().filter(budget -> holds(bench, budget)).count();
    long refused = impossible.stream().filter(budget -> isRefused(bench, budget)).count();
    return new Verdict(
        "%d of %d budgets hold, %d of %d impossible ones refused"
            .formatted(hold, wanted.size(), refused, impossible.size()),
        hold == wanted.size() && refused == impossible.size());
  }

  private boolean holds(Bench bench, String list) {
    Budget budget = Budget.parse(list);
    return compact
        .withBudget(list)
        .call(
            bench,
            1,
            List.of(),
            ended -> {
              double accuracy = Quality.ACCURACY.of(ended.result().path("test"));
              Footprint footprint = measure(ended.out().resolve("model.onnx"));
              List<Limit> broken = budget.broken(footprint);
              bench.print(
                  "%s: %s; %s on test, %,d params, %,d MACs, %,d bytes, %,d bytes of memory, %.1f"
                      + " us; %.0f s",
                  list,
                  broken.isEmpty() ? "holds" : "breaks " + broken,
                  Quality.ACCURACY.format(accuracy),
                  footprint.params(),
                  footprint.macs(),
                  footprint.bytes(),
                  footprint.memoryBytes(),
                  footprint.latencyMicros(),
                  ended.seconds());
              return broken.isEmpty();
            });
  }

  private static Footprint measure(Path file) {
    try {
      Network model = OnnxFile.read(file);
      Cost cost = Cost.of(model);
      double micros = Latency.quietest(model).medianMicros();
      return new Footprint(
          cost.params(), cost.macs(), Files.size(file), cost.memoryBytes(), micros);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private boolean isRefused(Bench bench, String list) {
    String limit = list.substring(0, list.indexOf('='));
    return compact
        .withBudget(list)
        .call(
            bench,
            1,
            List.of(),
            ended -> {
              String said = ended.lastWord().toLowerCase(Locale.ROOT);
              boolean refused =
                  ended.exit() == OVER_BUDGET
                      && said.matches(".*smallest.*\\d.*")
                      && said.contains(limit)
                      && Files.notExists(ended.out().resolve("model.onnx"));
              bench.print("%s: exit %d, %s", list, ended.exit(), ended.lastWord());
              return refused;
            });
  }
}
