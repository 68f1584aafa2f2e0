package org.pith.network.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Tensor;
import org.pith.network.cost.Cost;
import org.pith.network.onnx.OnnxFile;
import org.pith.network.onnx.TorchModels;

/** What can be removed from the models that PyTorch exported. */
class TorchRemovalTest {

  static final List<String> EXACT =
      List.of(
          "mlp-17",
          "lenet5-13",
          "resnet20-13",
          "mobilenet2-13",
          "transformer-17",
          "vit-17",
          "lstm-14",
          "bilstm-14",
          "gru-14",
          "decoder-14",
          "activations-12",
          "waves-11",
          "stack-13");

  /** A statistic over the units themselves changes when some go, so those groups are left whole here. */
  @ParameterizedTest
  @FieldSource("EXACT")
  void unitsThatNothingReadsAreNotMissed(String model) {
    Network network = TorchModels.read(model);
    ChannelGroups groups = ChannelGroups.of(network);
    Map<String, int[]> kept = new LinkedHashMap<>();
    for (ChannelGroup group : groups.groups()) {
      if (!group.input() && !isNormalised(groups, group)) {
        kept.put(group.name(), IntStream.range(0, group.size()).filter(u -> u % 2 == 0).toArray());
      }
    }
    assertThat(kept).isNotEmpty();
    Network silenced = silence(groups, kept);
    Network smaller = Removal.keep(ChannelGroups.of(silenced), kept);
    assertThat(Cost.of(smaller).params()).isLessThan(Cost.of(network).params());
    Network written = OnnxFile.decode(OnnxFile.encode(smaller), model);
    float[] rows = TorchModels.rows(network);
    Served.assertSame(Served.run(written, rows), Served.run(silenced, rows));
  }

  /** Trunk, heads with the keys and values they read, and the halves of squeeze and excitation. */
  @ParameterizedTest
  @CsvSource({
    "squeeze-13, stem/Conv:8 down/Gemm:4 last/Conv:6",
    "grouped-14, embed/MatMul:8 q/MatMul:2",
    "shared-15, embed/MatMul:8 q/MatMul:4"
  })
  void findsTheUnitsBehindStatisticsAndRepetitions(String model, String expected) {
    assertThat(
            ChannelGroups.of(TorchModels.read(model)).groups().stream()
                .filter(g -> !g.input())
                .map(g -> g.name().substring(1) + ":" + g.size()))
        .containsExactly(expected.split(" "));
  }

  private static boolean isNormalised(ChannelGroups groups, ChannelGroup group) {
    int index = groups.groups().indexOf(group);
    return groups.network().nodes().stream()
        .filter(n -> n.operator() instanceof Operator.LayerNormalization)
        .flatMap(n -> groups.axis(n.input(0)).stream())
        .anyMatch(axis -> IntStream.of(axis.group()).anyMatch(g -> g == index));
  }

  private static Network silence(ChannelGroups groups, Map<String, int[]> kept) {
    Network network = groups.network();
    Map<String, Tensor> changed = new HashMap<>();
    for (Node node : network.nodes()) {
      Map<Integer, Integer> reading =
          switch (node.operator()) {
            case Operator.Gemm gemm -> Map.of(1, gemm.transB() ? 1 : 0);
            case Operator.MatMul _, Operator.ConvTranspose _ -> Map.of(1, 0);
            case Operator.Conv conv when conv.groups() == 1 -> Map.of(1, 1);
            case Operator.Recurrent _ -> Map.of(1, 2, 2, 2);
            default -> Map.of();
          };
      reading.forEach(
          (input, inputAxis) -> {
            String weight = node.input(input);
            groups.constantAxes(weight).stream()
                .filter(a -> a.axis() == inputAxis)
                .forEach(
                    axis ->
                        changed.put(
                            weight,
                            RemovalTest.zeroed(
                                network.floats(weight), axis, groups.survivors(axis, kept))));
          });
    }
    return network.withConstants(changed);
  }

  @Test
  void aHeadOfAttentionGoesWhole() {
    ChannelGroups groups = ChannelGroups.of(TorchModels.read("vit-17"));
    ChannelGroup heads =
        groups.groups().stream().filter(g -> g.name().contains("qkv")).findFirst().orElseThrow();
    assertThat(heads.size()).isEqualTo(4);
    Network one = Removal.keep(groups, Map.of(heads.name(), new int[] {2}));
    String weight = groups.network().node(heads.name()).input(1);
    assertThat(one.constant(weight).shape().dims()).containsExactly(16, 12);
  }

  @Test
  void aUnitOfALayerThatReadsBothWaysGoesInBoth() {
    Network network = TorchModels.read("bilstm-14");
    ChannelGroups groups = ChannelGroups.of(network);
    Node layer =
        network.nodes().stream()
            .filter(n -> n.operator() instanceof Operator.Recurrent)
            .findFirst()
            .orElseThrow();
    assertThat(groups.group(layer.name()).size()).isEqualTo(12);
    Network smaller = Removal.keep(groups, Map.of(layer.name(), new int[] {0, 5, 11}));
    assertThat(smaller.constant(layer.input(1)).shape().dims()).containsExactly(2, 12, 5);
    assertThat(smaller.constant(layer.input(2)).shape().dims()).containsExactly(2, 12, 3);
    assertThat(smaller.constant(layer.input(3)).shape().dims()).containsExactly(2, 24);
  }

  /** The stream that all blocks of a residual network add to is one group; a block's own channels are another. */
  @Test
  void namesWhatCanGo() {
    assertThat(sizes("resnet20-13")).contains(4, 8, 16).hasSize(1 + 3 + 9);
    assertThat(sizes("transformer-17")).contains(16, 4, 32).hasSize(1 + 2 * 2);
    assertThat(sizes("tokens-13")).containsExactly(8);
  }

  private static List<Integer> sizes(String model) {
    return ChannelGroups.of(TorchModels.read(model)).groups().stream()
        .map(ChannelGroup::size)
        .toList();
  }
}
