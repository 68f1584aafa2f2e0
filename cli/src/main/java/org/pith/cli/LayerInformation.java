package org.pith.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pith.measure.Estimate;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.cost.Cost;
import org.pith.network.rewrite.FoldBatchNormalization;
import org.pith.train.Examples;
import org.pith.train.probe.LinearProbe;

/**
 * A layer of the body: what it costs and what a linear decoder can read from its output.
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
    List<Estimate> usable = LinearProbe.usable(body, outputs, fit, judge, seed);
    List<LayerInformation> layers = new ArrayList<>();
    int at = 0;
    for (Map.Entry<String, List<Cost.Line>> layer : lines.entrySet()) {
      layers.add(of(body, layer.getKey(), layer.getValue(), usable.get(at++)));
    }
    return layers;
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
