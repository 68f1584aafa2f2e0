package org.pith.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.pith.measure.Estimate;
import org.pith.network.cost.Cost;
import org.pith.network.onnx.Latency;
import org.pith.search.Footprint;
import org.pith.train.HeldOut;

/**
 * {@code result.json}: the keys that scripts depend on. Records name them; absent figures are left out, except where a null is a
 * statement of its own.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CompactResult(
    String pith,
    String run,
    String verb,
    String task,
    long seed,
    Data data,
    Map<String, Double> budget,
    Net network,
    Information information,
    Test test,
    SearchSummary search,
    SequencedMap<String, Control> controls,
    Onnx onnx) {

  /** The data. */
  record Data(
      String file,
      int rows,
      int columns,
      String target,
      List<String> classes,
      String fingerprint) {}

  /** The network that ships, measured on the exported file; the energy of a row is estimated. */
  record Net(
      long params,
      long macs,
      long bytes,
      long memoryBytes,
      double latencyMicros,
      double latencyP95Micros,
      double energyMicrojoules,
      List<Layer> layers) {

    /** Of a measured file. */
    static Net of(Footprint footprint, Latency latency, Cost cost, List<Layer> layers) {
      return new Net(
          footprint.params(),
          footprint.macs(),
          footprint.bytes(),
          footprint.memoryBytes(),
          footprint.latencyMicros(),
          latency.p95Micros(),
          cost.whole().picojoules() / 1e6,
          layers);
    }
  }

  /** One layer. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Layer(String name, String kind, int width, long params, long macs, Double usableBits) {}

  /**
   * What is known, in bits; a figure that does not exist is null.
   *
   * @param targetEntropyBits null for a number, whose entropy depends on its unit
   */
  record Information(
      Double targetEntropyBits,
      Double ceilingBits,
      Double testBits,
      List<Double> testBitsInterval,
      Double retained,
      Double bitsPerKiloParam,
      @JsonInclude(JsonInclude.Include.ALWAYS) @JsonProperty("rateBits") Double rateBits) {

    /** Of a network that knows {@code known} on test rows, without a code layer. */
    static Information of(
        Estimate known,
        OptionalDouble targetEntropyBits,
        double ceilingBits,
        double whole,
        long params) {
      return new Information(
          targetEntropyBits.isPresent() ? targetEntropyBits.getAsDouble() : null,
          Json.finite(ceilingBits),
          Json.finite(known.bits()),
          Findings.bits(known),
          Json.finite(known.bits() / whole),
          Json.finite(known.bits() / (params / 1000.0)),
          null);
    }
  }

  /** The score on test rows. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Test(
      int rows,
      Double accuracy,
      List<Double> accuracyInterval,
      Double crossEntropyBits,
      Double calibrationError,
      Double rmse,
      Double r2) {

    /** Of a classifier. */
    static Test ofClasses(HeldOut score, int rows, double targetEntropyBits) {
      double[] interval = Wilson.interval(score.accuracy(), rows);
      return new Test(
          rows,
          score.accuracy(),
          List.of(interval[0], interval[1]),
          Json.finite(targetEntropyBits - score.information().bits()),
          Json.finite(score.calibrationError()),
          null,
          null);
    }

    /** Of a regression, whose unit is {@code unit} standardised ones. */
    static Test ofNumbers(HeldOut score, int rows, double unit) {
      double unexplained = Math.exp(-2 * score.information().value());
      return new Test(
          rows,
          null,
          null,
          null,
          null,
          Json.finite(score.rmse() * unit),
          Json.finite(1 - unexplained));
    }
  }

  /** What the search did. */
  record SearchSummary(
      int proposed,
      int trained,
      double cpuSeconds,
      double wallSeconds,
      String chosen,
      String encoding,
      boolean pruned) {}

  /** A control at equal cost. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Control(
      long params,
      Double accuracy,
      Double rmse,
      List<Double> interval,
      Double testBits,
      double cpuSeconds,
      int seeds) {}

  /** The file. */
  record Onnx(String file, int opset, double maxAbsDifference) {}
}
