package org.pith.prune.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Operator.Unary.Function;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.rewrite.ChannelGroup;
import org.pith.network.rewrite.ChannelGroups;
import org.pith.prune.Nets;
import org.pith.prune.Plan;
import org.pith.prune.Pruned;
import org.pith.prune.Pruner;
import org.pith.prune.criterion.WeightNorm;
import org.pith.prune.schedule.Load;
import org.pith.train.Examples;

class DryRunTest {

  /** Twenty units; a split sets the weakest of them apart. */
  private static Network split() {
    Network.Builder b = Network.builder("split");
    String x = b.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 4));
    float[] made = new float[80];
    float[] read = new float[60];
    for (int i = 0; i < 80; i++) {
      made[i] = (20 - i / 4) * (i % 4 - 2);
    }
    for (int i = 0; i < 60; i++) {
      read[i] = (float) Math.cos(i);
    }
    b.constant("w", Tensor.of(Shape.of(20, 4), made));
    b.constant("v", Tensor.of(Shape.of(3, 20), read));
    String wide = b.add("wide", Operator.Gemm.TRANSPOSED, x, "w");
    String most = b.add("most", new Operator.Slice(1, 0, 19), wide);
    String last = b.add("last", new Operator.Slice(1, 19, 20), wide);
    last = b.add("active", new Operator.Unary(Function.RELU), last);
    String both = b.add("both", new Operator.Concat(1), most, last);
    b.output(b.add("head", Operator.Gemm.TRANSPOSED, both, "v"));
    return b.build();
  }

  private static Pruned cut(Network network, Load limit) {
    Examples rows = Nets.rows(network, 300, 1);
    return Pruner.withDefaults()
        .withCriterion(WeightNorm.L1)
        .withRepair(false)
        .prune(network, rows, limit);
  }

  @Test
  void isTheCutThatIsMadeWhereAPartOfASplitWouldBeEmpty() {
    Network network = split();
    Pruned pruned = cut(network, Load.params(14));
    Plan.Cut made = pruned.plans().getFirst().cuts().getFirst();
    assertThat(made.kept()).hasSize(2).contains(19);
    ChannelGroups groups = ChannelGroups.of(network);
    ChannelGroup wide = groups.group("wide");
    List<Integer> order = IntStream.range(0, 20).boxed().toList();
    Network dry = DryRun.cut(groups, wide, order, 2);
    for (String weight : List.of("w", "v")) {
      assertThat(pruned.network().floats(weight).values()).isEqualTo(dry.floats(weight).values());
    }
  }
}
