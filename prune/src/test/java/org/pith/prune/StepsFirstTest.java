package org.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.onnx.OnnxFile;
import org.pith.network.onnx.OnnxSession;
import org.pith.network.rewrite.ChannelGroup;
import org.pith.network.rewrite.ChannelGroups;
import org.pith.prune.criterion.Criteria;
import org.pith.prune.inspect.Inspector;
import org.pith.prune.inspect.Inventory;
import org.pith.prune.inspect.Rows;
import org.pith.prune.regression.LinearLayer;
import org.pith.train.Examples;
import org.pith.train.Inference;
import org.pith.train.Target;

/** The same encoder laid out with rows and with steps in front is judged, cut and repaired alike. */
class StepsFirstTest {
  private static final Network ROWS = Encoders.of(false);
  private static final Network STEPS = Encoders.of(true);
  private static final Examples EXAMPLES = Nets.rows(ROWS, 200, 3);
  private static final Map<String, Integer> WIDTHS = Map.of("embed", 6, "qkv", 2, "wide", 7);

  /** Sums in single precision, in another order. */
  private static final float ROUNDING = 1e-5f;

  @Test
  void bothLayoutsSayTheSame() {
    assertThat(STEPS.shape("joined")).hasToString("[5*N,8]");
    assertThat(STEPS.shape("summed")).hasToString("[5,N,8]");
    assertThat(Inference.scores(STEPS, EXAMPLES))
        .containsExactly(Inference.scores(ROWS, EXAMPLES), within(ROUNDING));
  }

  @Test
  void groupsAreWatchedAtTheSameLayers() {
    assertThat(places(STEPS)).isEqualTo(places(ROWS)).hasSize(3);
    assertThat(Pruner.withDefaults().judged(ChannelGroups.of(STEPS)))
        .extracting(ChannelGroup::name)
        .containsExactlyInAnyOrderElementsOf(WIDTHS.keySet());
  }

  private static List<List<String>> places(Network network) {
    ChannelGroups groups = ChannelGroups.of(network);
    return groups.groups().stream()
        .filter(g -> !g.input())
        .map(g -> LinearLayer.reading(groups, g).stream().map(l -> l.node().name()).toList())
        .toList();
  }

  /**
   * Decoders read the same numbers in the same places, and units that stand still cost the answer the same. Only those of the heads
   * stand still at one mean for all steps where these are joined with the rows, since a constant cannot tell them apart there.
   */
  @Test
  void bothLayoutsAreInspectedAlike() {
    Inventory rows = inventory(ROWS);
    Inventory steps = inventory(STEPS);
    assertThat(steps.layers()).extracting(l -> l.span().name()).contains("qkv", "out", "narrow");
    for (int i = 0; i < rows.layers().size(); i++) {
      Inventory.LayerEntry expected = rows.layers().get(i);
      Inventory.LayerEntry found = steps.layers().get(i);
      assertThat(found.span().name()).isEqualTo(expected.span().name());
      assertThat(found.bottleneck()).isEqualTo(expected.bottleneck());
      assertThat(found.after().orElseThrow().linear().value())
          .as(found.span().name())
          .isCloseTo(expected.after().orElseThrow().linear().value(), within(1e-3));
    }
    for (int i = 0; i < rows.groups().size(); i++) {
      Inventory.GroupEntry expected = rows.groups().get(i);
      Inventory.GroupEntry found = steps.groups().get(i);
      double tolerance = found.group().name().equals("qkv") ? 0.2 : 1e-3;
      assertThat(found.units().orElseThrow().order())
          .isEqualTo(expected.units().orElseThrow().order());
      assertThat(found.gain().orElseThrow().value())
          .as(found.group().name())
          .isCloseTo(expected.gain().orElseThrow().value(), within(tolerance));
    }
  }

  private static Inventory inventory(Network network) {
    return new Inspector(1, 1, _ -> {}).inspect(network, said(400, 3), said(200, 4), List.of());
  }

  /** Rows of the class that the network itself says. */
  private static Rows said(int count, long seed) {
    Examples rows = Nets.rows(ROWS, count, seed);
    float[] scores = Inference.scores(ROWS, rows);
    int[] labels = new int[count];
    for (int row = 0; row < count; row++) {
      for (int k = 1; k < 3; k++) {
        labels[row] = scores[3 * row + k] > scores[3 * row + labels[row]] ? k : labels[row];
      }
    }
    Shape shape = ROWS.inputs().getFirst().shape().atBatch(count);
    return new Rows(
        Map.of("x", new Tensor.Floats(shape, rows.inputs())), new Target.Classes(labels, 3));
  }

  /** Scores, down to every prefix of the order; what is kept; and what the repair makes of the weights. */
  @ParameterizedTest
  @EnumSource(
      value = Criteria.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"BN"})
  void everyCriterionJudgesAndEveryRepairRefitsAlike(Criteria criterion) throws IOException {
    Pruner pruner = Pruner.withDefaults().withCriterion(criterion.with(1));
    Pruned rows = pruner.toWidths(ROWS, EXAMPLES, WIDTHS);
    Pruned steps = pruner.toWidths(STEPS, EXAMPLES, WIDTHS);
    List<Plan.Cut> cuts = steps.plans().getFirst().cuts();
    assertThat(cuts).hasSize(3);
    for (int i = 0; i < cuts.size(); i++) {
      Plan.Cut expected = rows.plans().getFirst().cuts().get(i);
      assertThat(cuts.get(i).group()).isEqualTo(expected.group());
      assertThat(cuts.get(i).kept())
          .isEqualTo(expected.kept())
          .hasSize(WIDTHS.get(expected.group()));
      assertThat(doubles(cuts.get(i).shares()))
          .containsExactly(doubles(expected.shares()), within(1e-6));
    }
    assertThat(refits(steps)).isEqualTo(refits(rows)).contains("qkv", "out", "wide", "narrow");
    for (String layer : refits(rows)) {
      assertThat(layer(steps.network(), layer).weights(0).data)
          .as(layer)
          .containsExactly(layer(rows.network(), layer).weights(0).data, within(1e-4));
      assertThat(bias(steps.network(), layer))
          .as(layer)
          .containsExactly(bias(rows.network(), layer), within(1e-4f));
    }
    assertThat(served(steps.network()))
        .containsExactly(Inference.scores(steps.network(), EXAMPLES), within(1e-4f));
    assertThat(served(steps.network())).containsExactly(served(rows.network()), within(1e-4f));
  }

  private static double[] doubles(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static List<String> refits(Pruned pruned) {
    return pruned.plans().getFirst().refits().stream().map(r -> r.node()).toList();
  }

  private static LinearLayer layer(Network network, String node) {
    return LinearLayer.of(network, network.node(node)).orElseThrow();
  }

  /** Of a Gemm its own, of a product that of the sum behind it. */
  private static float[] bias(Network network, String name) {
    Node node = network.node(name);
    Node sum = node.inputs().size() > 2 ? node : network.consumers(node.output()).getFirst();
    return sum.inputs().stream()
        .filter(network::isConstant)
        .map(network::constant)
        .filter(c -> c.shape().rank() == 1)
        .map(c -> ((Tensor.Floats) c).values())
        .findFirst()
        .orElseThrow();
  }

  private static float[] served(Network network) throws IOException {
    Network written = OnnxFile.decode(OnnxFile.encode(network), "encoder");
    try (OnnxSession session = OnnxSession.open(written, 1)) {
      return session.run(EXAMPLES.inputs()).floats("head");
    }
  }
}
