package org.pith.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.pith.measure.Estimate;
import org.pith.network.cost.Cost;
import org.pith.prune.inspect.Diagnosis;
import org.pith.prune.inspect.DryRun;
import org.pith.prune.inspect.Inventory;
import org.pith.prune.inspect.Inventory.GroupEntry;
import org.pith.prune.inspect.Inventory.LayerEntry;
import org.pith.prune.inspect.Units;
import org.pith.train.probe.Readout;

/** An inventory as {@code result.json}. */
final class InspectionJson {

  private final InspectionFiles files;
  private final ModelData data;
  private final Inventory inventory;

  InspectionJson(InspectionFiles files) {
    this.files = files;
    this.data = files.data;
    this.inventory = files.inventory;
  }

  /** {@code result.json}. */
  String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pith", Pith.VERSION);
    json.put("run", files.run.id());
    json.put("verb", "inspect");
    json.put("task", data.isClassification() ? "classification" : "regression");
    json.put("seed", files.run.settings().seed());
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("file", data.loaded().file().toString());
    about.put("rows", data.loaded().rows());
    about.put("columns", data.loaded().columns());
    about.put("target", data.target());
    about.put("classes", data.classes());
    about.put("fingerprint", data.loaded().fingerprint());
    json.put("data", about);
    json.put("network", network());
    Map<String, Object> information = new LinkedHashMap<>();
    information.put(
        "targetEntropyBits",
        inventory.entropy().isPresent()
            ? InspectionFiles.bits(inventory.entropy().getAsDouble())
            : null);
    information.put("inputBits", inventory.input().map(i -> i.chosen().bits()).orElse(null));
    information.put("testBits", Json.finite(files.answer().bits()));
    information.put("recalibratedBits", Json.finite(inventory.recalibrated().bits()));
    information.put("testBitsInterval", interval(files.answer()));
    information.put("complexity", Json.finite(inventory.complexity()));
    Map<String, Object> lengths = new LinkedHashMap<>();
    inventory
        .codeLengths()
        .forEach((place, nats) -> lengths.put(place, Json.finite(InspectionFiles.bits(nats))));
    information.put("prequentialBitsPerRow", lengths);
    json.put("information", information);
    json.put("diagnosis", inventory.answerIsDecoded() ? null : diagnosis());
    json.put("features", inventory.features().stream().map(this::feature).toList());
    json.put("test", test());
    json.put("ledger", ledger());
    json.put("latents", Latent.ranked(inventory).stream().map(InspectionJson::latent).toList());
    json.put("groups", inventory.groups().stream().map(this::group).toList());
    json.put(
        "inputs",
        inventory.inputs().stream()
            .map(
                i -> {
                  Map<String, Object> line = new LinkedHashMap<>();
                  line.put("name", i.name());
                  line.put("aloneLossBits", Json.finite(i.loss().bits()));
                  line.put("aloneLossInterval", interval(i.loss()));
                  return line;
                })
            .toList());
    json.put(
        "jointOrder",
        inventory.jointOrder().stream()
            .map(
                s -> {
                  Map<String, Object> line = new LinkedHashMap<>();
                  line.put("name", s.name());
                  line.put("gainBits", Json.finite(InspectionFiles.bits(s.gain())));
                  line.put("knownBits", Json.finite(s.known().bits()));
                  line.put("knownInterval", interval(s.known()));
                  return line;
                })
            .toList());
    json.put("unknownOperators", inventory.unknown());
    json.put("unreached", inventory.unreached().map(InspectionJson::unreached).orElse(null));
    json.put("frozen", inventory.frozen());
    return Json.of(json);
  }

  private Map<String, Object> diagnosis() {
    Diagnosis diagnosis = inventory.diagnosis();
    Map<String, Object> next = new LinkedHashMap<>();
    next.put("next", diagnosis.next().name().toLowerCase(Locale.ROOT));
    next.put("mostReadAt", diagnosis.place());
    next.put("modelBits", InspectionFiles.bits(diagnosis.modelNats()));
    next.put("confidenceBits", InspectionFiles.bits(diagnosis.confidenceNats()));
    next.put(
        "dataBits",
        diagnosis.dataNats().isPresent()
            ? InspectionFiles.bits(diagnosis.dataNats().getAsDouble())
            : null);
    return next;
  }

  private static Map<String, Object> unreached(Inventory.Unreached unreached) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("operator", unreached.operator());
    line.put("node", unreached.node());
    line.put("nodes", unreached.nodes());
    line.put("params", unreached.params());
    line.put("answerDecodedFrom", unreached.read());
    return line;
  }

  /** From what there is to know, which nobody made and so is no change, to what the answer knows. */
  private List<Map<String, Object>> ledger() {
    List<Map<String, Object>> lines = new ArrayList<>();
    files.entropyBits().ifPresent(h -> lines.add(line(InspectionFiles.ENTROPY, h, null)));
    inventory
        .ledger()
        .forEach(
            l -> lines.add(line(l.place(), InspectionFiles.bits(l.known()), change(l.change()))));
    return lines;
  }

  /** None in a branch. */
  private static Double change(OptionalDouble nats) {
    return nats.isPresent() ? Json.finite(InspectionFiles.bits(nats.getAsDouble())) : null;
  }

  private static Map<String, Object> line(String place, double bits, Double change) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("place", place);
    line.put("bits", Json.finite(bits));
    line.put("change", change);
    return line;
  }

  private static Map<String, Object> latent(Latent latent) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("name", latent.name());
    line.put("width", latent.width());
    line.put("numbers", latent.numbers());
    line.put("descriptionBits", latent.length());
    line.put("linearBits", Json.finite(latent.bits()));
    line.put("bitsPerNumber", Json.finite(latent.perNumber()));
    line.put("bitsPerDescriptionBit", Json.finite(latent.perBit()));
    return line;
  }

  private static List<Double> interval(Estimate estimate) {
    return Arrays.asList(
        Json.finite(InspectionFiles.bits(estimate.low())),
        Json.finite(InspectionFiles.bits(estimate.high())));
  }

  private Map<String, Object> network() {
    Map<String, Object> network = new LinkedHashMap<>();
    network.put("params", inventory.cost().params());
    network.put("macs", inventory.cost().macs());
    network.put("bytes", files.bytes);
    network.put("memoryBytes", inventory.cost().memoryBytes());
    network.put("energyMicrojoules", microjoules(inventory.cost().whole()));
    network.put("layers", inventory.layers().stream().map(this::layer).toList());
    return network;
  }

  private static void cost(Map<String, Object> line, Cost.Part cost) {
    line.put("params", cost.params());
    line.put("macs", cost.macs());
    line.put("activations", cost.activations());
    line.put("energyMicrojoules", microjoules(cost));
  }

  private static double microjoules(Cost.Part cost) {
    return cost.picojoules() / 1e6;
  }

  private Map<String, Object> layer(LayerEntry layer) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("name", layer.span().name());
    line.put("kind", layer.span().kind());
    line.put("width", layer.span().width());
    cost(line, layer.span().cost());
    line.put("before", readout(layer.before()));
    line.put("after", readout(layer.after()));
    line.put("units", units(layer.units()));
    line.put("weightCondition", Json.finite(layer.condition()));
    line.put("recommendation", layer.recommendation());
    return line;
  }

  private Map<String, Object> group(GroupEntry group) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("name", group.group().name());
    line.put("size", group.group().size());
    line.put("producers", group.group().producers());
    line.put("consumers", group.group().consumers());
    cost(line, group.cost());
    line.put("before", readout(group.before()));
    line.put("after", readout(group.after()));
    line.put("units", units(group.units()));
    line.put("gainBits", group.gain().map(g -> Json.finite(g.bits())).orElse(null));
    line.put("gainInterval", group.gain().map(InspectionJson::interval).orElse(null));
    line.put("dryRun", group.curve().stream().map(InspectionJson::point).toList());
    line.put("recommendation", group.recommendation());
    return line;
  }

  private static Map<String, Object> point(DryRun point) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("kept", point.kept());
    line.put("params", point.params());
    line.put("macs", point.macs());
    line.put("bits", Json.finite(point.information().bits()));
    line.put("accuracy", Json.finite(point.accuracy()));
    return line;
  }

  private Map<String, Object> feature(Inventory.FeatureEntry feature) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("name", files.name(feature));
    line.put("complexity", Json.finite(feature.complexity()));
    line.put("readable", feature.readable());
    return line;
  }

  private Map<String, Object> readout(Optional<Readout> readout) {
    return readout
        .map(
            r -> {
              Map<String, Object> line = new LinkedHashMap<>();
              line.put("bits", Json.finite(r.chosen().bits()));
              line.put("interval", interval(r.chosen()));
              line.put("decoder", r.family());
              line.put("linearBits", Json.finite(r.linear().bits()));
              line.put("hiddenBits", Json.finite(r.hidden().bits()));
              line.put("verdict", r.chosen().verdict().name());
              inventory
                  .accuracyFloor(r.chosen())
                  .ifPresent(floor -> line.put("accuracyFloor", Json.finite(floor)));
              return line;
            })
        .orElse(null);
  }

  private static Map<String, Object> units(Optional<Units> units) {
    return units
        .map(
            u -> {
              Map<String, Object> line = new LinkedHashMap<>();
              line.put("dead", u.dead());
              line.put("duplicates", u.duplicates());
              line.put("nearDuplicates", u.near());
              line.put("redundancyBits", u.redundancyBits().map(Json::finite).orElse(null));
              line.put("effectiveRank", Json.finite(u.effectiveRank()));
              line.put("activeUnits", Json.finite(u.activeUnits()));
              line.put("effectiveFeatures", Json.finite(u.effectiveFeatures()));
              line.put("condition", Json.finite(u.condition()));
              line.put("order", u.order());
              return line;
            })
        .orElse(null);
  }

  private Map<String, Object> test() {
    Map<String, Object> test = new LinkedHashMap<>();
    int rows = data.test().count();
    test.put("rows", rows);
    if (data.isClassification()) {
      double[] interval = Wilson.interval(inventory.output().accuracy(), rows);
      test.put("accuracy", inventory.output().accuracy());
      test.put("accuracyInterval", List.of(interval[0], interval[1]));
      test.put(
          "crossEntropyBits",
          Json.finite(
              InspectionFiles.bits(inventory.entropy().orElseThrow() - files.answer().value())));
    } else {
      test.put("rmse", inventory.output().rmse());
      test.put("r2", Json.finite(1 - Math.exp(-2 * files.answer().value())));
    }
    return test;
  }
}
