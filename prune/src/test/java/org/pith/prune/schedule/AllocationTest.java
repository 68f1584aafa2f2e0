package org.pith.prune.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pith.network.Network;
import org.pith.network.cost.Cost;
import org.pith.network.rewrite.ChannelGroups;
import org.pith.network.rewrite.Removal;
import org.pith.prune.Nets;
import org.pith.prune.criterion.RetainedShare;
import org.pith.search.Budget;
import org.pith.search.Footprint;

class AllocationTest {
  private final Network network = Nets.mlp(1, 100, 40, 40, 3);
  private final ChannelGroups groups = ChannelGroups.of(network);

  @Test
  void spendsWhereItIsCheap() {
    Map<String, Integer> widths = widths(Load.params(2_000), 0, k -> k / 40.0, k -> k / 40.0);
    // A unit of the first layer costs about 101 + width of the second, one of the second about 24.
    assertThat(widths.get("layer1/gemm")).isLessThan(widths.get("layer2/gemm"));
  }

  @Test
  void spendsWhereThereIsKnowledge() {
    Map<String, Integer> widths =
        widths(Load.params(2_500), 0, k -> k / 40.0, k -> Math.min(1, k / 5.0));
    assertThat(widths.get("layer2/gemm")).isEqualTo(5);
    assertThat(widths.get("layer1/gemm")).isGreaterThan(20);
  }

  @Test
  void keepsTheFloor() {
    Map<String, Integer> widths =
        widths(Load.params(1_500), 0.25, k -> k / 40.0, k -> k == 0 ? 0 : 1);
    assertThat(widths).containsEntry("layer2/gemm", 10);
    assertThatThrownBy(() -> widths(Load.params(300), 0.25, k -> k / 40.0, k -> k / 40.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("with every layer at its floor")
        .hasMessageContaining("Maybe the floor is too high");
    assertThatThrownBy(() -> widths(Load.params(300), 1.5, k -> k / 40.0, k -> k / 40.0))
        .hasMessageContaining("floor (1.5)");
  }

  @Test
  void holdsSeveralLimitsAtOnce() {
    Load load = Load.of(Budget.parse("params=2000,bytes=9000"), n -> Footprint.of(Cost.of(n)));
    Map<String, Integer> widths = widths(load, 0, k -> k / 40.0, k -> k / 40.0);
    Network cut =
        Removal.keep(
            groups,
            Map.of(
                "layer1/gemm", IntStream.range(0, widths.get("layer1/gemm")).toArray(),
                "layer2/gemm", IntStream.range(0, widths.get("layer2/gemm")).toArray()));
    assertThat(Cost.of(cut).params()).isLessThanOrEqualTo(2_000);
    assertThat(Cost.of(cut).bytes()).isBetween(8_000L, 9_000L);
  }

  @Test
  void stagesComeDownByEqualRatios() {
    Load load = _ -> 8;
    Stages stages = new Stages(3);
    assertThat(stages.limit(load, network, 1).of(network)).isCloseTo(2, within(1e-9));
    assertThat(stages.limit(load, network, 2).of(network)).isCloseTo(4, within(1e-9));
    assertThat(stages.limit(load, network, 3).of(network)).isCloseTo(8, within(1e-9));
    assertThatThrownBy(() -> new Stages(0)).hasMessageContaining("stages (0) must be at least 1");
  }

  private Map<String, Integer> widths(
      Load limit, double floor, IntToDoubleFunction first, IntToDoubleFunction second) {
    return Allocation.widths(
        groups, List.of(ranked("layer1/gemm", first), ranked("layer2/gemm", second)), limit, floor);
  }

  private Ranked ranked(String group, IntToDoubleFunction share) {
    return new Ranked(
        groups.group(group),
        IntStream.range(0, 40).toArray(),
        new RetainedShare(IntStream.rangeClosed(0, 40).mapToDouble(share).toArray()));
  }
}
