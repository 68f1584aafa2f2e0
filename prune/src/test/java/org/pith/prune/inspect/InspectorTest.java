package org.pith.prune.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pith.measure.Estimate;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Operator.Binary.Function;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.cost.Cost;
import org.pith.network.onnx.OnnxFile;
import org.pith.network.rewrite.ChannelGroups;
import org.pith.network.rewrite.Removal;
import org.pith.train.Examples;
import org.pith.train.HeldOut;
import org.pith.train.Inference;
import org.pith.train.Initialization;
import org.pith.train.Recipe;
import org.pith.train.Target;
import org.pith.train.Trainer;
import org.pith.train.probe.Readout;

/**
 * Parts whose worth is known because they were planted. Four classes lie at the corners that the signs of columns 0 and 1 and of
 * 2 and 3 make; columns 4 to 9 are noise.
 */
class InspectorTest {

  private static final int COLUMNS = 10;
  private static final int RELEVANT = 4;
  private static final Inspector INSPECTOR = new Inspector(1, 1, _ -> {});

  private static Rows fit;
  private static Rows judge;
  private static Network trained;
  private static Inventory inventory;

  @BeforeAll
  static void train() {
    fit = rows(2_000, 1);
    judge = rows(1_000, 2);
    Network drawn = Initialization.draw(residual(24), 3);
    Recipe recipe = Recipe.defaults().withEpochs(15).withBatchSize(64).withPeakLearningRate(0.01);
    Examples examples = examples(fit);
    trained =
        Trainer.train(List.of(drawn), examples, examples.rows(new int[0]), recipe, 4)
            .getFirst()
            .network();
    inventory = INSPECTOR.inspect(trained, fit, judge, names());
  }

  private static List<String> names() {
    return IntStream.range(0, COLUMNS).mapToObj(i -> "c" + i).toList();
  }

