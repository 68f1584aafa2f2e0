package org.pith.prune.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Operator.Binary.Function;
import org.pith.network.Port;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.train.Initialization;
import org.pith.train.Target;
import org.pith.train.probe.Readout;

/** Networks with an operator in them that ONNX Runtime does not have. */
class ReachTest {

  private static final int COLUMNS = 6;
  private static final int WIDTH = 8;
  private static final Inspector INSPECTOR = new Inspector(1, 1, _ -> {});

  /** Two classes, 3 deviations apart in column 0: the best decoder is right in 93 %. */
  private static Rows rows(int n, long seed) {
    Random random = new Random(seed);
    float[] x = new float[n * COLUMNS];
    int[] y = new int[n];
    for (int i = 0; i < n; i++) {
      y[i] = random.nextInt(2);
      for (int j = 0; j < COLUMNS; j++) {
        x[i * COLUMNS + j] = (float) (random.nextGaussian() + (j == 0 ? 3 * y[i] : 0));
      }
    }
    return new Rows(
        Map.of("x", new Tensor.Floats(Shape.of(n, COLUMNS), x)), new Target.Classes(y, 2));
  }

  private static final Rows FIT = rows(1_500, 1);
  private static final Rows JUDGE = rows(800, 2);

  private static Network.Builder begun() {
    Network.Builder b = Network.builder("strange");
    b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, COLUMNS));
    return b;
  }

  private static String dense(Network.Builder b, String name, String from, int in, int out) {
    b.constant(name + "/w", Tensor.of(Shape.of(out, in), new float[out * in]));
    b.constant(name + "/b", Tensor.vector(new float[out]));
    b.add(
        new Node(
            name,
            Operator.Gemm.TRANSPOSED,
            List.of(from, name + "/w", name + "/b"),
            List.of(name)));
    return name;
  }

  private static void stranger(Network.Builder b, String name, String from) {
    Operator unknown = new Operator.Unknown("com.acme", "Mystery", 1, List.of());
    b.add(new Node(name, unknown, List.of(from), List.of(name)));
  }

  private static void scores(Network.Builder b, String name) {
    b.outputAs(new Port(name, ElementType.FLOAT, Shape.of(Shape.BATCH, 2)));
  }

  /** A decoder of the tensor before the stranger says what a linear decoder reads there. */
  @Test
  void aLinearDecoderStandsInPlaceOfTheAnswer() {
    Network.Builder b = begun();
    dense(b, "first", "x", COLUMNS, WIDTH);
    b.add("bent", new Operator.Unary(Operator.Unary.Function.RELU), "first");
    dense(b, "second", "bent", WIDTH, WIDTH);
    stranger(b, "odd", "second");
    scores(b, dense(b, "scores", "odd", WIDTH, 2));
    Inventory inventory =
        INSPECTOR.inspect(Initialization.draw(b.build(), 3), FIT, JUDGE, List.of());

    assertThat(inventory.unreached())
        .contains(
            new Inventory.Unreached(
                "com.acme.Mystery", "odd", 2, 2 * WIDTH + 2, List.of("second")));
    assertThat(inventory.layers().stream().map(l -> l.span().name()))
        .containsExactly("first", "second", "linear decoder");
    Readout read = inventory.layers().get(1).after().orElseThrow();
    // Measured against class shares of all fitting rows and of four fifths of them, one at a
    // temperature.
    assertThat(inventory.output().information().value())
        .isCloseTo(read.linear().value(), within(1e-2));
    // Of what a layer that was never trained lets through.
    assertThat(inventory.output().accuracy()).isGreaterThan(0.8);
    // What the stranger reads stays; what comes before can go, and the dry run says at what loss.
    assertThat(inventory.frozen()).containsOnlyKeys("second");
    assertThat(inventory.frozen().get("second")).contains("Mystery");
    assertThat(inventory.groups().stream().map(g -> g.group().name())).contains("first");
    assertThat(inventory.groups().getLast().curve()).isNotEmpty();
    assertThat(inventory.ledger().getLast().place())
        .isEqualTo("a linear decoder in place of the answer");
  }

  /** The sum reads one tensor around the stranger: what is known there must not be lost. */
  @Test
  void theDecoderReadsWhatGoesAroundTheStrangerToo() {
    Network.Builder b = begun();
    dense(b, "first", "x", COLUMNS, WIDTH);
    dense(b, "blind", "first", WIDTH, WIDTH);
    stranger(b, "odd", "blind");
    b.add(
        new Node(
            "sum", new Operator.Binary(Function.ADD), List.of("odd", "first"), List.of("sum")));
    scores(b, dense(b, "scores", "sum", WIDTH, 2));
    Network drawn = Initialization.draw(b.build(), 3);
    Network network =
        drawn.withConstants(
            Map.of("blind/w", Tensor.of(Shape.of(WIDTH, WIDTH), new float[WIDTH * WIDTH])));
    Inventory inventory = INSPECTOR.inspect(network, FIT, JUDGE, List.of());
    assertThat(inventory.unreached().orElseThrow().read()).containsExactly("first", "blind");
    assertThat(inventory.output().accuracy()).isGreaterThan(0.9);
  }

  /** Steps before rows, as PyTorch has them: the decoder still reads each row's own values. */
  @Test
  void stepsMayComeBeforeRows() {
    Network.Builder b = begun();
    b.constant("steps", Tensor.longs(-1, 3, 2));
    b.add("cut", new Operator.Reshape(), "x", "steps");
    b.add("turned", new Operator.Transpose(List.of(1, 0, 2)), "cut");
    b.constant("w", Tensor.of(Shape.of(2, 2), new float[] {1, 0.5f, -0.5f, 1}));
    b.add("product", new Operator.MatMul(), "turned", "w");
    stranger(b, "odd", "product");
    scores(b, "odd");
    Inventory inventory = INSPECTOR.inspect(b.build(), FIT, JUDGE, List.of());
    assertThat(inventory.unreached().orElseThrow().read()).containsExactly("product");
    assertThat(inventory.output().accuracy()).isGreaterThan(0.9);
  }

  @Test
  void anotherOutputOutOfReachLeavesTheAnswerAsItIs() {
    Network.Builder b = begun();
    dense(b, "first", "x", COLUMNS, WIDTH);
    scores(b, dense(b, "scores", "first", WIDTH, 2));
    Network plain = Initialization.draw(b.build(), 3);
    stranger(b, "odd", "first");
    scores(b, "odd");
    Network network = b.build().withConstants(plain.constants());
    Inventory inventory = INSPECTOR.inspect(network, FIT, JUDGE, List.of());
    Inventory without = INSPECTOR.inspect(plain, FIT, JUDGE, List.of());
    assertThat(inventory.output()).isEqualTo(without.output());
    assertThat(inventory.unreached())
        .contains(new Inventory.Unreached("com.acme.Mystery", "odd", 1, 0, List.of()));
    assertThat(inventory.ledger()).isEqualTo(without.ledger());
  }

  @Test
  void aStrangerBeforeAllLayersLeavesNothingToInspect() {
    Network.Builder b = begun();
    stranger(b, "odd", "x");
    scores(b, dense(b, "scores", "odd", COLUMNS, 2));
    Network network = b.build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> INSPECTOR.inspect(network, FIT, JUDGE, List.of()))
        .withMessageContaining(
            "ONNX Runtime cannot run operator com.acme.Mystery of node odd, so nothing after it");
  }
}
