package org.pith.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.pith.network.Network;
import org.pith.network.rewrite.ChannelGroup;
import org.pith.network.rewrite.ChannelGroups;
import org.pith.network.rewrite.Removal;
import org.pith.prune.Plan;
import org.pith.prune.Pruned;
import org.pith.prune.Pruner;
import org.pith.prune.criterion.Criterion;
import org.pith.prune.criterion.RandomOrder;
import org.pith.prune.criterion.Taylor;
import org.pith.prune.criterion.WeightNorm;
import org.pith.prune.schedule.Load;
import org.pith.train.Examples;
import org.pith.train.Inference;
import org.pith.train.Initialization;

/**
 * One network pruned to several sizes by joint information with repair, against the usual criteria at the same widths, all fine-tuned
 * alike, and against the same shape trained from scratch for as many epochs in total; all taught by the unpruned network.
 *
 * <p>The criteria are given the widths that information chose, so these comparisons are of units and weights alone. Beside them stand
 * the sum of weights with our repair, and networks of the same size as the criteria are mostly used, every layer as narrow as the
 * others in proportion.
 *
 * @param lenet the network and how it is trained
 * @param sizes the parameters that may stay, largest first
 * @param before accuracies asked for before fine-tuning, one a size; empty where none is
 * @param scratchFrom index of the first size at which the shape trained from scratch is to be beaten
 */
