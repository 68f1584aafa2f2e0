package org.pith.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pith.measure.Estimate;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.cost.Cost;
import org.pith.network.rewrite.FoldBatchNormalization;
import org.pith.train.Examples;
import org.pith.train.probe.Readout;

/**
 * A layer of the body: what it costs and what decoders read from its output, as {@code inspect} reads it.
 *
 * @param name of the layer
 * @param kind dense, convolution, depthwise
 * @param width units or channels
 * @param params trained numbers
 * @param macs multiply-accumulates of one row
 * @param usable information about the target in its output, held out; empty for the last layer's sum parts
 */
record LayerInformation(
    String name, String kind, int width, long params, long macs, Optional<Estimate> usable) {

  private static final int MOST_ROWS = 10_000;

  /**
   * The layers of a trained body as it ships, from the input on.
   *
   * @param fit rows that the decoders are fitted on
   * @param judge rows that neither network nor decoder has seen
   */
  static List<LayerInformation> of(Network trained, Examples fit, Examples judge, long seed) {
    Network body = FoldBatchNormalization.apply(trained);
    Map<String, List<Cost.Line>> lines = new LinkedHashMap<>();
    for (Cost.Line line : Cost.of(body).lines()) {
      lines.computeIfAbsent(layer(line.node()), k -> new ArrayList<>()).add(line);
    }
    lines.values().removeIf(layer -> layer.stream().allMatch(line -> line.params() == 0));
    List<String> outputs =
        lines.values().stream().map(layer -> body.node(layer.getLast().node()).output()).toList();
    List<Readout> read = Readout.of(body, outputs, drawn(fit, seed), judge, seed);
    List<LayerInformation> layers = new ArrayList<>();
    int at = 0;
    for (Map.Entry<String, List<Cost.Line>> layer : lines.entrySet()) {
      layers.add(of(body, layer.getKey(), layer.getValue(), read.get(at++).chosen()));
    }
    return layers;
  }

  /** Rows in random order, no more than tell layers apart: those of a file may lie by class. */
  private static Examples drawn(Examples rows, long seed) {
    List<Integer> order =
        IntStream.range(0, rows.rows()).boxed().collect(Collectors.toCollection(ArrayList::new));
    Collections.shuffle(order, new Random(seed));
    return rows.rows(order.stream().limit(MOST_ROWS).mapToInt(Integer::intValue).toArray());
  }

  private static LayerInformation of(
      Network body, String name, List<Cost.Line> lines, Estimate usable) {
    Node weighted =
        lines.stream()
            .map(line -> body.node(line.node()))
            .filter(
                n -> n.operator() instanceof Operator.Gemm || n.operator() instanceof Operator.Conv)
            .findFirst()
            .orElseThrow();
    return new LayerInformation(
        name,
        kind(weighted.operator()),
        body.shape(weighted.output()).dim(1),
        lines.stream().mapToLong(Cost.Line::params).sum(),
        lines.stream().mapToLong(Cost.Line::macs).sum(),
        Optional.of(usable));
  }

  private static String kind(Operator operator) {
    return switch (operator) {
      case Operator.Conv conv when conv.groups() > 1 ->
          "depthwise %dx%d".formatted(conv.kernel().get(0), conv.kernel().get(1));
      case Operator.Conv conv ->
          "convolution %dx%d".formatted(conv.kernel().get(0), conv.kernel().get(1));
      default -> "dense";
    };
  }

  private static String layer(String node) {
    return node.split("/", 2)[0];
  }
}
