package org.pith.prune.inspect;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pith.measure.Estimate;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.cost.Cost;
import org.pith.network.rewrite.ChannelGroup;
import org.pith.network.rewrite.ChannelGroups;
import org.pith.train.HeldOut;
import org.pith.train.Target;
import org.pith.train.probe.Readout;

/**
 * Takes the {@link Inventory} of a network: runs it once over the rows and reads every layer and every group of channels.
 * Decoders are fitted on one set of rows and judged on another that no choice sees.
 *
 * <p>Cost: two passes of the network, two small trainings for each tensor that is read, and for each group about six passes over
 * at most {@value #MOST_TRIED} of the judging rows and half as many to recalibrate by.
 *
 * @param threads threads of ONNX Runtime
 * @param seed of the decoders
 * @param progress told what is being done
 */
public record Inspector(int threads, long seed, Consumer<String> progress) {

  private static final int MOST_TRIED = 1_000;
  private static final int MOST_UNITS = 1_024;

  /**
   * Inspects a network.
   *
   * @param fit rows that decoders are fitted on, in random order
   * @param judge rows that everything is judged at
   * @param columns names of the input's columns, where it has columns
   * @throws IllegalArgumentException if no output of the network fits the target, or its answer is NaN, or no layer can be run
   */
  public Inventory inspect(Network network, Rows fit, Rows judge, List<String> columns) {
    Reach reach = Reach.of(network, fit, threads, seed);
    return new Session(network, reach, fit, judge, columns).inventory();
  }

  /** One network on its rows. */
  private final class Session {
    private final Network given;
    private final Reach reach;
    private final Network network;
    private final Rows fit;
    private final Rows judge;
    private final Rows tried;
    private final List<String> columns;
    private final ChannelGroups groups;
    private final List<Span> spans;
    private final Map<String, GroupTap> taps = new LinkedHashMap<>();
    private final Answer answer;
    private final Readings readings;
    private final HeldOut output;
    private final Estimate recalibrated;
    private final Trial trial;
    private final Estimate triedOutput;
    private final Cost.Part whole;

    Session(Network given, Reach reach, Rows fit, Rows judge, List<String> columns) {
      this.given = given;
      this.reach = reach;
      this.network = reach.network();
      this.fit = fit;
      this.judge = judge;
      this.tried = judge.select(range(Math.min(MOST_TRIED, judge.count())));
      this.columns = columns;
      this.groups = ChannelGroups.of(network);
      this.spans = Span.of(network);
      this.whole = Cost.of(network).whole();
      groups.groups().stream()
          .filter(g -> !g.input())
          .forEach(g -> GroupTap.of(groups, g).ifPresent(t -> taps.put(g.name(), t)));
      Answer found = Answer.of(network, fit.target());
      List<String> tensors = tensors(found);
      progress.accept("run the model");
      this.readings = new Readings(network, fit, judge, tensors, threads, seed, progress);
      requireNumbers(readings.fitting(found.tensor()));
      requireNumbers(readings.judging(found.tensor()));
      this.answer = found.seen(readings.fitting(found.tensor()));
      this.output = answer.judge(readings.judging(answer.tensor()), judge.target());
      this.recalibrated =
          answer.recalibrated(
              readings.fitting(answer.tensor()),
              fit.target(),
              readings.judging(answer.tensor()),
              judge.target());
      this.trial = new Trial(answer, fit, tried, threads);
      this.triedOutput = trial.of(network).information();
    }

    private void requireNumbers(float[] answers) {
      for (float said : answers) {
        if (Float.isNaN(said)) {
          throw new IllegalArgumentException(
              "The model answers some rows with NaN. Maybe its weights are damaged, or a cell is missing that it was not made for.");
        }
      }
    }

    private List<String> tensors(Answer found) {
      Set<String> tensors = new LinkedHashSet<>();
      input().ifPresent(tensors::add);
      for (Span span : spans) {
        span.before().ifPresent(tensors::add);
        span.after().ifPresent(tensors::add);
      }
      taps.values().forEach(t -> tensors.add(t.tensor()));
      groups.groups().stream()
          .filter(g -> taps.containsKey(g.name()))
          .flatMap(g -> Silence.read(network, g).stream())
          .filter(t -> Taps.isTappable(network, t))
          .forEach(tensors::add);
      tensors.add(found.tensor());
      return List.copyOf(tensors);
    }

    /** The input, where there is a single one of numbers. */
    private Optional<String> input() {
      return network.inputs().size() == 1
          ? Optional.of(network.inputs().getFirst().name()).filter(t -> Taps.isTappable(network, t))
          : Optional.empty();
    }

    Inventory inventory() {
      List<Inventory.LayerEntry> layers = spans.stream().map(this::layer).toList();
      List<Inventory.GroupEntry> entries =
          groups.groups().stream().filter(g -> !g.input()).map(this::group).toList();
      progress.accept("rank the inputs");
      Optional<InputRanks> ranks =
          input().map(t -> new InputRanks(network, answer, fit, tried, t, columns, threads, seed));
      progress.accept("see where features become readable");
      Lateness lateness = new Lateness(readings, answer, input(), spans);
      return new Inventory(
          Cost.of(network),
          entropy(),
          output,
          recalibrated,
          speaker(),
          input().map(readings::readout),
          layers,
          entries,
          ranks.map(InputRanks::alone).orElse(List.of()),
          ranks.map(InputRanks::jointly).orElse(List.of()),
          lateness.complexity(output.information()),
          lateness.features(output.information()),
          lateness.codeLengths(),
          given.nodes().stream()
              .filter(n -> n.operator() instanceof Operator.Unknown)
              .map(Node::toString)
              .toList(),
          reach.unreached(),
          frozen());
    }

