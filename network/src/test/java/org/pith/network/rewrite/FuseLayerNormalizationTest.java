package org.pith.network.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.onnx.TorchModels;

class FuseLayerNormalizationTest {

  @ParameterizedTest
  @CsvSource({"transformer-13, 4", "vit-16, 5"})
  void findsWhatOlderExportsWriteOut(String model, int norms) {
    Network fused = FuseLayerNormalization.apply(TorchModels.read(model));
    assertThat(fused.nodes())
        .filteredOn(n -> n.operator() instanceof Operator.LayerNormalization)
        .hasSize(norms);
    assertThat(fused.nodes())
        .noneMatch(n -> n.operator().equals(new Operator.Unary(Operator.Unary.Function.SQRT)));
    assertThat(Served.run(fused, TorchModels.rows(fused)))
        .containsExactly(TorchModels.expected(model), Offset.offset(1e-4f));
    assertThat(ChannelGroups.of(fused).groups()).extracting(ChannelGroup::size).contains(16);
  }

  @Test
  void leavesOthersAlone() {
    Network network = TorchModels.read("lstm-14");
    assertThat(FuseLayerNormalization.apply(network)).isSameAs(network);
  }
}
