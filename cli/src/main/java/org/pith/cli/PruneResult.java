package org.pith.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * {@code result.json} of {@code pith prune}; blocks and keys as those of {@link CompactResult}.
 *
 * @param originalBits what the original knows of the test rows at the temperature that suits it: {@code retained} is a share of it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PruneResult(
    String pith,
    String run,
    String verb,
    String task,
    long seed,
    CompactResult.Data data,
    String model,
    Map<String, Double> budget,
    Double keep,
    Zeros sparsity,
    String criterion,
    int finetuneEpochs,
    boolean drawnAnew,
    Double originalBits,
    Block before,
    Block after,
    List<Cut> cuts,
    double cpuSeconds,
    double wallSeconds,
    SequencedMap<String, CompactResult.Control> controls,
    CompactResult.Onnx onnx) {

  /** A model before or after. */
  record Block(
      CompactResult.Net network, CompactResult.Information information, CompactResult.Test test) {}

  /**
   * What is left of a group of channels.
   *
   * @param explained share of what its readers need that the units left explain
   */
  record Cut(String group, int before, int after, double explained) {}
}
