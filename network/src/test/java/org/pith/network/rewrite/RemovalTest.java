package org.pith.network.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;

class RemovalTest {

  @Property(tries = 200)
  void unitsWithoutOutgoingWeightsAreNotMissed(@ForAll long seed) {
    Network network = RandomNetworks.draw(seed);
    ChannelGroups groups = ChannelGroups.of(network);
    Map<String, int[]> kept = drawKept(groups, new Random(seed));
    Network silenced = silence(groups, kept);
    Network smaller = Removal.keep(ChannelGroups.of(silenced), kept);
    float[] rows = Served.rows(network, seed);
    Served.assertSame(Served.run(smaller, narrow(groups, kept, rows)), Served.run(silenced, rows));
    for (Node node : network.nodes()) {
      ChannelAxis axis = groups.axis(node.output()).orElseThrow();
      assertThat(smaller.shape(node.output()).dim(axis.axis()))
          .isEqualTo(groups.survivors(axis, kept).length);
    }
  }

  @Property(tries = 100)
  void everyHiddenLayerOfARandomNetworkIsInAGroup(@ForAll long seed) {
    ChannelGroups groups = ChannelGroups.of(RandomNetworks.draw(seed));
    assertThat(groups.frozen())
        .hasSize(1)
        .containsValue("the network returns " + groups.network().outputs().getFirst().name());
    assertThat(groups.groups().getFirst().input()).isTrue();
  }

  private static Map<String, int[]> drawKept(ChannelGroups groups, Random random) {
    Map<String, int[]> kept = new LinkedHashMap<>();
    for (ChannelGroup group : groups.groups()) {
      int[] units = IntStream.range(0, group.size()).filter(_ -> random.nextInt(3) > 0).toArray();
      kept.put(group.name(), units.length == 0 ? new int[] {0} : units);
      if (!leavesSomething(groups, kept)) {
        kept.remove(group.name());
      }
    }
    return kept;
  }

  private static boolean leavesSomething(ChannelGroups groups, Map<String, int[]> kept) {
    return groups.network().nodes().stream()
        .flatMap(n -> groups.axis(n.output()).stream())
        .allMatch(axis -> groups.survivors(axis, kept).length > 0);
  }

  /** Zeroes what the mixing layers do with the units that are to go. */
  private static Network silence(ChannelGroups groups, Map<String, int[]> kept) {
    Network network = groups.network();
    Map<String, Tensor> changed = new HashMap<>();
    for (ChannelGroup group : groups.groups()) {
      for (String consumer : group.consumers()) {
        String weight = network.node(consumer).input(1);
        int inputAxis = inputAxis(network.node(consumer).operator());
        ChannelAxis axis =
            groups.constantAxes(weight).stream()
                .filter(a -> a.axis() == inputAxis)
                .findFirst()
                .orElseThrow();
        Tensor.Floats before = network.floats(weight);
        changed.put(weight, zeroed(before, axis, groups.survivors(axis, kept)));
      }
    }
    return network.withConstants(changed);
  }

  private static int inputAxis(Operator operator) {
    return switch (operator) {
      case Operator.Conv _ -> 1;
      case Operator.Gemm gemm -> gemm.transB() ? 1 : 0;
      default -> 0;
    };
  }

  static Tensor zeroed(Tensor.Floats weight, ChannelAxis axis, int[] survivors) {
    float[] values = weight.values().clone();
    int inner = 1;
    for (int i = axis.axis() + 1; i < weight.shape().rank(); i++) {
      inner *= weight.shape().dim(i);
    }
    for (int i = 0; i < values.length; i++) {
      int position = i / inner % axis.size();
      if (IntStream.of(survivors).noneMatch(s -> s == position)) {
        values[i] = 0;
      }
    }
    return new Tensor.Floats(weight.shape(), values);
  }

  private static float[] narrow(ChannelGroups groups, Map<String, int[]> kept, float[] rows) {
    ChannelAxis axis = groups.axis("features").orElseThrow();
    int[] survivors = groups.survivors(axis, kept);
    int row = (int) groups.network().input("features").shape().elements();
    int inner = row / axis.size();
    float[] narrow = new float[rows.length / axis.size() * survivors.length];
    for (int i = 0; i < narrow.length; i++) {
      int channel = survivors[i / inner % survivors.length];
      narrow[i] = rows[i / inner / survivors.length * row + channel * inner + i % inner];
    }
    return narrow;
  }

