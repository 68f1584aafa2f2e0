package org.pith.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.pith.measure.Estimate;
import org.pith.measure.Unit;
import org.pith.prune.inspect.Diagnosis;
import org.pith.prune.inspect.Inventory;
import org.pith.prune.inspect.Inventory.GroupEntry;
import org.pith.prune.inspect.Inventory.Unreached;
import org.pith.runs.Run;
import org.pith.studio.report.Inspection;

/** An inventory as files: JSON, a table, a page, all from the same figures. */
final class InspectionFiles {

  /** The first line of the account: what there is to know. */
  static final String ENTROPY = "H(Y), the entropy of the target";

  final String model;

  /** Size of the model's file. */
  final long bytes;

  final ModelData data;
  final Inventory inventory;
  final Run run;
  final Instant begun;
  final Duration wall;
  final String commandLine;

  InspectionFiles(
      String model,
      long bytes,
      ModelData data,
      Inventory inventory,
      Run run,
      Instant begun,
      String commandLine) {
    this.model = model;
    this.bytes = bytes;
    this.data = data;
    this.inventory = inventory;
    this.run = run;
    this.begun = begun;
    this.wall = Duration.between(begun, Instant.now());
    this.commandLine = commandLine;
  }

  static double bits(double nats) {
    return Unit.BITS.fromNats(nats);
  }

  Estimate answer() {
    return inventory.output().information();
  }

  /** The result in one sentence. */
  String sentence() {
    String known =
        inventory.entropy().isPresent()
            ? "%.2f of %.2f bits"
                .formatted(answer().bits(), bits(inventory.entropy().getAsDouble()))
            : "%.2f bits".formatted(answer().bits());
    return String.format(
        Locale.ROOT,
        "%s knows %s about %s: %s on %,d rows.",
        speaker(),
        known,
        data.target(),
        quality(),
        data.test().count());
  }

  private String speaker() {
    return inventory
        .unreached()
        .filter(Unreached::answerIsDecoded)
        .map(u -> "%s as far as it can be run, decoded linearly,".formatted(model))
        .orElse(model);
  }

  private String quality() {
    return data.isClassification()
        ? String.format(Locale.ROOT, "%.2f %% right", 100 * inventory.output().accuracy())
        : String.format(Locale.ROOT, "root mean square error %.5g", inventory.output().rmse());
  }

  /** What to know before all else: that a part cannot be run, or that the model seems to be fed otherwise than it was trained. */
  List<String> warnings() {
    return Stream.of(inventory.unreached().map(InspectionFiles::sentence), misfed())
        .flatMap(Optional::stream)
        .toList();
  }

  private static String sentence(Unreached unreached) {
    String lost =
        String.format(
            Locale.ROOT,
            "ONNX Runtime cannot run operator %s of node %s: nothing from there on is inspected (%,d %s, %,d parameters).",
            unreached.operator(),
            unreached.node(),
            unreached.nodes(),
            unreached.nodes() == 1 ? "node" : "nodes",
            unreached.params());
    return unreached.answerIsDecoded()
        ? lost
            + " In place of the answer stands a linear decoder of what is read there: %s."
                .formatted(String.join(", ", unreached.read()))
        : lost + " The answer does not depend on it.";
  }

  private Optional<String> misfed() {
    if (inventory.answerIsDecoded()) {
      return Optional.empty();
    }
    return unheard()
        .or(
            () ->
                Misfed.warning(
                    model,
                    data.own(),
                    answer().bits(),
                    entropyBits(),
                    inventory.output().accuracy(),
                    data.test().target()));
  }

  /** Of the target on the judging rows; empty for numbers. */
  OptionalDouble entropyBits() {
    OptionalDouble entropy = inventory.entropy();
    return entropy.isPresent()
        ? OptionalDouble.of(bits(entropy.getAsDouble()))
        : OptionalDouble.empty();
  }

