package org.pith.cli;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.prune.Descent;
import org.pith.prune.Pruned;
import org.pith.prune.RecordedLearner;
import org.pith.prune.schedule.Load;
import org.pith.runs.Run;
import org.pith.search.Budget;
import org.pith.search.Footprint;
import org.pith.search.Limit;
import org.pith.train.DivergedException;
import org.pith.train.HeldOut;
import org.pith.train.Initialization;
import org.pith.train.encode.Feeding;
import org.pith.train.encode.Lines;

/**
 * The descents of one pruning, as deep and as long as held-out rows bear out, until what ships keeps every limit by measurement. What
 * was learned and measured is in the run's record, so that a killed run goes on.
 */
final class Descents {

  /** About how many rows a fine-tuning of the whole network would see, all epochs together. */
  private static final int ROWS_SEEN = 1_000_000;

  private static final int FEWEST_EPOCHS = 10;
  private static final int MOST_EPOCHS = 60;

  /** How many times as many epochs a network may learn that became that much smaller. */
  private static final int MOST_TIMES = 4;

  /** How many shares of the cost are tried with training, which is dear, and without. */
  private static final int BISECTIONS = 5;

  private static final int MOST_CUTS = 12;

  /** How many times the time allowed the smallest takes where no cut is tried. */
  private static final double HOPELESS = 2;

  /** Share of the cost that is not worth another try. */
  private static final double CLOSE = 0.02;

  private static final int ATTEMPTS = 4;

  private record Attempt(Pruned pruned, int epochs, boolean anew, HeldOut validation) {

    boolean knowsMoreThan(Attempt other) {
      return validation.information().value() > other.validation.information().value();
    }
  }

  private final byte[] file;
  private final Pruning pruning;
  private final Specimen specimen;
  private final Pruning.Order order;
  private final PruneLimits limits;
  private final Run run;
  private final Clock clock;
  private final RecordedLearner learner;
  private final Progress progress;
  private final double known;
  private final long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();

  /**
   * Descents of one pruning.
   *
   * @param file of the original
   */
  Descents(Pruning pruning, byte[] file, Run run, Progress progress) {
    this.file = file;
    this.pruning = pruning;
    this.specimen = pruning.specimen();
    this.order = pruning.order();
    this.limits = pruning.limits().shipped(model -> withProvenance(model, specimen, run));
    this.run = run;
    this.clock = new Clock(run);
    this.learner = new RecordedLearner(Descent.Learner.on(pruning.train()), run);
    this.progress = progress;
    this.known = known();
  }

  /** Prunes until what ships keeps every limit by measurement. */
  Pruning.Result run() {
    Network body = pruning.body();
    int[] all = IntStream.range(0, pruning.train().rowShape().dim(0)).toArray();
    Judged before = Judged.of(specimen, specimen.anatomy().model(), file, body, all, clock);
    limits.requireBinding(before.footprint());
    requirePossible();
    return order.budget().isPresent()
        ? within(before, limits.aim())
        : result(before, limits.share(leastShare()));
  }

  /** What keeps every limit as it is written: where it does not, the aim comes closer. */
  private Pruning.Result within(Judged before, Budget first) {
    Budget aim = first;
    for (int attempt = 1; ; attempt++) {
      Pruning.Result result = result(before, limits.load(aim));
      Footprint reached = result.after().footprint();
      List<Limit> broken = limits.broken(reached);
      if (broken.isEmpty()) {
        return result;
      }
      Budget closer = limits.closer(aim, reached);
      if (attempt == ATTEMPTS || closer.equals(aim)) {
        throw limits.impossible(broken.getFirst(), reached);
      }
      aim = closer;
    }
  }

  private Pruning.Result result(Judged before, Load limit) {
    Attempt best = best(limit);
    requireSound(best);
    return new Pruning.Result(
        before,
        judged(best),
        best.pruned(),
        limit,
        best.epochs(),
        best.anew(),
        pruning.original(),
        best.validation(),
        cpuSeconds());
  }

  private Judged judged(Attempt attempt) {
    int[] inputs = inputs(attempt);
    Network cut = attempt.pruned().network();
    return Judged.of(specimen, limits.model(cut, inputs), cut, inputs, clock);
  }

  private static int[] inputs(Attempt attempt) {
    return attempt.pruned().inputs().stream().mapToInt(Integer::intValue).toArray();
  }

  /** Refuses, before anything is learned, a limit that the smallest breaks when it is really made. */
  private void requirePossible() {
    if (!limits.broken(limits.smallest()).isEmpty()) {
      Footprint smallest = orOriginal(judged(attempt(limits.least(), 0)).footprint());
      limits.broken(smallest).stream()
          .filter(limit -> limit != Limit.LATENCY || isHopeless(smallest.latencyMicros()))
          .findFirst()
          .ifPresent(
              limit -> {
                throw limits.impossible(limit, smallest);
              });
    }
  }

  /** The smallest is not always the fastest, and no clock is quite sure; but nothing is so much faster. */
  private boolean isHopeless(double micros) {
    return micros > HOPELESS * order.budget().orElseThrow().limits().get(Limit.LATENCY);
  }

  /** What is written says where it comes from, so a small original may be the smallest file. */
  private Footprint orOriginal(Footprint cut) {
    return new Footprint(
        cut.params(),
        cut.macs(),
        Math.min(cut.bytes(), file.length),
        cut.memoryBytes(),
        cut.latencyMicros());
  }

