package org.pith.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

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

  /** The network that ships, measured on the exported file. */
  record Net(
      long params,
      long macs,
      long bytes,
      long memoryBytes,
      double latencyMicros,
      List<Layer> layers) {}

  /** One layer. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Layer(String name, String kind, int width, long params, long macs, Double usableBits) {}

  /** What is known, in bits. */
  record Information(
      double targetEntropyBits,
      double ceilingBits,
      double testBits,
      List<Double> testBitsInterval,
      double retained,
      double bitsPerKiloParam,
      @JsonInclude(JsonInclude.Include.ALWAYS) @JsonProperty("rateBits") Double rateBits) {}

  /** The score on test rows. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Test(
      int rows,
      Double accuracy,
      List<Double> accuracyInterval,
      Double crossEntropyBits,
      Double rmse,
      Double r2) {}

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
      double testBits,
      double cpuSeconds,
      int seeds) {}

  /** The file. */
  record Onnx(String file, int opset, double maxAbsDifference) {}
}
