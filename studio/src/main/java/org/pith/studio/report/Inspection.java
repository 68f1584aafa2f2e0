package org.pith.studio.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * What the parts of a model know and cost, ready to be shown. Amounts of information are in bits.
 *
 * @param title for the browser's tab
 * @param asked what was asked, in one sentence
 * @param found what was found, in one sentence
 * @param figures three to five large figures
 * @param ledger from the target's entropy to what the answer knows
 * @param layers in node order
 * @param groups of channels that go together
 * @param latents what layers make, the most telling for its length first
 * @param inputs by what is lost without them, one at a time
 * @param kept the inputs to keep, each beside those before it
 * @param features what the answer says, apart
 * @param findings one sentence each
 * @param provenance where all this comes from
 */
public record Inspection(
    String title,
    String asked,
    String found,
    List<Figure> figures,
    Account ledger,
    List<LayerLine> layers,
    List<GroupLine> groups,
    List<LatentLine> latents,
    List<InputLine> inputs,
    List<KeptLine> kept,
    List<FeatureLine> features,
    List<String> findings,
    Provenance provenance) {

  /**
   * The account.
   *
   * @param entropy of the target; empty for a numeric one
   * @param lines what is known at each place, in the order of the network
   * @param codeLengths by place, bits a row in which a linear decoder that learns as it goes writes down the target
   * @param next what should change next, in a sentence
   */
  public record Account(
      Optional<Double> entropy,
      List<Place> lines,
      SequencedMap<String, Double> codeLengths,
      String next) {
    /** Copies the lines. */
    public Account {
      lines = List.copyOf(lines);
    }
  }

  /**
   * What is known at a place.
   *
   * @param name of the place
   * @param known by the decoder that validation rows prefer
   * @param decoder which that is
   * @param branch whether something goes around the place, so that the account does not count its change
   */
  public record Place(String name, Measured known, String decoder, boolean branch) {}

  /**
   * A layer.
   *
   * @param name of the node with the weights
   * @param kind its operator
   * @param width units or channels
   * @param params trained numbers
   * @param macs multiply-accumulates
   * @param picojoules estimated energy of a row
   * @param before usable bits in what it reads
   * @param after usable bits in what it makes
   * @param redundancy total correlation of what it makes
   * @param advice in words
   * @param all every figure of it
   */
  public record LayerLine(
      String name,
      String kind,
      int width,
      long params,
      long macs,
      double picojoules,
      double before,
      double after,
      double redundancy,
      String advice,
      Figures all) {}

  /**
   * A group of channels.
   *
   * @param name of its first maker
   * @param units how many
   * @param dead units that do not vary
   * @param repeated units that repeat another
   * @param effectiveRank of the units' correlations
   * @param effectiveFeatures directions that they hold; NaN where unknown
   * @param params trained numbers that go with it
   * @param gain bits that the answer loses without it; NaN where unknown
   * @param curve what is left with fewer units
   * @param advice in words
   * @param all every figure of it
   */
  public record GroupLine(
      String name,
      int units,
      int dead,
      int repeated,
      double effectiveRank,
      double effectiveFeatures,
      long params,
      double gain,
      List<Cut> curve,
      String advice,
      Figures all) {
    /** Copies the curve. */
    public GroupLine {
      curve = List.copyOf(curve);
    }
  }

  /**
   * A point of a dry run.
   *
   * @param kept units that stay
   * @param params of the whole model then
   * @param bits that the answer then knows
   */
  public record Cut(int kept, long params, double bits) {}

  /**
   * Every figure of a layer or a group; NaN, or empty, where one is unknown.
   *
   * @param kind its operator, or what it is
   * @param width units or channels
   * @param paramsShare of the model's trained numbers
   * @param macsShare of its multiply-accumulates
   * @param energyShare of its estimated energy
   * @param activations numbers that it makes for a row
   * @param before usable bits in what it reads
   * @param after usable bits in what it makes
   * @param linear those of them that a linear decoder reads
   * @param redundancy total correlation of its units
   * @param gain of a layer after less before; of a group bits that the answer loses without it
   * @param duplicates units that repeat another
   * @param near units that nearly do
   * @param rank effective number of directions in which its units vary
   * @param active effective number of units that are active
   * @param features effective number of directions that its units hold
   * @param condition of a layer's weights, of a group's correlations; infinite where singular
   */
  public record Figures(
      String kind,
      int width,
      double paramsShare,
      double macsShare,
      double energyShare,
      long params,
      long macs,
      long activations,
      double activationsShare,
      Measured before,
      Measured after,
      double linear,
      double redundancy,
      Measured gain,
      OptionalInt dead,
      OptionalInt duplicates,
      OptionalInt near,
      double rank,
      double active,
      double features,
      double condition) {}

  /**
   * What a layer makes, as a place to tap.
   *
   * @param width units or channels
   * @param numbers a row
   * @param bits that a linear decoder reads there
   * @param perNumber of them for each number
   */
  public record LatentLine(String name, int width, long numbers, double bits, double perNumber) {}

  /** A column or a square of pixels, and the bits that are lost without it. */
  public record InputLine(String name, Measured loss) {}

  /**
   * An input in the joint order.
   *
   * @param name of the column or the square
   * @param gain bits that the model says more once it speaks too
   * @param known bits that the model says from this one and those before it alone
   */
  public record KeptLine(String name, double gain, Measured known) {}

  /**
   * A class, or the number, that the answer says.
   *
   * @param name for people
   * @param complexity one minus the mean of the shares
   * @param readable by place the share of it that a linear decoder reads there
   */
  public record FeatureLine(
      String name, double complexity, SequencedMap<String, Double> readable) {}

  /** Copies the lists and checks that every part is present. */
  public Inspection {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(asked, "asked");
    Objects.requireNonNull(found, "found");
    Objects.requireNonNull(ledger, "ledger");
    Objects.requireNonNull(provenance, "provenance");
    figures = List.copyOf(figures);
    layers = List.copyOf(layers);
    groups = List.copyOf(groups);
    latents = List.copyOf(latents);
    inputs = List.copyOf(inputs);
    kept = List.copyOf(kept);
    features = List.copyOf(features);
    findings = List.copyOf(findings);
  }
}
