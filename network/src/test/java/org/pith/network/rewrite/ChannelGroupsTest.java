package org.pith.network.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Operator.Binary.Function;
import org.pith.network.Shape;
import org.pith.network.Tensor;

class ChannelGroupsTest {
  private final Network.Builder builder = Network.builder("net");

  /** Behind an unknown operator no shape has been checked. */
  @Test
  void weightsThatCannotFitFreezeWhatTheyRead() {
    String a = dense("a", rows(3), 4);
    builder.constant("vector", Tensor.vector(1, 2, 3, 4));
    builder.constant("filters", Tensor.of(Shape.of(3, 1, 1, 1), 1, 2, 3));
    builder.constant("flat", Tensor.of(Shape.of(2, 2), 1, 2, 3, 4));
    add("odd", new Operator.Unknown("", "Odd", 17, List.of()), a);
    add("gemm", Operator.Gemm.TRANSPOSED, "odd", "vector");
    add("few", Operator.Conv.same(1, 1, 4), "odd", "filters");
    add("none", Operator.Conv.same(1, 1, 2), "odd", "flat");
    ChannelGroups groups = groups();
    assertThat(groups.groups()).extracting(ChannelGroup::name).containsExactly("features");
    assertThat(groups.frozen()).containsOnlyKeys("a");
    for (String output : List.of("gemm", "few", "none")) {
      assertThat(groups.axis(output)).isEmpty();
    }
  }

  private void add(String name, Operator operator, String... inputs) {
    builder.add(new Node(name, operator, List.of(inputs), List.of(name)));
  }

  @Test
  void aResidualSumMakesOneGroupOfTwoLayers() {
    String x = rows(3);
    String a = dense("a", x, 4);
    String sum = builder.add("sum", new Operator.Binary(Function.ADD), a, dense("b", a, 4));
    builder.output(dense("head", sum, 2));
    ChannelGroups groups = groups();
    assertThat(groups.groups()).extracting(ChannelGroup::name).containsExactly("features", "a");
    assertThat(groups.group("a"))
        .isEqualTo(new ChannelGroup("a", 4, false, List.of("a", "b"), List.of("b", "head")));
  }

  @Test
  void concatenationKeepsGroupsApart() {
    String x = rows(3);
    String both = builder.add("both", new Operator.Concat(-1), dense("a", x, 2), dense("b", x, 3));
    builder.output(dense("head", both, 2));
    ChannelGroups groups = groups();
    assertThat(groups.groups())
        .extracting(ChannelGroup::name)
        .containsExactly("features", "a", "b");
    ChannelAxis axis = groups.axis("both").orElseThrow();
    assertThat(axis.group()).containsExactly(1, 1, 2, 2, 2);
    assertThat(axis.unit()).containsExactly(0, 1, 0, 1, 2);
  }

  @Test
  void aDepthwiseConvolutionPassesItsChannelsOn() {
    String x = images(2);
    String wide = conv("wide", x, 4, 1);
    builder.output(head(conv("depthwise", wide, 8, 4)));
    ChannelGroup group = groups().group("wide");
    assertThat(group.size()).isEqualTo(4);
    assertThat(group.consumers()).containsExactly("head");
    assertThat(groups().axis("depthwise").orElseThrow().unit())
        .containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
  }

  @Test
  void groupsOfAConvolutionKeepEqualWidths() {
    String x = images(2);
    builder.output(head(conv("grouped", conv("wide", x, 4, 1), 6, 2)));
    assertThat(groups().axis("wide").orElseThrow().unit()).containsExactly(0, 1, 0, 1);
    assertThat(groups().axis("grouped").orElseThrow().unit()).containsExactly(0, 1, 2, 0, 1, 2);
  }

  @Test
  void normalisingOverChannelsFreezesThem() {
    String x = rows(3);
    String soft = builder.add("soft", new Operator.Softmax(-1), dense("a", x, 4));
    builder.output(dense("head", soft, 2));
    assertThat(groups().frozen().get("a")).contains("soft").contains("normalises over them");
  }

  @Test
  void sharedWeightsAreOneGroup() {
    String x = rows(4);
    String weight = builder.constant("weight", new Tensor.Floats(Shape.of(4, 4), new float[16]));
    String a = builder.add("a", Operator.Gemm.TRANSPOSED, x, weight);
    String b = builder.add("b", Operator.Gemm.TRANSPOSED, a, weight);
    builder.output(dense("head", b, 2));
    assertThat(groups().groups()).singleElement().extracting(ChannelGroup::size).isEqualTo(4);
  }