record PruningTable(
    String name, Lenet lenet, List<Long> sizes, List<Double> before, int scratchFrom, int minutes)
    implements Evaluation {

  private static final int SEEDS = 3;
  private static final String OURS = "information";
  private static final String SCRATCH = "scratch";

  /** Beside the comparisons: the sum of weights with our repair, so that what units and repair each do is told apart. */
  private static final String REPAIRED = "l1, repaired";

  /** Beside the comparisons: the same size with every layer as narrow as the others, in proportion. */
  private static final String EVEN = ", even widths";

  /** A network after a cut, and with the weights from which training goes on. */
  private record Cut(Network network, Network start) {
    static Cut of(Pruned pruned) {
      return new Cut(pruned.network(), pruned.start());
    }

    static Cut drawn(Network like, long seed) {
      Network drawn = Initialization.draw(like, seed);
      return new Cut(drawn, drawn);
    }
  }

  /** Accuracies of one method at one size, one a seed. */
  private record Cell(List<Double> raw, List<Double> tuned) {
    Cell() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    double rawMean() {
      return Statistics.of(raw).mean();
    }

    double tunedMean() {
      return Statistics.of(tuned).mean();
    }
  }

  @Override
  public String mark() {
    return "after fine-tuning at least L1, Taylor and random at every size, above from scratch at"
        + " the last three"
        + (before.isEmpty()
            ? ""
            : "; before it at least "
                + before.stream()
                    .map(b -> "%.1f".formatted(100 * b))
                    .collect(Collectors.joining(" / ")));
  }

  @Override
  public Verdict run(Bench bench) {
    List<Map<String, Cell>> table = new ArrayList<>();
    sizes.forEach(_ -> table.add(new LinkedHashMap<>()));
    Pictures pictures = lenet.pictures(bench);
    LongStream.rangeClosed(1, bench.isQuick() ? 1 : SEEDS)
        .forEach(seed -> run(bench, pictures, seed, table));
    for (int s = 0; s < sizes.size(); s++) {
      print(bench, sizes.get(s), table.get(s));
    }
    return verdict(table);
  }

  private void run(Bench bench, Pictures pictures, long seed, List<Map<String, Cell>> table) {
    Network original = lenet.original(bench, pictures, seed);
    Examples taught = pictures.train().withTeacher(Inference.scores(original, pictures.train()));
    Trials trials = new Trials();
    List<Cell> cells = new ArrayList<>();
    for (int s = 0; s < sizes.size(); s++) {
      Map<String, Cut> cut = pruned(bench, original, taught, sizes.get(s), seed);
      for (Map.Entry<String, Cut> entry : cut.entrySet()) {
        Cell cell = table.get(s).computeIfAbsent(entry.getKey(), _ -> new Cell());
        cell.raw.add(Trials.accuracy(entry.getValue().network(), pictures.judge()));
        cells.add(cell);
      }
      bench.print("seed %d, before fine-tuning: %s", seed, lasts(table.get(s), Cell::raw));
      cut.forEach(
          (method, network) ->
              trials.add(
                  network.start(),
                  taught,
                  pictures.judge(),
                  method.startsWith(SCRATCH) ? lenet.wholly() : lenet.tuning(),
                  seed));
    }
    List<Trials.Learned> learned = trials.run();
    for (int i = 0; i < cells.size(); i++) {
      cells.get(i).tuned.add(learned.get(i).accuracy());
    }
    table.forEach(cell -> bench.print("seed %d, after: %s", seed, lasts(cell, Cell::tuned)));
  }

  private static String lasts(Map<String, Cell> cells, Function<Cell, List<Double>> accuracies) {
    return cells.entrySet().stream()
        .map(
            e -> "%s %.2f %%".formatted(e.getKey(), 100 * accuracies.apply(e.getValue()).getLast()))
        .collect(Collectors.joining(", "));
  }

  /** The cut networks by method; from-scratch ones have the widths that information chose. */
  private Map<String, Cut> pruned(
      Bench bench, Network original, Examples rows, long size, long seed) {
    Pruner pruner = Pruner.withDefaults().withSeed(seed).withRows(lenet.calibration());
    Pruned ours = pruner.prune(original, rows, Load.params(size));
    Map<String, Integer> widths =
        ours.plans().getFirst().cuts().stream()
            .collect(Collectors.toMap(Plan.Cut::group, cut -> cut.kept().size()));
    bench.print("seed %d, at most %,d parameters: %s", seed, size, widths);
    Map<String, Cut> networks = new LinkedHashMap<>();
    networks.put(OURS, Cut.of(ours));
    controls(pruner.withRepair(false), seed)
        .forEach((name, c) -> networks.put(name, Cut.of(c.toWidths(original, rows, widths))));
    Pruner repaired = pruner.withCriterion(WeightNorm.L1);
    networks.put(REPAIRED, Cut.of(repaired.toWidths(original, rows, widths)));
    networks.put(SCRATCH, Cut.drawn(ours.network(), seed));
    Map<String, Integer> narrow = evenWidths(original, widths.keySet(), size);
    Pruned even = pruner.toWidths(original, rows, narrow);
    networks.put(OURS + EVEN, Cut.of(even));
    controls(pruner.withRepair(false), seed)
        .forEach(
            (name, c) -> networks.put(name + EVEN, Cut.of(c.toWidths(original, rows, narrow))));
    networks.put(SCRATCH + EVEN, Cut.drawn(even.network(), seed));
    return networks;
  }

  /** The usual criteria, by name. */
  private static Map<String, Pruner> controls(Pruner pruner, long seed) {
    Map<String, Pruner> controls = new LinkedHashMap<>();
    for (Criterion criterion : List.of(WeightNorm.L1, new Taylor(), new RandomOrder(seed))) {
      controls.put(criterion.name(), pruner.withCriterion(criterion));
    }
    return controls;
  }

  /** The widest groups that are all cut by the same share and leave at most {@code size} parameters. */
  private static Map<String, Integer> evenWidths(Network original, Set<String> cut, long size) {
    ChannelGroups groups = ChannelGroups.of(original);
    List<ChannelGroup> narrowed =
        groups.groups().stream().filter(g -> cut.contains(g.name())).toList();
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (int percent = 1; percent < 100; percent++) {
      double share = percent / 100.0;
      Map<String, Integer> wider =
          narrowed.stream()
              .collect(
                  Collectors.toMap(ChannelGroup::name, g -> (int) Math.ceil(share * g.size())));
      Map<String, int[]> kept = new LinkedHashMap<>();
      wider.forEach((name, width) -> kept.put(name, IntStream.range(0, width).toArray()));
      if (Load.params(size).of(Removal.keep(groups, kept)) > 1) {
        return widths;
      }
      widths = wider;
    }
    return widths;
  }

  private static void print(Bench bench, long size, Map<String, Cell> cells) {
    bench.print("at most %,d parameters", size);
    cells.forEach(
        (method, cell) ->
            bench.print(
                "  %-24s before fine-tuning %6.2f %%, after %s",
                method, 100 * cell.rawMean(), Statistics.of(cell.tuned).describeShares()));
  }

  private Verdict verdict(List<Map<String, Cell>> table) {
    int held = 0;
    int asked = 0;
    int aboveEven = 0;
    int even = 0;
    for (int s = 0; s < sizes.size(); s++) {
      Cell ours = table.get(s).get(OURS);
      for (Map.Entry<String, Cell> entry : table.get(s).entrySet()) {
        boolean scratch = entry.getKey().equals(SCRATCH);
        double other = entry.getValue().tunedMean();
        if (entry.getKey().endsWith(EVEN)) {
          even++;
          aboveEven += ours.tunedMean() >= other ? 1 : 0;
        } else if (isCompared(entry.getKey()) && (!scratch || s >= scratchFrom)) {
          asked++;
          held +=
              scratch ? (ours.tunedMean() > other ? 1 : 0) : (ours.tunedMean() >= other ? 1 : 0);
        }
      }
      if (!before.isEmpty()) {
        asked++;
        held += ours.rawMean() >= before.get(s) ? 1 : 0;
      }
    }
    return new Verdict(
        "%d of %d comparisons hold, and %d of %d against even widths; information %s before, %s after"
            .formatted(held, asked, aboveEven, even, row(table, true), row(table, false)),
        held == asked);
  }

  private static boolean isCompared(String method) {
    return !method.equals(OURS) && !method.equals(REPAIRED);
  }

  private static String row(List<Map<String, Cell>> table, boolean raw) {
    return table.stream()
        .map(cells -> cells.get(OURS))
        .map(
            cell ->
                String.format(Locale.ROOT, "%.2f", 100 * (raw ? cell.rawMean() : cell.tunedMean())))
        .collect(Collectors.joining(" / "));
  }
}