  /** Two dense layers, a residual sum around the second, both joined for the last. */
  private static Network residual(int width) {
    Network.Builder b = Network.builder("planted");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, COLUMNS));
    String first = relu(b, dense(b, "first", x, COLUMNS, width));
    String second = relu(b, dense(b, "second", first, width, width));
    String sum = b.add("sum", new Operator.Binary(Function.ADD), first, second);
    String side = relu(b, dense(b, "side", x, COLUMNS, 6));
    String joined = b.add("joined", new Operator.Concat(1), sum, side);
    b.output(dense(b, "scores", joined, width + 6, 4));
    return b.build();
  }

  private static String dense(Network.Builder b, String name, String from, int in, int out) {
    b.constant(name + "/w", Tensor.of(Shape.of(out, in), new float[out * in]));
    b.constant(name + "/b", Tensor.vector(new float[out]));
    return b.add(name, Operator.Gemm.TRANSPOSED, from, name + "/w", name + "/b");
  }

  private static String relu(Network.Builder b, String from) {
    return b.add(from + "/relu", new Operator.Unary(Operator.Unary.Function.RELU), from);
  }

  private static Rows rows(int n, long seed) {
    Random random = new Random(seed);
    float[] x = new float[n * COLUMNS];
    int[] y = new int[n];
    for (int i = 0; i < n; i++) {
      y[i] = random.nextInt(4);
      for (int j = 0; j < COLUMNS; j++) {
        int side = ((y[i] >> (j / 2)) & 1) * 2 - 1;
        x[i * COLUMNS + j] = (float) (random.nextGaussian() + (j < RELEVANT ? 1.5 * side : 0));
      }
    }
    return new Rows(
        Map.of("x", new Tensor.Floats(Shape.of(n, COLUMNS), x)), new Target.Classes(y, 4));
  }

  private static Examples examples(Rows rows) {
    return new Examples(
        Shape.of(COLUMNS), ((Tensor.Floats) rows.inputs().get("x")).values(), rows.target());
  }

  /** The side layer goes around the first two, and they around it; all goes through the input and the last. */
  @Test
  void aBranchIsNamedAndNotCounted() {
    assertThat(
            inventory.ledger().stream()
                .filter(l -> l.change().isEmpty())
                .map(Inventory.Line::place))
        .containsExactly("first", "second", "side");
  }

  @Test
  void changesAddUpToWhatTheAnswerKnowsAndCostsToTheWhole() {
    List<Inventory.Line> ledger = inventory.ledger();
    assertThat(ledger).extracting(Inventory.Line::place).contains("the input", "first", "second");
    assertThat(ledger.stream().flatMapToDouble(l -> l.change().stream()).sum())
        .isCloseTo(inventory.output().information().value(), within(1e-9));
    double crossEntropy =
        inventory.entropy().orElseThrow() - inventory.output().information().value();
    float[] scores = Inference.scores(trained, examples(judge));
    HeldOut held = HeldOut.calibrated(judge.target(), scores, fit.target());
    assertThat(crossEntropy)
        .isCloseTo(inventory.entropy().orElseThrow() - held.information().value(), within(1e-5));
    Cost cost = Cost.of(trained);
    assertThat(inventory.layers().stream().mapToLong(l -> l.span().cost().params()).sum())
        .isEqualTo(cost.params());
    assertThat(inventory.layers().stream().mapToLong(l -> l.span().cost().macs()).sum())
        .isEqualTo(cost.macs());
  }

  @Test
  void anAnswerThatIsNotANumberIsRefused() {
    Network damaged = trained.withConstants(Map.of("scores/b", Tensor.vector(0, Float.NaN, 0, 0)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> INSPECTOR.inspect(damaged, fit, judge, names()))
        .withMessageContaining("answers some rows with NaN. Maybe its weights are damaged");
  }

  /** The class is the sign of a product, {@code |a + b| - |a - b|}: neither factor says anything by itself, among 20 columns. */
  @Test
  void inputsThatOnlySpeakTogetherAreKeptTogether() {
    int columns = 20;
    float[] first = new float[4 * columns];
    for (int unit = 0; unit < 4; unit++) {
      int sign = unit % 2 == 0 ? 1 : -1;
      first[unit * columns + 3] = sign;
      first[unit * columns + 11] = unit < 2 ? sign : -sign;
    }
    Network.Builder b = Network.builder("product");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, columns));
    b.constant("w1", Tensor.of(Shape.of(4, columns), first));
    b.constant("w2", Tensor.of(Shape.of(2, 4), new float[] {0, 0, 0, 0, 3, 3, -3, -3}));
    b.constant("none", Tensor.vector(0, 0, 0, 0));
    b.constant("even", Tensor.vector(0, 0));
    String bent = relu(b, b.add("sums", Operator.Gemm.TRANSPOSED, x, "w1", "none"));
    b.output(b.add("scores", Operator.Gemm.TRANSPOSED, bent, "w2", "even"));
    Random random = new Random(5);
    float[] values = new float[1_000 * columns];
    int[] labels = new int[1_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    for (int row = 0; row < labels.length; row++) {
      labels[row] = values[row * columns + 3] * values[row * columns + 11] > 0 ? 1 : 0;
    }
    Rows all =
        new Rows(
            Map.of("x", new Tensor.Floats(Shape.of(labels.length, columns), values)),
            new Target.Classes(labels, 2));
    List<Inventory.JointStep> order =
        INSPECTOR
            .inspect(
                b.build(),
                all.select(IntStream.range(0, 600).toArray()),
                all.select(IntStream.range(600, 1_000).toArray()),
                IntStream.range(0, columns).mapToObj(i -> "c" + i).toList())
            .jointOrder();
    assertThat(order).extracting(Inventory.JointStep::name).containsExactlyInAnyOrder("c3", "c11");
    assertThat(order.getLast().known().bits()).isGreaterThan(0.6);
  }

  /** Of few inputs a model is surer than it may be; who knows how often each class occurs is not fooled. */
  @Test
  void whatIsKnownFromFewInputsIsNotLessThanNothing() {
    float[] sure = trained.floats("scores/w").values().clone();
    for (int i = 0; i < sure.length; i++) {
      sure[i] *= 8;
    }
    Network surer =
        trained.withConstants(
            Map.of("scores/w", new Tensor.Floats(trained.floats("scores/w").shape(), sure)));
    List<Inventory.JointStep> order = INSPECTOR.inspect(surer, fit, judge, names()).jointOrder();
    // The weight of the answer was fitted to other rows, so a little less than nothing is possible.
    assertThat(order).allMatch(s -> s.known().bits() > -0.05);
  }

  /** Two sums of two columns, each 1.5 deviations to a side: the best decoder is wrong in 3.3 % of rows. */
  @Test
  void readsWhatTheInputHolds() {
    assertThat(inventory.input().orElseThrow().chosen().bits()).isCloseTo(1.8, within(0.1));
    assertThat(inventory.input().orElseThrow().family()).isNotEqualTo("constant");
    assertThat(inventory.complexity()).isBetween(0.0, 0.2);
    assertThat(inventory.codeLengths().get("the input")).isLessThan(0.5);
  }

  /** Every relevant column before every column of noise: an area of 1 under the curve. */
  @Test
  void ranksRelevantColumnsBeforeNoise() {
    assertThat(inventory.inputs().stream().limit(RELEVANT))
        .extracting(Inventory.InputEntry::name)
        .containsExactlyInAnyOrder("c0", "c1", "c2", "c3");
  }

  /** The first four are the relevant ones; what is known from them is what the answer knows. */
  @Test
  void keepsTogetherWhatTellsTogether() {
    List<Inventory.JointStep> order = inventory.jointOrder();
    assertThat(order.stream().limit(RELEVANT))
        .extracting(Inventory.JointStep::name)
        .containsExactlyInAnyOrder("c0", "c1", "c2", "c3");
    assertThat(order.get(3).known().bits())
        .isCloseTo(inventory.output().information().bits(), within(0.25));
    assertThat(order.getFirst().known().bits()).isLessThan(order.get(3).known().bits() - 0.3);
    assertThat(order.subList(RELEVANT, order.size())).allMatch(s -> s.gain() < 0.05);
  }

  /**
   * The answer is the sum of three columns of which the second repeats the first: one at a time both look dear, together the
   * second comes last.
   */
  @Test
  void aColumnThatRepeatsAKeptOneAddsLittle() {
    Network.Builder b = Network.builder("repeated");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 3));
    b.constant("w", Tensor.of(Shape.of(1, 3), 2, 0.5f, 1.8f));
    b.constant("b", Tensor.vector(0));
    b.output(b.add("sum", Operator.Gemm.TRANSPOSED, x, "w", "b"));
    Random random = new Random(8);
    float[] values = new float[600 * 3];
    float[] target = new float[600];
    for (int i = 0; i < 600; i++) {
      values[3 * i] = (float) random.nextGaussian();
      values[3 * i + 1] = values[3 * i];
      values[3 * i + 2] = (float) random.nextGaussian();
      target[i] =
          2.5f * values[3 * i] + 1.8f * values[3 * i + 2] + 0.2f * (float) random.nextGaussian();
    }
    Rows rows =
        new Rows(
            Map.of("x", new Tensor.Floats(Shape.of(600, 3), values)), new Target.Numbers(target));
    Inventory found = INSPECTOR.inspect(b.build(), rows, rows, List.of("a", "copy", "c"));
    assertThat(found.inputs().getLast().loss().bits()).isGreaterThan(0.5);
    assertThat(found.jointOrder()).extracting(Inventory.JointStep::name).startsWith("a", "c");
  }

  @Test
  void theDryRunIsTheRealCutThroughResidualAndConcatenatedLayers() {
    ChannelGroups groups = ChannelGroups.of(trained);
    assertThat(inventory.groups()).hasSize(2);
    for (Inventory.GroupEntry group : inventory.groups()) {
      assertThat(group.curve()).hasSizeGreaterThan(3);
      for (DryRun point : group.curve()) {
        int[] kept =
            group.units().orElseThrow().order().stream()
                .limit(point.kept())
                .mapToInt(Integer::intValue)
                .toArray();
        Network cut = Removal.keep(groups, Map.of(group.group().name(), kept));
        Network shipped = OnnxFile.decode(OnnxFile.encode(cut), "cut");
        float[] scores = Inference.scores(shipped, examples(judge));
        HeldOut held = HeldOut.calibrated(judge.target(), scores, fit.target());
        Rows few = fit.select(IntStream.range(0, 500).toArray());
        Estimate known =
            Blend.judge(
                Inference.scores(shipped, examples(few)),
                few.target(),
                scores,
                judge.target(),
                fit.target());
        assertThat(point.information().value()).isCloseTo(known.value(), within(1e-4));
        assertThat(point.accuracy()).isEqualTo(held.accuracy());
        assertThat(point.params()).isEqualTo(Cost.of(shipped).params());
      }
    }
  }

  @Test
  void deadAndDuplicateUnitsAreReportedAndLastInOrder() {
    ChannelGroups before = ChannelGroups.of(trained);
    Map<String, Tensor> planted = new LinkedHashMap<>();
    float[] weights = trained.floats("side/w").values().clone();
    float[] bias = trained.floats("side/b").values().clone();
    for (int j = 0; j < COLUMNS; j++) {
      weights[4 * COLUMNS + j] = 0;
      weights[5 * COLUMNS + j] = 2 * weights[j];
    }
    bias[4] = -1;
    bias[5] = 2 * bias[0];
    planted.put("side/w", new Tensor.Floats(Shape.of(6, COLUMNS), weights));
    planted.put("side/b", Tensor.vector(bias));
    Network changed = trained.withConstants(planted);
    Inventory found = INSPECTOR.inspect(changed, fit, judge, names());
    Inventory.GroupEntry side =
        found.groups().stream()
            .filter(g -> g.group().name().equals("side"))
            .findFirst()
            .orElseThrow();
    Units units = side.units().orElseThrow();
    assertThat(before.group("side").size()).isEqualTo(6);
    assertThat(units.dead()).containsExactly(4);
    assertThat(units.duplicates()).containsExactly(5);
    assertThat(units.order().getLast()).isEqualTo(4);
    assertThat(units.order().get(4)).isIn(0, 5);
    assertThat(units.still()).isEmpty();
    assertThat(side.recommendation())
        .contains("1 of 6 are silent: remove")
        .contains("1 that repeat another");
    // Five of six take as much more as two of them.
    double share = 2.0 / 5 * side.cost().picojoules() / Cost.of(changed).whole().picojoules();
    assertThat(side.recommendation())
        .contains(String.format(Locale.ROOT, "together %.1f %% of the energy", 100 * share));
  }

  /** Its units are read and made by the same layer, so each takes a row and a column of the weights: no more than there are. */
  @Test
  void aGroupTakesNoMoreThanTheWhole() {
    Cost.Part whole = Cost.of(trained).whole();
    int width = 24;
    // All but one of 24 units: the first layer's, the residual one's rows and columns, the last's
    // columns.
    long gone = (width - 1) * (COLUMNS + 1L) + (width * width - 1) + (width - 1) + 4L * (width - 1);
    assertThat(inventory.groups()).allMatch(g -> g.cost().params() < whole.params());
    assertThat(inventory.groups().getFirst().cost().params()).isEqualTo(gone);
  }

  /** A unit that is always 3 is a part of the next bias; one that is always 0 is nothing. */
  @Test
  void aUnitThatAlwaysSaysTheSameIsNotCalledSilent() {
    Map<String, Tensor> planted = new LinkedHashMap<>();
    float[] weights = trained.floats("side/w").values().clone();
    float[] bias = trained.floats("side/b").values().clone();
    java.util.Arrays.fill(weights, 3 * COLUMNS, 6 * COLUMNS, 0);
    bias[3] = 3;
    bias[4] = 3;
    bias[5] = -1;
    planted.put("side/w", new Tensor.Floats(Shape.of(6, COLUMNS), weights));
    planted.put("side/b", Tensor.vector(bias));
    Inventory.GroupEntry side =
        INSPECTOR.inspect(trained.withConstants(planted), fit, judge, names()).groups().stream()
            .filter(g -> g.group().name().equals("side"))
            .findFirst()
            .orElseThrow();
    assertThat(side.units().orElseThrow().dead()).containsExactly(3, 4, 5);
    assertThat(side.units().orElseThrow().still()).containsExactly(3, 4);
    assertThat(side.recommendation())
        .contains("1 of 6 are silent: remove them")
        .contains("2 of 6 always say the same: their value belongs to the next bias");
  }

  /** Each branch reads two of four telling columns, and the concatenation has all of them. */
  @Test
  void aBranchNeedNotKeepWhatStandsBesideIt() {
    Network.Builder b = Network.builder("branches");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, COLUMNS));
    String left = dense(b, "left", x, COLUMNS, 2);
    String right = dense(b, "right", x, COLUMNS, 2);
    String joined = b.add("joined", new Operator.Concat(1), left, right);
    b.output(dense(b, "scores", joined, 4, 4));
    Network network =
        Initialization.draw(b.build(), 5)
            .withConstants(
                Map.of(
                    "left/w", new Tensor.Floats(Shape.of(2, COLUMNS), picking(2, 0, COLUMNS + 1)),
                    "right/w",
                        new Tensor.Floats(Shape.of(2, COLUMNS), picking(2, 2, COLUMNS + 3))));
    Inventory found = INSPECTOR.inspect(network, fit, judge, names());
    for (Inventory.LayerEntry layer : found.layers().subList(0, 2)) {
      assertThat(layer.after().orElseThrow().chosen().bits())
          .isLessThan(layer.before().orElseThrow().chosen().bits() - 0.5);
      assertThat(layer.recommendation()).contains("which others beside it keep");
    }
  }

  /** Eight times as sure as it should be, so what is harmed is wrong and sure: below -10 bits as it is. */
  @Test
  void noPartIsWorthMoreThanTheAnswerKnows() {
    float[] sure = trained.floats("scores/w").values().clone();
    for (int i = 0; i < sure.length; i++) {
      sure[i] *= 8;
    }
    Inventory found =
        INSPECTOR.inspect(
            trained.withConstants(
                Map.of("scores/w", new Tensor.Floats(trained.floats("scores/w").shape(), sure))),
            fit,
            judge,
            names());
    double whole = found.recalibrated().bits();
    assertThat(found.output().information().bits()).isLessThan(whole - 0.1);
    assertThat(whole).isCloseTo(inventory.recalibrated().bits(), within(0.1));
    // The two numbers of the recalibration are of other rows.
    double little = 0.03;
    assertThat(found.groups()).allMatch(g -> g.gain().orElseThrow().bits() < whole + little);
    assertThat(found.groups())
        .flatMap(Inventory.GroupEntry::curve)
        .allMatch(point -> point.information().bits() > -little);
    assertThat(found.inputs()).allMatch(i -> i.loss().bits() < whole + little);
  }

  /** The answer is a product of signs, so either column alone says nothing, beside one that says a little by itself. */
  @Test
  void columnsThatOnlySpeakTogetherAreFound() {
    Network.Builder b = Network.builder("signs");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 3));
    // |a + b| - |a - b| is 2 sign(a b) min(|a|, |b|)
    b.constant("w", Tensor.of(Shape.of(5, 3), 1, 1, 0, -1, -1, 0, 1, -1, 0, -1, 1, 0, 0, 0, 1));
    b.constant("b", Tensor.vector(0, 0, 0, 0, 3));
    String hidden = relu(b, b.add("hidden", Operator.Gemm.TRANSPOSED, x, "w", "b"));
    b.constant("v", Tensor.of(Shape.of(1, 5), 1, 1, -1, -1, 0.3f));
    b.constant("c", Tensor.vector(-0.9f));
    b.output(b.add("value", Operator.Gemm.TRANSPOSED, hidden, "v", "c"));
    Random random = new Random(8);
    float[] values = new float[1_000 * 3];
    float[] target = new float[1_000];
    for (int i = 0; i < target.length; i++) {
      float one = (float) random.nextGaussian();
      float other = (float) random.nextGaussian();
      values[3 * i] = one;
      values[3 * i + 1] = other;
      values[3 * i + 2] = (float) random.nextGaussian();
      target[i] = Math.abs(one + other) - Math.abs(one - other) + 0.3f * values[3 * i + 2];
      target[i] += 0.3f * (float) random.nextGaussian();
    }
    Rows rows =
        new Rows(
            Map.of("x", new Tensor.Floats(Shape.of(1_000, 3), values)), new Target.Numbers(target));
    Inventory found = INSPECTOR.inspect(b.build(), rows, rows, List.of("a", "b", "c"));
    assertThat(found.jointOrder())
        .extracting(Inventory.JointStep::name)
        .containsExactlyInAnyOrder("a", "b", "c");
    assertThat(found.jointOrder().getLast().known().value())
        .isCloseTo(found.recalibrated().value(), within(0.15));
  }

  /** The sum of four columns in one unit and in another. */
  @Test
  void anOrderOfInputsDoesNotHangOnTheUnitOfTheTarget() {
    List<Inventory.JointStep> plain = sumOfFour(1, 0).jointOrder();
    List<Inventory.JointStep> large = sumOfFour(100_000, 7).jointOrder();
    assertThat(plain).extracting(Inventory.JointStep::name).containsExactly("d", "c", "b", "a");
    assertThat(large).extracting(Inventory.JointStep::name).containsExactly("d", "c", "b", "a");
    for (int i = 0; i < plain.size(); i++) {
      assertThat(large.get(i).known().value())
          .isCloseTo(plain.get(i).known().value(), within(1e-4));
    }
  }

  private static Inventory sumOfFour(float unit, float mean) {
    Network.Builder b = Network.builder("four");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 4));
    b.constant("w", Tensor.of(Shape.of(1, 4), unit, 1.2f * unit, 1.4f * unit, 1.6f * unit));
    b.constant("b", Tensor.vector(mean));
    b.output(b.add("sum", Operator.Gemm.TRANSPOSED, x, "w", "b"));
    Random random = new Random(8);
    float[] values = new float[1_000 * 4];
    float[] target = new float[1_000];
    for (int i = 0; i < target.length; i++) {
      double sum = random.nextGaussian() / 2;
      for (int j = 0; j < 4; j++) {
        values[4 * i + j] = (float) random.nextGaussian();
        sum += (1 + 0.2 * j) * values[4 * i + j];
      }
      target[i] = (float) (unit * sum + mean);
    }
    Rows rows =
        new Rows(
            Map.of("x", new Tensor.Floats(Shape.of(1_000, 4), values)), new Target.Numbers(target));
    return INSPECTOR.inspect(b.build(), rows, rows, List.of("a", "b", "c", "d"));
  }

  @Test
  void aNarrowLayerOfNoiseDropsThereAndNotBefore() {
    Network.Builder b = Network.builder("bottleneck");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, COLUMNS));
    String wide = relu(b, dense(b, "wide", x, COLUMNS, 40));
    String narrow = dense(b, "narrow", wide, 40, 2);
    b.output(dense(b, "scores", narrow, 2, 4));
    Inventory found = INSPECTOR.inspect(Initialization.draw(b.build(), 5), fit, judge, names());
    double input = found.input().orElseThrow().chosen().bits();
    double before = found.layers().get(0).after().orElseThrow().chosen().bits();
    double after = found.layers().get(1).after().orElseThrow().chosen().bits();
    assertThat(before).isCloseTo(input, within(0.15));
    assertThat(after).isLessThan(before - 0.3);
    assertThat(found.layers().get(1).recommendation()).startsWith("loses");
    assertThat(found.layers().get(0).recommendation()).doesNotStartWith("loses");
  }

  /**
   * Five latents beside one another: the two sums that hold everything, one telling column, four random mixtures, all columns as they
   * are, and two columns of noise. The oracle reads ten times the rows.
   */
  @Test
  void ranksLatentsByBitsADimensionAsAnOracleDoes() {
    Map<String, Integer> widths = new LinkedHashMap<>();
    widths.put("all", COLUMNS);
    widths.put("noise", 2);
    widths.put("mixed", 4);
    widths.put("sums", 2);
    widths.put("single", 1);
    Network network = latents(widths);
    Inventory found = INSPECTOR.inspect(network, fit, judge, names());
    List<Readout> read =
        Readout.of(
            network,
            List.copyOf(widths.keySet()),
            examples(rows(20_000, 11)),
            examples(rows(10_000, 12)),
            1);
    Map<String, Double> inspected = new LinkedHashMap<>();
    Map<String, Double> oracle = new LinkedHashMap<>();
    widths.forEach(
        (name, width) -> {
          Inventory.LayerEntry layer =
              found.layers().stream()
                  .filter(l -> l.span().name().equals(name))
                  .findFirst()
                  .orElseThrow();
          inspected.put(name, layer.after().orElseThrow().chosen().bits() / layer.span().width());
          oracle.put(name, read.get(oracle.size()).chosen().bits() / width);
        });
    assertThat(descending(inspected))
        .isEqualTo(descending(oracle))
        .startsWith("sums", "single")
        .endsWith("noise");
  }

  private static List<String> descending(Map<String, Double> worth) {
    return worth.keySet().stream()
        .sorted(Comparator.comparingDouble((String name) -> -worth.get(name)))
        .toList();
  }

  private static Network latents(Map<String, Integer> widths) {
    Random random = new Random(7);
    float[] mixed = new float[4 * COLUMNS];
    float[] all = new float[COLUMNS * COLUMNS];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = (float) random.nextGaussian();
    }
    for (int j = 0; j < COLUMNS; j++) {
      all[j * COLUMNS + j] = 1;
    }
    Map<String, float[]> weights =
        Map.of(
            "all", all,
            "noise", picking(2, 4, COLUMNS + 5),
            "mixed", mixed,
            "sums", picking(2, 0, 1, COLUMNS + 2, COLUMNS + 3),
            "single", picking(1, 0));
    Network.Builder b = Network.builder("latents");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, COLUMNS));
    widths.forEach((name, width) -> dense(b, name, x, COLUMNS, width));
    String joined = b.add("joined", new Operator.Concat(1), widths.keySet().toArray(String[]::new));
    int width = widths.values().stream().mapToInt(Integer::intValue).sum();
    b.output(dense(b, "scores", joined, width, 4));
    Map<String, Tensor> constants = new LinkedHashMap<>();
    Network network = Initialization.draw(b.build(), 5);
    weights.forEach(
        (name, values) ->
            constants.put(
                name + "/w", new Tensor.Floats(Shape.of(widths.get(name), COLUMNS), values)));
    return network.withConstants(constants);
  }

  /** Weights of so many units, 1 at these places and 0 elsewhere. */
  private static float[] picking(int units, int... places) {
    float[] weights = new float[units * COLUMNS];
    for (int place : places) {
      weights[place] = 1;
    }
    return weights;
  }

  /** The whole second layer is of use only where the first leaves something; the residual stream carries all. */
  @Test
  void aStillStreamCostsMoreThanItsBranch() {
    List<Double> gains = new ArrayList<>();
    inventory.groups().forEach(g -> gains.add(g.gain().orElseThrow().bits()));
    assertThat(gains).allMatch(g -> g > -0.05);
    assertThat(gains.getFirst()).isGreaterThan(0.3);
  }

  /**
   * Two classes by the sign of one column, answered by one logit whose mean over the rows is 0.02: what is left of a silenced layer is
   * that mean in every row, and says nothing, rather than a probability of 0.02 of what is true half the time.
   */
  @Test
  void aSilencedLogitStaysALogit() {
    Inventory found = INSPECTOR.inspect(oneLogit(), halves(1_000, 1), halves(600, 2), List.of("c"));
    assertThat(found.output().information().value()).isBetween(0.3, Math.log(2));
    double held = found.recalibrated().value();
    assertThat(held).isBetween(0.6, Math.log(2));
    assertThat(found.groups()).hasSize(1);
    // Its own share of the two classes is a little off on other rows, so a little more is possible.
    assertThat(found.groups().getFirst().gain().orElseThrow().value())
        .isCloseTo(held, within(0.01));
  }

  /** relu(x) - relu(-x) is x; the logit is 3 x + 0.02. */
  private static Network oneLogit() {
    Network.Builder b = Network.builder("logit");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 1));
    b.constant("hidden/w", Tensor.of(Shape.of(2, 1), 1, -1));
    b.constant("hidden/b", Tensor.vector(0, 0));
    String hidden = relu(b, b.add("hidden", Operator.Gemm.TRANSPOSED, x, "hidden/w", "hidden/b"));
    b.constant("logit/w", Tensor.of(Shape.of(1, 2), 3, -3));
    b.constant("logit/b", Tensor.vector(0.02f));
    b.output(b.add("logit", Operator.Gemm.TRANSPOSED, hidden, "logit/w", "logit/b"));
    return b.build();
  }

  /** Each value beside its opposite, so that their mean is zero. */
  private static Rows halves(int n, long seed) {
    Random random = new Random(seed);
    float[] x = new float[n];
    int[] y = new int[n];
    for (int i = 0; i < n; i += 2) {
      x[i] = (float) random.nextGaussian();
      x[i + 1] = -x[i];
      y[i] = x[i] > 0 ? 1 : 0;
      y[i + 1] = 1 - y[i];
    }
    return new Rows(Map.of("x", new Tensor.Floats(Shape.of(n, 1), x)), new Target.Classes(y, 2));
  }

  @Test
  void whatDoesNotFitIntoAnArrayIsRefusedBeforeItIsRun() {
    Network.Builder b = Network.builder("wide");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 1));
    b.constant("w", new Tensor.Floats(Shape.of(1, 4_000_000), new float[4_000_000]));
    b.output(b.add("wide", new Operator.MatMul(), x, "w"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Taps.of(b.build(), halves(600, 1), List.of("wide"), 1))
        .withMessage(
            "Tensor wide has 4000000 values a row, more than can be held for 600 rows. Maybe inspect"
                + " fewer rows.");
  }

  /** In the order that it was found in, whatever the virtual machine: {@code Map.of} has another in each. */
  @Test
  void mapsKeepTheirOrder() {
    Map<String, Double> lengths = new LinkedHashMap<>();
    Map<String, String> frozen = new LinkedHashMap<>();
    for (int i = 20; i > 0; i--) {
      lengths.put("place " + i, (double) i);
      frozen.put("maker " + i, "it is returned");
    }
    Inventory kept =
        new Inventory(
            inventory.cost(),
            inventory.entropy(),
            inventory.output(),
            inventory.recalibrated(),
            inventory.speaker(),
            inventory.input(),
            inventory.layers(),
            inventory.groups(),
            inventory.inputs(),
            inventory.jointOrder(),
            inventory.complexity(),
            inventory.features(),
            lengths,
            inventory.unknown(),
            inventory.unreached(),
            frozen);
    assertThat(kept.codeLengths().keySet()).containsExactlyElementsOf(lengths.keySet());
    assertThat(kept.frozen().keySet()).containsExactlyElementsOf(frozen.keySet());
  }

  @Test
  void independentUnitsAreTheirOwnRankAndRepeatNothing() {
    Random random = new Random(6);
    double[][] values = new double[3][4_000];
    for (double[] unit : values) {
      for (int i = 0; i < unit.length; i++) {
        unit[i] = random.nextGaussian();
      }
    }
    Units units = Units.of(values, new double[] {1, 1, 1});
    assertThat(units.effectiveRank()).isCloseTo(3, within(0.01));
    assertThat(units.redundancyBits().orElseThrow()).isCloseTo(0, within(0.01));
    assertThat(units.activeUnits()).isCloseTo(3, within(0.01));
    assertThat(units.condition()).isLessThan(1.2);
    // Two with correlation r share -log2(1 - r^2) / 2 bits: 0.83 at r = 0.827.
    for (int i = 0; i < 4_000; i++) {
      values[1][i] = 0.827 * values[0][i] + Math.sqrt(1 - 0.827 * 0.827) * values[1][i];
    }
    assertThat(Units.of(values, new double[] {1, 1, 1}).redundancyBits().orElseThrow())
        .isCloseTo(0.83, within(0.05));
  }
}
