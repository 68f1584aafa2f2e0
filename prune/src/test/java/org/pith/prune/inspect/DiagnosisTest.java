package org.pith.prune.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.prune.inspect.Diagnosis.Next;
import org.pith.train.Target;

/** Four classes at the corners of a square; what fails is planted. */
class DiagnosisTest {

  private static final Inspector INSPECTOR = new Inspector(1, 1, _ -> {});

  /** Scores of the corners, as sure as they should be at a distance of so many deviations. */
  private static Network corners(float first, float second) {
    Network.Builder b = Network.builder("corners");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 2));
    b.constant(
        "w",
        Tensor.of(Shape.of(4, 2), -first, -second, first, -second, -first, second, first, second));
    b.constant("b", Tensor.vector(0, 0, 0, 0));
    b.output(b.add("scores", Operator.Gemm.TRANSPOSED, x, "w", "b"));
    return b.build();
  }

  /**
   * @param distance of the corners from the middle in deviations
   */
  private static Rows rows(int n, double distance, long seed) {
    Random random = new Random(seed);
    float[] x = new float[2 * n];
    int[] y = new int[n];
    for (int i = 0; i < n; i++) {
      y[i] = random.nextInt(4);
      x[2 * i] = (float) (distance * ((y[i] & 1) * 2 - 1) + random.nextGaussian());
      x[2 * i + 1] = (float) (distance * ((y[i] >> 1) * 2 - 1) + random.nextGaussian());
    }
    return new Rows(Map.of("x", new Tensor.Floats(Shape.of(n, 2), x)), new Target.Classes(y, 4));
  }

  private static Diagnosis diagnosis(Network network, double distance) {
    return INSPECTOR
        .inspect(network, rows(2_000, distance, 1), rows(1_000, distance, 2), List.of("a", "b"))
        .diagnosis();
  }

  @Test
  void aGoodModelOfGoodDataIsLeftAlone() {
    assertThat(diagnosis(corners(4, 4), 4).next()).isEqualTo(Next.NOTHING);
  }

  /** It looks at one of two columns that say a bit each. */
  @Test
  void aModelThatDoesNotLookAtAColumnIsTheModelsFault() {
    Diagnosis found = diagnosis(corners(4, 0), 4);
    assertThat(found.next()).isEqualTo(Next.MODEL);
    assertThat(found.place()).isEqualTo("the input");
    assertThat(found.modelNats()).isCloseTo(Math.log(2), within(0.05));
    assertThat(found.dataNats().orElseThrow()).isLessThan(0.05);
  }

  /** The best answer there is, of columns that say little. */
  @Test
  void columnsThatSayLittleAreTheDatasFault() {
    Diagnosis found = diagnosis(corners(0.5f, 0.5f), 0.5);
    assertThat(found.next()).isEqualTo(Next.DATA);
    assertThat(found.modelNats()).isLessThan(0.05);
    assertThat(found.dataNats().orElseThrow()).isGreaterThan(1);
  }

  @Test
  void ofTwoFaultsTheLargerComesFirst() {
    assertThat(diagnosis(corners(0.5f, 0), 0.5).next()).isEqualTo(Next.DATA);
    assertThat(diagnosis(corners(0, 0), 2).next()).isEqualTo(Next.MODEL);
  }

  /** A sure answer to labels that have nothing to do with the rows: recalibrated it knows nothing, and nothing is read. */
  @Test
  void shuffledLabelsAreTheDatasFault() {
    Diagnosis found =
        INSPECTOR
            .inspect(
                corners(4, 4), shuffled(rows(2_000, 4, 1)), shuffled(rows(1_000, 4, 2)), List.of())
            .diagnosis();
    assertThat(found.next()).isEqualTo(Next.DATA);
    assertThat(found.modelNats()).isLessThan(0.05);
    assertThat(found.confidenceNats()).isLessThan(0.05);
    assertThat(found.dataNats().orElseThrow()).isCloseTo(Math.log(4), within(0.05));
  }

  private static Rows shuffled(Rows rows) {
    int[] labels = ((Target.Classes) rows.target()).labels().clone();
    Random random = new Random(5);
    for (int i = labels.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int label = labels[i];
      labels[i] = labels[j];
      labels[j] = label;
    }
    return new Rows(rows.inputs(), new Target.Classes(labels, 4));
  }

  /** The right answer, said at a fiftieth of the strength. */
  @Test
  void anAnswerThatIsRightAndUnsureLacksConfidence() {
    Diagnosis found = diagnosis(corners(0.02f, 0.02f), 4);
    assertThat(found.next()).isEqualTo(Next.CONFIDENCE);
    assertThat(found.confidenceNats()).isBetween(1.0, Math.log(4));
    assertThat(found.modelNats()).isLessThan(0.05);
  }

  /** Two classes in each other's place: its own scores hold what it does not say. */
  @Test
  void whatStandsInTheScoresAndIsNotSaidHasTheirName() {
    Network swapped =
        corners(4, 4)
            .withConstants(Map.of("w", Tensor.of(Shape.of(4, 2), 4, -4, -4, 4, 4, 4, -4, -4)));
    Diagnosis found = diagnosis(swapped, 4);
    assertThat(found.next()).isEqualTo(Next.MODEL);
    assertThat(found.place()).isIn("the input", Diagnosis.OWN_SCORES).isNotEqualTo("scores");
    assertThat(found.modelNats()).isCloseTo(Math.log(4), within(0.1));
  }

  /** Of a number nobody knows how much there is to know; what is read and not said still shows. */
  @Test
  void ofANumber() {
    Random random = new Random(3);
    float[] x = new float[2 * 1_000];
    float[] y = new float[1_000];
    for (int i = 0; i < y.length; i++) {
      x[2 * i] = (float) random.nextGaussian();
      x[2 * i + 1] = (float) random.nextGaussian();
      y[i] = x[2 * i] + x[2 * i + 1] + (float) random.nextGaussian();
    }
    Rows rows =
        new Rows(Map.of("x", new Tensor.Floats(Shape.of(1_000, 2), x)), new Target.Numbers(y));
    assertThat(INSPECTOR.inspect(sum(1, 1), rows, rows, List.of("a", "b")).diagnosis().next())
        .isEqualTo(Next.DATA);
    Diagnosis found = INSPECTOR.inspect(sum(1, 0), rows, rows, List.of("a", "b")).diagnosis();
    assertThat(found.next()).isEqualTo(Next.MODEL);
    // ln(2/1) / 2 of a residual variance that falls from 2 to 1
    assertThat(found.modelNats()).isCloseTo(Math.log(2) / 2, within(0.08));
    assertThat(found.dataNats()).isEmpty();
  }

  private static Network sum(float first, float second) {
    Network.Builder b = Network.builder("sum");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 2));
    b.constant("w", Tensor.of(Shape.of(1, 2), first, second));
    b.constant("b", Tensor.vector(0));
    b.output(b.add("value", Operator.Gemm.TRANSPOSED, x, "w", "b"));
    return b.build();
  }
}