  /** Decoders read much where the answer is, but the answer says little: it was trained on other numbers, or other classes. */
  private Optional<String> unheard() {
    double last =
        inventory.layers().stream()
            .flatMap(l -> l.after().stream())
            .mapToDouble(r -> r.chosen().value())
            .reduce(0, (_, b) -> b);
    return last > 0.1 && answer().value() < last / 2
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "The last layer holds %.2f bits, but the answer as it is knows %.2f. Maybe the model was trained on numbers of another scale (--scale) or on classes in another order.",
                bits(last),
                answer().bits()))
        : Optional.empty();
  }

  /** What should come next, in one sentence. */
  String next() {
    if (inventory.answerIsDecoded()) {
      return "What the model itself answers was not seen; the figures are of what comes before that.";
    }
    Diagnosis diagnosis = inventory.diagnosis();
    return switch (diagnosis.next()) {
      case NOTHING -> "The answer knows nearly all there is to know.";
      case MODEL ->
          String.format(
              Locale.ROOT,
              "Next, the model: decoders read %.2f bits from %s that the answer does not say, however sure it is.",
              bits(diagnosis.modelNats()),
              diagnosis.place());
      case CONFIDENCE ->
          String.format(
              Locale.ROOT,
              "Next, the confidence: the answer would know %.2f bits more if it were %s; decoders read %.2f bits beyond that.",
              bits(diagnosis.confidenceNats()),
              data.isClassification()
                  ? "as sure as it is right (a temperature)"
                  : "scaled and shifted to fit",
              bits(diagnosis.modelNats()));
      case DATA ->
          diagnosis.dataNats().isPresent()
              ? String.format(
                  Locale.ROOT,
                  "Next, the data: decoders read %.2f bits nowhere; of what they read the answer lacks %.2f. More rows or other columns may tell more.",
                  bits(diagnosis.dataNats().getAsDouble()),
                  bits(diagnosis.modelNats()))
              : "Next, the data: decoders read nowhere much more than the answer knows. More rows or other columns may tell more.";
    };
  }

  /** What a terminal shows. */
  List<String> summary(Path folder) {
    List<String> lines = new ArrayList<>();
    lines.add(sentence());
    lines.addAll(warnings());
    lines.add(next());
    lines.add("");
    entropyBits()
        .ifPresent(
            h -> lines.add(String.format(Locale.ROOT, "  %7.3f bits  %6s  %s", h, "", ENTROPY)));
    for (Inventory.Line line : inventory.ledger()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %7.3f bits  %6s  %s",
              bits(line.known()),
              line.change().isPresent()
                  ? String.format(Locale.ROOT, "%+.3f", bits(line.change().getAsDouble()))
                  : "branch",
              line.place()));
    }
    if (!inventory.groups().isEmpty()) {
      lines.add("");
      for (GroupEntry group : inventory.groups()) {
        lines.add(
            "  %s (%d units): %s"
                .formatted(group.group().name(), group.group().size(), group.recommendation()));
      }
    }
    if (!inventory.jointOrder().isEmpty()) {
      lines.add("");
      lines.add("  inputs to keep, each beside those before it:");
      for (Inventory.JointStep step : inventory.jointOrder()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "  %7.3f bits  %+.3f  %s",
                step.known().bits(),
                bits(step.gain()),
                step.name()));
      }
      lines.add("");
    }
    inventory.frozen().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .limit(5)
        .forEach(e -> lines.add("  %s stays as it is: %s".formatted(e.getKey(), e.getValue())));
    if (!inventory.unknown().isEmpty()) {
      lines.add("  not understood: " + String.join(", ", inventory.unknown()));
    }
    lines.add("");
    lines.add(folder.resolve("report.html") + " shows the evidence.");
    return lines;
  }

  /** Of the class, or of the number, that a feature says. */
  String name(Inventory.FeatureEntry feature) {
    return data.isClassification() ? data.classes().get(feature.output()) : data.target();
  }

  String csv() {
    return new InspectionTable(inventory).csv();
  }

  String json() {
    return new InspectionJson(this).json();
  }

  Inspection page() {
    return new InspectionPage(this).page();
  }
}
