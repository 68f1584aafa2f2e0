package org.pith.benchmarks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.network.Tensor;
import org.pith.prune.Plan;
import org.pith.prune.Pruned;
import org.pith.prune.Pruner;
import org.pith.prune.criterion.Criterion;
import org.pith.prune.criterion.JointInformation;
import org.pith.prune.criterion.RandomOrder;
import org.pith.prune.criterion.Taylor;
import org.pith.prune.criterion.WeightNorm;
import org.pith.train.Examples;
import org.pith.train.Initialization;
import org.pith.train.Recipe;

/**
 * A convolutional network for digits is trained, then its first layer is widened to 32 channels by 5 that are dead and 5 that repeat
 * others, each pair sharing what the next layer gives them. Of the 32, ten are to go, without training: the dead, and one of each pair.
 */
record PlantedChannels(String name, int minutes) implements Evaluation {

  private static final int TRAINED = 22;
  private static final int PLANTED = 5;
  private static final int ALL = TRAINED + 2 * PLANTED;
  private static final double ROOM = 0.002;

  @Override
  public String mark() {
    return "the first ten removed, accuracy within 0.2 points, shapes smaller";
  }

  @Override
  public Verdict run(Bench bench) {
    Pictures pictures = Pictures.mnist(bench, false).limited(10_000);
    Examples rows = pictures.train();
    Network trained =
        ImageTraining.train(
            Initialization.draw(Layers.convolutional(TRAINED, 16), 1),
            rows,
            Recipe.defaults().withEpochs(2).withBatchSize(64).withPeakLearningRate(0.003),
            1);
    Network planted = planted(trained);
    double before = Trials.accuracy(planted, pictures.judge());
    bench.print("with %d channels: %.2f %%", ALL, 100 * before);
    for (Criterion control : List.of(WeightNorm.L1, new Taylor(), new RandomOrder(1))) {
      report(bench, cut(planted, rows, control), control.name(), pictures.judge());
    }
    Pruned ours = cut(planted, rows, JointInformation.DEFAULT);
    int right = report(bench, ours, "information", pictures.judge());
    double after = Trials.accuracy(ours.network(), pictures.judge());
    boolean smaller = ours.network().constant("conv1/weight").shape().dim(0) == TRAINED;
    return new Verdict(
        "%d of 10 were the planted ones, accuracy %+.2f points, %d channels left"
            .formatted(
                right,
                100 * (after - before),
                ours.network().constant("conv1/weight").shape().dim(0)),
        right == 2 * PLANTED && Math.abs(after - before) <= ROOM && smaller);
  }

  private static Pruned cut(Network planted, Examples rows, Criterion criterion) {
    return Pruner.withDefaults()
        .withRows(1_000)
        .withCriterion(criterion)
        .toWidths(planted, rows, Map.of("conv1", TRAINED));
  }

  private static int report(Bench bench, Pruned cut, String name, Examples judge) {
    Plan.Cut what = cut.plans().getFirst().cuts().getFirst();
    Set<Integer> gone = new HashSet<>(IntStream.range(0, ALL).boxed().toList());
    gone.removeAll(what.kept());
    int right = planted(gone);
    bench.print(
        "%s: %d of 10 removed were planted, %.2f %% right; gone: %s",
        name,
        right,
        100 * Trials.accuracy(cut.network(), judge),
        gone.stream().sorted().map(String::valueOf).collect(Collectors.joining(" ")));
    return right;
  }

  /** How many of those that are gone are dead, or one of a pair whose other is left. */
  private static int planted(Set<Integer> gone) {
    int dead = (int) gone.stream().filter(c -> c >= TRAINED + PLANTED).count();
    int pairs =
        (int)
            IntStream.range(0, PLANTED)
                .filter(p -> gone.contains(p) != gone.contains(TRAINED + p))
                .count();
    return dead + pairs;
  }

  /** Channels 22 to 26 repeat 0 to 4, and 27 to 31 are zero. */
  private static Network planted(Network trained) {
    Network wide = Layers.convolutional(ALL, 16);
    List<Integer> from = new ArrayList<>(IntStream.range(0, TRAINED).boxed().toList());
    from.addAll(IntStream.range(0, PLANTED).boxed().toList());
    return wide.withConstants(
            trained.constants().entrySet().stream()
                .filter(e -> !e.getKey().startsWith("conv"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
        .withConstants(
            Map.of(
                "conv1/weight", makers(trained.floats("conv1/weight"), wide, "conv1/weight", from),
                "conv1/bias", makers(trained.floats("conv1/bias"), wide, "conv1/bias", from),
                "conv2/weight", readers(trained.floats("conv2/weight"), wide, from),
                "conv2/bias", trained.floats("conv2/bias")));
  }

  private static Tensor makers(
      Tensor.Floats trained, Network wide, String name, List<Integer> from) {
    int each = trained.values().length / TRAINED;
    float[] values = new float[ALL * each];
    for (int c = 0; c < from.size(); c++) {
      System.arraycopy(trained.values(), from.get(c) * each, values, c * each, each);
    }
    return new Tensor.Floats(wide.constant(name).shape(), values);
  }

  /** Of a pair, each is read with half of the weight. */
  private static Tensor readers(Tensor.Floats trained, Network wide, List<Integer> from) {
    int filters = trained.shape().dim(0);
    int taps = trained.values().length / filters / TRAINED;
    float[] values = new float[filters * ALL * taps];
    for (int f = 0; f < filters; f++) {
      for (int c = 0; c < from.size(); c++) {
        float share = from.get(c) < PLANTED ? 0.5f : 1;
        for (int tap = 0; tap < taps; tap++) {
          values[(f * ALL + c) * taps + tap] =
              share * trained.values()[(f * TRAINED + from.get(c)) * taps + tap];
        }
      }
    }
    return new Tensor.Floats(wide.constant("conv2/weight").shape(), values);
  }
}