    /** Why channels stay as they are in the network that was given, as far as it was reached. */
    private Map<String, String> frozen() {
      if (reach.unreached().isEmpty()) {
        return groups.frozen();
      }
      Map<String, String> original = ChannelGroups.of(given).frozen();
      Map<String, String> frozen = new LinkedHashMap<>();
      groups.frozen().forEach((maker, why) -> frozen.put(maker, original.getOrDefault(maker, why)));
      frozen.remove(Inventory.Unreached.DECODER);
      return frozen;
    }

    /** The layer that makes the answer. */
    private Optional<String> speaker() {
      return spans.stream()
          .filter(s -> s.after().filter(answer.tensor()::equals).isPresent())
          .map(Span::name)
          .findFirst();
    }

    private OptionalDouble entropy() {
      return judge.target() instanceof Target.Classes classes
          ? OptionalDouble.of(HeldOut.entropy(classes, (Target.Classes) fit.target()))
          : OptionalDouble.empty();
    }

    private Inventory.LayerEntry layer(Span span) {
      Optional<Readout> before = span.before().map(readings::readout);
      Optional<Readout> after = span.after().map(readings::readout);
      double condition =
          span.name().equals(Span.PRELUDE)
              ? Double.NaN
              : Condition.of(network, network.node(span.name()));
      return new Inventory.LayerEntry(
          new Inventory.LayerSummary(
              span.name(),
              span.kind(),
              span.width(),
              span.after().map(t -> network.shape(t).elements()).orElse(0L),
              span.cost()),
          before,
          after,
          span.after().flatMap(this::units),
          condition,
          span.after().filter(t -> Span.isBottleneck(network, t, answer.tensor())).isPresent(),
          reach.unreached().filter(u -> u.isDecoder(span.name())).isPresent()
              ? "is no part of the network: it stands in place of the answer"
              : Advice.layer(before, after, later(span), condition));
    }

    /** The most that is read of what later layers read or make; minus infinity after the last. */
    private double later(Span span) {
      return spans.stream()
          .skip(spans.indexOf(span) + 1L)
          .flatMap(s -> Stream.concat(s.before().stream(), s.after().stream()))
          .mapToDouble(t -> readings.readout(t).chosen().value())
          .max()
          .orElse(Double.NEGATIVE_INFINITY);
    }

    private Optional<Units> units(String tensor) {
      Shape shape = Taps.shape(network, tensor);
      int axis = shape.rank() == 3 ? 2 : 1;
      int count = shape.dim(axis);
      if (count > MOST_UNITS) {
        return Optional.empty();
      }
      ChannelGroup all = new ChannelGroup(tensor, count, false, List.of(), List.of());
      GroupTap tap = new GroupTap(all, tensor, shape, axis, range(count));
      double[] ones = IntStream.range(0, count).mapToDouble(_ -> 1).toArray();
      return Optional.of(Units.of(readings.samples(tap), ones));
    }

    private Inventory.GroupEntry group(ChannelGroup group) {
      progress.accept("weigh " + group.name());
      Optional<GroupTap> tap = Optional.ofNullable(taps.get(group.name()));
      Optional<Units> units =
          tap.filter(_ -> group.size() <= MOST_UNITS)
              .map(t -> Units.of(readings.samples(t), GroupTap.weights(groups, group)));
      Optional<Readout> before =
          group.producers().stream()
              .flatMap(p -> spans.stream().filter(s -> s.name().equals(p)))
              .findFirst()
              .flatMap(Span::before)
              .map(readings::readout);
      Optional<Readout> after = tap.map(readings::readout);
      Optional<Estimate> gain = gain(group);
      List<DryRun> curve =
          units.map(u -> DryRun.curve(groups, group, u.order(), trial)).orElse(List.of());
      return new Inventory.GroupEntry(
          group,
          without(group, group.size() - 1),
          before,
          after,
          units,
          gain,
          curve,
          Advice.group(units, gain, curve, triedOutput, spare(group, units)));
    }

    private Optional<Estimate> gain(ChannelGroup group) {
      List<String> read = Silence.read(network, group);
      if (read.isEmpty() || !read.stream().allMatch(readings::hold)) {
        return Optional.empty();
      }
      Map<String, float[]> means = new LinkedHashMap<>();
      read.forEach(t -> means.put(t, readings.means(t)));
      Network silent = Silence.of(groups, group, means);
      return Optional.of(Answer.loss(triedOutput, trial.of(silent).information()));
    }

    /** What so many of its units take with them, of which one at least stays. */
    private Cost.Part without(ChannelGroup group, int units) {
      int left = Math.max(1, group.size() - units);
      if (left == group.size()) {
        return Cost.Part.NONE;
      }
      List<Integer> order = IntStream.range(0, group.size()).boxed().toList();
      return whole.minus(Cost.of(DryRun.cut(groups, group, order, left)).whole());
    }

    /** The shares of energy and activations that go into units which are dead or repeat another. */
    private Advice.Spare spare(ChannelGroup group, Optional<Units> units) {
      Cost.Part cost = without(group, units.map(Units::spare).orElse(0));
      return new Advice.Spare(
          cost.picojoules() / whole.picojoules(),
          (double) cost.activations() / whole.activations());
    }
  }

  private static int[] range(int count) {
    return IntStream.range(0, count).toArray();
  }
}
