package org.pith.prune.inspect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.pith.measure.Estimate;
import org.pith.network.cost.Cost;
import org.pith.network.rewrite.ChannelGroup;
import org.pith.train.HeldOut;
import org.pith.train.probe.Readout;

/**
 * What every part of a network knows, and what it costs. Amounts of information are in nats.
 *
 * @param cost of the whole network
 * @param entropy of the target on the judging rows under the shares of the fitting rows, H(Y); empty for a numeric target
 * @param output what the network's own answer knows
 * @param recalibrated what it knows to who recalibrates it by the fitting rows: how sure it may be, and how often each class occurs
 * @param speaker the layer whose values are the answer; empty where something follows that is none
 * @param input what decoders read from the input; empty where it is not of numbers
 * @param layers in node order; their costs add up to the network's
 * @param groups of channels that go together
 * @param inputs columns, or squares of pixels, by what is lost without them one at a time
 * @param jointOrder the inputs that should be kept, the most telling first, each beside those before it
 * @param complexity of the answer: one minus the mean over input and layers of the share of the output's information that a
 *     linear decoder reads there, each share within [0,1]; 0 where the answer can be read from the input at once, towards 1 where
 *     only the last layer shows it ("Understanding Visual Feature Reliance through the Lens of Complexity"); NaN where the output
 *     does not certainly know anything
 * @param features what the answer says, apart, and how late each becomes readable; none where the answer knows nothing
 * @param codeLengths prequential code length of the target in nats a row, by place
 * @param unknown operators outside of the table
 * @param unreached what could not be run; empty where that is nothing
 * @param frozen by maker of channels why they cannot go
 */