  private void requireSound(Attempt best) {
    if (best.validation().isDiverged()) {
      throw new DivergedException(
          "Fine-tuning %s for %d epochs diverged. Maybe ask for other --finetune epochs, or keep more of it."
              .formatted(specimen.anatomy().model().name(), best.epochs()));
    }
  }

  /** CPU time of this thread since the pruning began, and of what an earlier one recorded. */
  private double cpuSeconds() {
    return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun) / 1e9
        + learner.replayedSeconds();
  }

  /**
   * The smallest share of the cost at which enough is kept: what can go without any training is found first, since it costs little; what
   * more can go with short fine-tunings then, a few of them.
   */
  private double leastShare() {
    double free = bisected(1, 0, MOST_CUTS);
    double share = free;
    if (mostEpochs() > 0) {
      boolean learns = order.finetune().isPresent() && free < 1;
      double high = learns && !keepsEnough(tried(free, mostEpochs())) ? 1 : free;
      share = bisected(high, mostEpochs(), BISECTIONS);
    }
    if (share == 1) {
      throw new InputException(
          "Nothing of %s can go if %s of what it knows is to stay. Maybe keep less."
              .formatted(
                  specimen.anatomy().model().name(), Shown.asked(order.keep().orElseThrow())));
    }
    return share;
  }

  /** Bisects the logarithm, since a tenth of a small share counts too, until nothing is left to win. */
  private double bisected(double enough, int epochs, int most) {
    double low = Math.min(limits.leastShare(), enough);
    double high = enough;
    for (int i = 0; i < most && high - low > CLOSE; i++) {
      double middle = Math.sqrt(low * high);
      if (keepsEnough(tried(middle, epochs))) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private Attempt tried(double share, int epochs) {
    progress.step(
        "keep %s: try %.1f %% of the cost"
            .formatted(Shown.asked(order.keep().orElseThrow()), 100 * share));
    return attempt(limits.share(share), epochs);
  }

  private boolean keepsEnough(Attempt attempt) {
    return attempt.validation().information().value() >= order.keep().orElseThrow() * known;
  }

  /** What the original knows of the rows to choose by, judged as what is cut from it is. */
  private double known() {
    Pruned whole = Pruned.whole(pruning.body(), pruning.train());
    return judged(whole, 0, false).validation().information().value();
  }

  /** The attempt with the epochs asked for, or with more and more of them, as long as more is better. */
  private Attempt best(Load limit) {
    Attempt best = null;
    for (int epochs : epochs(limit)) {
      progress.step("prune, %d epochs".formatted(epochs));
      Attempt attempt = attempt(limit, epochs);
      if (best != null && !attempt.knowsMoreThan(best)) {
        break;
      }
      best = attempt;
    }
    return best.epochs() == 0 ? best : orAnew(best);
  }

  /**
   * The same shape with weights drawn anew, where they learn more in as many epochs: what a deep cut leaves of the old ones is a good
   * answer and not always a good start. Chosen on held-out rows like everything else.
   */
  private Attempt orAnew(Attempt found) {
    progress.step("the same shape anew, %d epochs".formatted(found.epochs()));
    Pruned drawn =
        found.pruned().withNetwork(Initialization.draw(found.pruned().network(), order.seed()));
    Network learned = learner.learn(drawn, pruning.recipe(found.epochs()), order.seed());
    Attempt anew = judged(found.pruned().withNetwork(learned), found.epochs(), true);
    return anew.knowsMoreThan(found) ? anew : found;
  }

  private int mostEpochs() {
    return order
        .finetune()
        .orElse(Math.clamp(ROWS_SEEN / pruning.train().rows(), FEWEST_EPOCHS, MOST_EPOCHS));
  }

  /** None, some and many; a network that shrinks by much learns longest, and may: its epochs cost as much less. */
  private List<Integer> epochs(Load limit) {
    if (order.finetune().isPresent()) {
      return List.of(mostEpochs());
    }
    List<Integer> epochs = new ArrayList<>(List.of(0, mostEpochs() / 4));
    int cheaper = (int) Math.min(MOST_TIMES, limit.of(pruning.body()));
    for (int times = 1; times <= cheaper; times *= 4) {
      epochs.add(times * mostEpochs());
    }
    return epochs;
  }

  private Attempt attempt(Load limit, int epochs) {
    Pruned pruned =
        pruning
            .descent(limit, epochs, Pruning.Method.of(order.criterion()), order.seed())
            .run(pruning.body(), pruning.train(), limit, order.seed(), learner);
    return judged(pruned, epochs, false);
  }

  /** With scores as sure as they are right: what is judged by held-out rows is what ships. */
  private Attempt judged(Pruned pruned, int epochs, boolean anew) {
    Pruned shipped = pruning.cooled(pruned);
    return new Attempt(shipped, epochs, anew, pruning.judgeAsIs(shipped));
  }

  /** With where it comes from now in place of where the original came from, and how it was fed where it does not say so itself. */
  static Network withProvenance(Network model, Specimen specimen, Run run) {
    Map<String, String> all = new LinkedHashMap<>(model.metadata());
    all.keySet().removeIf(key -> key.startsWith("pith."));
    all.putAll(specimen.data().provenance(run));
    all.putAll(specimen.feeding().metadata());
    if (specimen.feeding().own().isEmpty() && specimen.isClassification()) {
      all.put(Feeding.CLASSES, Lines.join(specimen.classes().names()));
    }
    return model.withMetadata(all);
  }
}
