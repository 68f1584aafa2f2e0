package org.pith.prune.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Operator.Recurrent;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.onnx.OnnxFile;
import org.pith.network.onnx.OnnxSession;
import org.pith.network.rewrite.ChannelGroups;
import org.pith.network.rewrite.Removal;
import org.pith.prune.Nets;
import org.pith.prune.RecurrentNets;
import org.pith.prune.regression.Observer;
import org.pith.train.Examples;
import org.pith.train.Inference;
import org.pith.train.Target;

class RepairTest {
  private static final int ROWS = 600;
  private final Random random = new Random(3);
  private final Network.Builder builder = Network.builder("twins");

  /** Two halves of a row go through the same two layers. */
  private Network twins() {
    String x = builder.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 6));
    weights("w1", 5, 3);
    weights("b1", 5);
    weights("w2", 4, 5);
    weights("w3", 2, 8);
    String left = tower("left", builder.add("first", new Operator.Slice(1, 0, 3), x));
    String right = tower("right", builder.add("last", new Operator.Slice(1, 3, 6), x));
    String both = builder.add("both", new Operator.Concat(1), left, right);
    builder.output(builder.add("head", Operator.Gemm.TRANSPOSED, both, "w3"));
    return builder.build();
  }

  private String tower(String name, String x) {
    String hidden = builder.add(name + "1", Operator.Gemm.TRANSPOSED, x, "w1", "b1");
    String bent =
        builder.add(name + "Relu", new Operator.Unary(Operator.Unary.Function.RELU), hidden);
    return builder.add(name + "2", Operator.Gemm.TRANSPOSED, bent, "w2");
  }

  private void weights(String name, int... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    builder.constant(name, Tensor.of(shape, values));
  }

  @Test
  void layersThatShareWeightsShareThemAfterwards() {
    Network network = twins();
    ChannelGroups groups = ChannelGroups.of(network);
    Map<String, int[]> kept = Map.of("left1", new int[] {0, 1, 3});
    Network cut = Removal.keep(groups, kept);
    float[] rows = new float[ROWS * 6];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    Target target = new Target.Classes(new int[ROWS], 2);
    Examples examples = new Examples(Shape.of(6), rows, target);
    Repair repair = Repair.of(groups, cut, kept, new Observer(examples, ROWS, 3, 1));
    for (Network each : List.of(repair.network(), repair.start())) {
      List<String> left = each.node("left2").inputs();
      assertThat(each.node("right2").inputs().subList(1, 3)).isEqualTo(left.subList(1, 3));
    }
    Network repaired = repair.network();
    assertThat(repaired.floats(repaired.node("left2").input(1))).isNotEqualTo(cut.floats("w2"));
    assertThat(repair.layers()).extracting(Refit::node).containsExactly("left2", "head");
  }

  /** What goes follows linearly from what stays, here and where it is read, so nothing of it is lost. */
  @ParameterizedTest
  @CsvSource({
    "LSTM,FORWARD,false,true",
    "LSTM,BIDIRECTIONAL,false,false",
    "GRU,REVERSE,true,true",
    "GRU,BIDIRECTIONAL,true,true",
    "GRU,BIDIRECTIONAL,false,true"
  })
  void recurrentLayersDoWithoutWhatFollowsFromTheRest(
      Recurrent.Kind kind, Recurrent.Direction direction, boolean resetsProduct, boolean biased)
      throws IOException {
    Network network =
        RecurrentNets.of(RecurrentNets.layer(kind, direction, resetsProduct), biased, false);
    ChannelGroups groups = ChannelGroups.of(network);
    Map<String, int[]> kept = Map.of("embed", new int[] {0, 1}, "recurrent", new int[] {0, 1, 2});
    Network cut = Removal.keep(groups, kept);
    Examples rows = Nets.rows(network, ROWS, 5);
    Repair repair = Repair.of(groups, cut, kept, new Observer(rows, 4 * ROWS, 3, 1));
    float[] scores = Inference.scores(network, rows);
    float[] repaired = Inference.scores(repair.network(), rows);
    assertThat(repair.layers()).extracting(Refit::node).containsExactly("recurrent", "scores");
    assertThat(farthest(scores, Inference.scores(cut, rows))).isGreaterThan(0.5);
    assertThat(farthest(scores, repaired)).isLessThan(1e-3);
    Network written = OnnxFile.decode(OnnxFile.encode(repair.network()), "repaired");
    try (OnnxSession session = OnnxSession.open(written, 1)) {
      assertThat(session.run(rows.inputs()).floats("scores"))
          .containsExactly(repaired, within(1e-4f));
    }
  }

  /** Two halves of a row's steps go through the same recurrent layer. */
  @Test
  void recurrentLayersThatShareWeightsShareThemAfterwards() {
    String x = builder.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 4, 2));
    String steps = builder.add("steps", new Operator.Transpose(List.of(1, 0, 2)), x);
    weights("w", 1, 12, 2);
    weights("r", 1, 12, 3);
    weights("b", 1, 24);
    weights("head", 2, 12);
    String early = states("early", builder.add("first", new Operator.Slice(0, 0, 2), steps));
    String late = states("late", builder.add("last", new Operator.Slice(0, 2, 4), steps));
    String both = builder.add("both", new Operator.Concat(1), early, late);
    builder.output(builder.add("scores", Operator.Gemm.TRANSPOSED, both, "head"));
    Network network = builder.build();
    ChannelGroups groups = ChannelGroups.of(network);
    Map<String, int[]> kept = Map.of("early", new int[] {0, 2});
    Network cut = Removal.keep(groups, kept);
    Examples rows = Nets.rows(network, ROWS, 5);
    Repair repair = Repair.of(groups, cut, kept, new Observer(rows, 2 * ROWS, 3, 1));
    for (Network each : List.of(repair.network(), repair.start())) {
      List<String> inputs = each.node("early").inputs();
      assertThat(each.node("late").inputs().subList(1, 4)).isEqualTo(inputs.subList(1, 4));
      assertThat(each.floats(inputs.get(2))).isNotEqualTo(cut.floats("r"));
    }
    assertThat(repair.layers()).extracting(Refit::node).containsExactly("early", "scores");
  }

  private String states(String name, String steps) {
    Operator layer = new Recurrent(Recurrent.Kind.LSTM, 3, Recurrent.Direction.FORWARD, false);
    String y = builder.add(name, layer, steps, "w", "r", "b");
    String rows = builder.add(name + "Rows", new Operator.Transpose(List.of(2, 0, 1, 3)), y);
    return builder.add(name + "Flat", new Operator.Flatten(1), rows);
  }

  /** What does not follow from the rest is lost in part; the states that are left stay nearer to what they were. */
  @ParameterizedTest
  @EnumSource(Recurrent.Kind.class)
  void statesOfRecurrentLayersStayNearerToWhatTheyWere(Recurrent.Kind kind) {
    Recurrent layer =
        RecurrentNets.layer(kind, Recurrent.Direction.BIDIRECTIONAL, kind == Recurrent.Kind.GRU);
    Network network = RecurrentNets.of(layer, true, false);
    ChannelGroups groups = ChannelGroups.of(network);
    int[] left = {0, 1, 3};
    Map<String, int[]> kept = Map.of("recurrent", left);
    Network cut = Removal.keep(groups, kept);
    Examples rows = Nets.rows(network, ROWS, 5);
    Repair repair = Repair.of(groups, cut, kept, new Observer(rows, 4 * ROWS, 3, 1));
    Examples unseen = Nets.rows(network, ROWS, 6);
    double before = squares(network, cut, left, unseen);
    assertThat(squares(network, repair.network(), left, unseen)).isLessThan(0.7 * before);
    assertThat(repair.start().floats("recurrent/state"))
        .isEqualTo(repair.network().floats("recurrent/state"));
  }

  private static double squares(Network whole, Network cut, int[] left, Examples rows) {
    float[] were = Inference.tap(whole, rows, List.of("recurrent")).get("recurrent");
    float[] are = Inference.tap(cut, rows, List.of("recurrent")).get("recurrent");
    return IntStream.range(0, are.length)
        .mapToDouble(
            i -> are[i] - were[i / left.length * RecurrentNets.UNITS + left[i % left.length]])
        .map(d -> d * d)
        .sum();
  }

  private static double farthest(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).max().orElseThrow();
  }
}