public record Inventory(
    Cost cost,
    OptionalDouble entropy,
    HeldOut output,
    Estimate recalibrated,
    Optional<String> speaker,
    Optional<Readout> input,
    List<LayerEntry> layers,
    List<GroupEntry> groups,
    List<InputEntry> inputs,
    List<JointStep> jointOrder,
    double complexity,
    List<FeatureEntry> features,
    Map<String, Double> codeLengths,
    List<String> unknown,
    Optional<Unreached> unreached,
    Map<String, String> frozen) {

  /**
   * What of a network could not be run, and so is not inspected; all other figures are of the rest.
   *
   * @param operator the first that ONNX Runtime does not have
   * @param node its node
   * @param nodes how many cannot be run because of such operators, these included
   * @param params trained numbers in them, a lower bound where their operators are not known
   * @param read tensors that they read, of which a linear decoder stands in the place of the answer, as a layer named
   *     {@value #DECODER}; none where the answer does not depend on them
   */
  public record Unreached(String operator, String node, int nodes, long params, List<String> read) {

    /** The name of the layer that stands in the place of the answer. */
    public static final String DECODER = "linear decoder";

    /** Copies the list. */
    public Unreached {
      read = List.copyOf(read);
    }

    /** Whether the answer is that of a decoder and not the network's own. */
    public boolean answerIsDecoded() {
      return !read.isEmpty();
    }

    /** Whether a layer of this name is that decoder. */
    public boolean isDecoder(String layer) {
      return answerIsDecoded() && layer.equals(DECODER);
    }
  }

  /**
   * A layer.
   *
   * @param span what it is and costs
   * @param before what decoders read from what it reads
   * @param after what decoders read from what it makes
   * @param units how what it makes varies
   * @param condition largest over smallest singular value of its weights as a matrix; NaN where it has none
   * @param bottleneck whether all that the answer knows of the inputs goes through what it makes; false where something goes around it
   * @param recommendation in words
   */
  public record LayerEntry(
      LayerSummary span,
      Optional<Readout> before,
      Optional<Readout> after,
      Optional<Units> units,
      double condition,
      boolean bottleneck,
      String recommendation) {}

  /**
   * What a layer is and costs.
   *
   * @param width units or channels
   * @param numbers that stand for a row where it is read after it; 0 where it cannot be
   */
  public record LayerSummary(String name, String kind, int width, long numbers, Cost.Part cost) {}

  /**
   * A group of channels.
   *
   * @param group which units
   * @param cost that its units take with them when all but one of them go; where makers read their own group, more than in proportion
   * @param before what decoders read from what its first maker reads
   * @param after what decoders read from its units alone
   * @param units how they vary
   * @param gain what the network's recalibrated answer loses when the units stand still at their means; empty where that cannot be told
   * @param curve what is left with fewer units, before repair
   * @param recommendation in words
   */
  public record GroupEntry(
      ChannelGroup group,
      Cost.Part cost,
      Optional<Readout> before,
      Optional<Readout> after,
      Optional<Units> units,
      Optional<Estimate> gain,
      List<DryRun> curve,
      String recommendation) {}

  /**
   * An input or a square of pixels.
   *
   * @param name of the column, or the place
   * @param loss what the recalibrated answer loses when its values are shuffled over the rows, all others as they are
   */
  public record InputEntry(String name, Estimate loss) {}

  /**
   * An input beside those before it.
   *
   * @param name of the column, or the place
   * @param gain what the model says more once this input speaks too, on rows that did not choose it; may be negative
   * @param known what the model says of those rows from this input and those before it alone
   */
  public record JointStep(String name, double gain, Estimate known) {}

  /**
   * A feature: how much more the answer says one class than the mean class, or a number.
   *
   * @param output place of the class among the outputs; of two classes the second
   * @param complexity one minus the mean of the shares
   * @param readable by place the share of its variance that a linear decoder reads there, from the input on
   */
  public record FeatureEntry(
      int output, double complexity, SequencedMap<String, Double> readable) {}

  /**
   * The share of right answers that a decoder of so much information reaches at least, {@code exp(-cross-entropy)}: by
   * Jensen's inequality it is at most the mean probability of the truth, and so at most the best accuracy that can be had from
   * what is decoded (Lee et al. 2024, arXiv 2402.07999, NetInfoF).
   *
   * @return empty for a numeric target
   */
  public OptionalDouble accuracyFloor(Estimate information) {
    return entropy.isPresent()
        ? OptionalDouble.of(Math.exp(information.value() - entropy.getAsDouble()))
        : OptionalDouble.empty();
  }

  /**
   * A line of the account.
   *
   * @param place where
   * @param known information there
   * @param change from the last place before it that all goes through; empty in a branch, whose loss another may make up for
   */
  public record Line(String place, double known, OptionalDouble change) {}

  /** Copies the collections; maps keep their order, so that the same inspection is written alike. */
  public Inventory {
    layers = List.copyOf(layers);
    groups = List.copyOf(groups);
    inputs = List.copyOf(inputs);
    jointOrder = List.copyOf(jointOrder);
    features = List.copyOf(features);
    codeLengths = Collections.unmodifiableMap(new LinkedHashMap<>(codeLengths));
    unknown = List.copyOf(unknown);
    frozen = Collections.unmodifiableMap(new LinkedHashMap<>(frozen));
  }

  /** Whether another model or other data should come next. */
  public Diagnosis diagnosis() {
    return Diagnosis.of(this);
  }

  /**
   * The account: what decoders read from the input, then the change at every layer that all goes through and that could be read, then
   * at the answer. The changes add up to what the answer knows, and H(Y) less their sum is its cross-entropy. Layers in branches are
   * named between, without a change.
   */
  public List<Line> ledger() {
    List<Line> lines = new ArrayList<>();
    double known = 0;
    if (input.isPresent()) {
      known = input.get().chosen().value();
      lines.add(new Line("the input", known, OptionalDouble.of(known)));
    }
    for (LayerEntry layer : layers) {
      if (layer.after().isPresent()) {
        double next = layer.after().get().chosen().value();
        OptionalDouble change =
            layer.bottleneck() ? OptionalDouble.of(next - known) : OptionalDouble.empty();
        lines.add(new Line(layer.span().name(), next, change));
        known = layer.bottleneck() ? next : known;
      }
    }
    double answer = output.information().value();
    lines.add(new Line(speech(), answer, OptionalDouble.of(answer - known)));
    return lines;
  }

  /** What the last line of the account is of. */
  public String speech() {
    return answerIsDecoded() ? "a linear decoder in place of the answer" : "the answer";
  }

  /** Whether the answer is out of reach, so that what is called so is that of a linear decoder of the last that could be run. */
  public boolean answerIsDecoded() {
    return unreached.filter(Unreached::answerIsDecoded).isPresent();
  }

  /** The layers of the network itself: without the decoder that may stand in place of its answer. */
  public List<LayerEntry> own() {
    return layers.stream()
        .filter(l -> unreached.filter(u -> u.isDecoder(l.span().name())).isEmpty())
        .toList();
  }
}