  @Test
  void shrinksEverythingThatHangsOnAUnit() {
    Network network = small();
    Network smaller =
        Removal.keep(ChannelGroups.of(network), Map.of("layer1/conv", new int[] {2, 0}));
    assertThat(smaller.constant("layer1/weight").shape()).isEqualTo(Shape.of(2, 1, 3, 3));
    assertThat(smaller.floats("layer1/bias").values()).containsExactly(1, 3);
    assertThat(smaller.constant("layer2/weight").shape()).isEqualTo(Shape.of(2, 8));
    assertThat(smaller.floats("layer2/weight").values())
        .containsExactly(0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
    assertThat(smaller.constant("layer3/weight")).isEqualTo(network.constant("layer3/weight"));
  }

  @Test
  void refusesToEmptyALayer() {
    assertThatThrownBy(
            () -> Removal.keep(ChannelGroups.of(small()), Map.of("layer1/conv", new int[0])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Nothing would be left of the 4 channels of layer1/conv")
        .hasMessageContaining("Maybe keep at least one unit");
  }

  @Test
  void namesWhatIsNotThere() {
    ChannelGroups groups = ChannelGroups.of(small());
    assertThatThrownBy(() -> Removal.keep(groups, Map.of("layer9", new int[] {0})))
        .hasMessageContaining("no removable group layer9")
        .hasMessageContaining("layer1/conv");
    assertThatThrownBy(() -> Removal.keep(groups, Map.of("layer3/gemm", new int[] {0})))
        .hasMessageContaining("the network returns layer3/gemm");
    assertThatThrownBy(() -> Removal.keep(groups, Map.of("layer1/conv", new int[] {4})))
        .hasMessageContaining("units 0 to 3, but unit 4");
    assertThatThrownBy(() -> Removal.keep(groups, Map.of("layer1/conv", new int[] {1, 1})))
        .hasMessageContaining("named twice");
  }

  /** [N,1,2,2] through four filters, flattened into two units, into two scores. */
  private static Network small() {
    Network.Builder builder = Network.builder("small");
    String x = builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 1, 2, 2));
    String y =
        builder.add(
            "layer1/conv",
            Operator.Conv.same(3, 1, 1),
            x,
            ramp(builder, "layer1/weight", 4, 1, 3, 3),
            builder.constant("layer1/bias", Tensor.vector(1, 2, 3, 4)));
    String rows = builder.add("layer2/flatten", new Operator.Flatten(1), y);
    String hidden =
        builder.add(
            "layer2/gemm", Operator.Gemm.TRANSPOSED, rows, ramp(builder, "layer2/weight", 2, 16));
    builder.output(
        builder.add(
            "layer3/gemm", Operator.Gemm.TRANSPOSED, hidden, ramp(builder, "layer3/weight", 2, 2)));
    return builder.build();
  }

  private static String ramp(Network.Builder builder, String name, int... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    return builder.constant(name, new Tensor.Floats(shape, values));
  }

  /** Twenty units, of which a split gives all but the last to one head and the last to the other. */
  private static Network split() {
    Network.Builder b = Network.builder("split");
    String x = b.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 3));
    b.constant("w", Tensor.of(Shape.of(20, 3), new float[60]));
    String wide = b.add("wide", Operator.Gemm.TRANSPOSED, x, "w");
    String most = b.add("most", new Operator.Slice(1, 0, 19), wide);
    String last = b.add("last", new Operator.Slice(1, 19, 20), wide);
    String both = b.add("both", new Operator.Concat(1), last, most);
    b.constant("v", Tensor.of(Shape.of(2, 20), new float[40]));
    b.output(b.add("head", Operator.Gemm.TRANSPOSED, both, "v"));
    return b.build();
  }

  @Test
  void aChoiceIsCompletedWhereNothingOfAPartOfASplitWouldStay() {
    ChannelGroups groups = ChannelGroups.of(split());
    ChannelGroup wide = groups.group("wide");
    int[] order = IntStream.range(0, 20).map(i -> (i + 4) % 20).toArray();
    assertThat(groups.complete(wide, order, new int[] {4, 5, 6})).containsExactly(4, 5, 19);
    assertThat(groups.complete(wide, order, new int[] {7, 19})).containsExactly(7, 19);
    assertThat(groups.complete(wide, order, new int[] {7})).containsExactly(7, 19);
    assertThat(groups.fewest(wide)).isEqualTo(2);
    assertThat(groups.fewest(groups.group("features"))).isEqualTo(1);
    int[] kept = groups.complete(wide, order, new int[] {4});
    assertThat(Removal.keep(groups, Map.of("wide", kept)).shape("both").dim(1)).isEqualTo(2);
  }
}