  @Test
  void anUnknownOperatorFreezesWhatItReads() {
    String x = rows(3);
    String a = dense("a", x, 4);
    builder.add(
        new Node(
            "odd", new Operator.Unknown("", "Odd", 17, List.of()), List.of(a), List.of("odd")));
    builder.output(dense("head", a, 2));
    assertThat(groups().frozen().get("a")).contains("odd");
  }

  /** x / sqrt(mean(x * x)), as RMSNorm. */
  @Test
  void aMeanThatComesBackToItsChannelsIsOneOfWhatIsLeft() {
    String a = dense("a", rows(3), 4);
    String squares = builder.add("squares", new Operator.Binary(Function.MUL), a, a);
    String root =
        builder.add("root", new Operator.Unary(Operator.Unary.Function.SQRT), mean(squares));
    builder.output(
        dense("head", builder.add("scaled", new Operator.Binary(Function.DIV), a, root), 2));
    assertThat(groups().group("a").consumers()).containsExactly("head");
  }

  @Test
  void aMeanThatSomethingElseReadsFixesItsChannels() {
    String a = dense("a", rows(3), 4);
    builder.output(dense("head", mean(a), 2));
    assertThat(groups().frozen().get("a")).contains("mean");
  }

  private String mean(String x) {
    String axes = builder.constant("axes", Tensor.longs(-1));
    return builder.add("mean", new Operator.Reduce(Operator.Reduce.Kind.MEAN, true), x, axes);
  }

  /** As GroupNorm of one group: all of a picture is normalised together. */
  @Test
  void channelsWithinWhatIsNormalisedTogetherPassOn() {
    String a = conv("a", images(2), 4, 1);
    String flat = reshape("flat", a, 0, 1, -1);
    String one = builder.constant("one", Tensor.vector(1));
    String none = builder.constant("none", Tensor.vector(0));
    String norm = builder.add("norm", new Operator.InstanceNormalization(1e-5f), flat, one, none);
    builder.output(head(reshape("back", norm, 0, 4, 3, 3)));
    assertThat(groups().group("a").size()).isEqualTo(4);
    assertThat(groups().group("a").consumers()).containsExactly("head");
  }

  private String reshape(String name, String x, long... dims) {
    String shape = builder.constant(name + "/shape", Tensor.longs(dims));
    return builder.add(name, new Operator.Reshape(), x, shape);
  }

  /** Shares of experts [N,2,1] weigh what they say, [N,2,4]. */
  @Test
  void whatLiesAlongAnotherAxisStaysAndTheChannelsGo() {
    String x = rows(3);
    String shares = reshape("shares", dense("gate", x, 2), 0, 2, 1);
    String a = reshape("a2", dense("a", x, 4), 0, 1, 4);
    String weighed = builder.add("weighed", new Operator.Binary(Function.MUL), shares, a);
    builder.output(dense("head", reshape("flat", weighed, 0, 8), 2));
    assertThat(groups().frozen().get("gate")).contains("weighed");
    assertThat(groups().group("a").size()).isEqualTo(4);
  }

  /** What a layer behind an unknown operator makes has units, but nothing says how they lie. */
  @Test
  void whatHasNoShapeIsNotFollowedThroughAReshape() {
    String a = dense("a", rows(3), 4);
    builder.constant("w", new Tensor.Floats(Shape.of(2, 4), new float[8]));
    builder.constant("shape", Tensor.longs(0, 2, 1));
    add("odd", new Operator.Unknown("", "Odd", 17, List.of()), a);
    add("b", Operator.Gemm.TRANSPOSED, "odd", "w");
    add("again", new Operator.Reshape(), "b", "shape");
    assertThat(groups().frozen().get("b")).contains("again");
  }

  private ChannelGroups groups() {
    return ChannelGroups.of(builder.build());
  }

  private String rows(int features) {
    return builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, features));
  }

  private String images(int channels) {
    return builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, channels, 3, 3));
  }

  private String head(String x) {
    return dense("head", builder.add("flatten", new Operator.Flatten(1), x), 2);
  }

  private String dense(String name, String x, int units) {
    int inputs = builder.shape(x).dim(1);
    return builder.add(name, Operator.Gemm.TRANSPOSED, x, zeros(name + "/weight", units, inputs));
  }

  private String conv(String name, String x, int channels, int groups) {
    int inputs = builder.shape(x).dim(1) / groups;
    return builder.add(
        name, Operator.Conv.same(3, 1, groups), x, zeros(name + "/weight", channels, inputs, 3, 3));
  }

  private String zeros(String name, int... dims) {
    Shape shape = Shape.of(dims);
    return builder.constant(name, new Tensor.Floats(shape, new float[(int) shape.elements()]));
  }
}
