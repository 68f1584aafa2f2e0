package org.pith.measure.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.density.GaussianInformation;
import org.pith.measure.internal.Ranks;
import org.pith.measure.knn.Kraskov;
import org.pith.measure.select.ForwardSelection.Criterion;
import org.pith.measure.select.ForwardSelection.Step;

class SelectionTest {
  private final Random random = new Random(11);
  private final int n = 3_000;
  private final double[] signal = normals();
  private final double[] weak = normals();
  private final double[] copy = add(signal, 0.05, normals());
  private final double[] noise = normals();
  private final double[] target = add(add(signal, 0.5, weak), 0.7, normals());

  @Test
  void redundancyIsPassedOverByJointCriteria() {
    List<Labels> columns = List.of(thirds(signal), thirds(copy), thirds(weak), thirds(noise));
    for (Criterion joint : new Criterion[] {Criterion.MRMR, Criterion.CMIM}) {
      List<Step> steps =
          ForwardSelection.withDefaults().withMost(2).select(columns, thirds(target), joint);
      assertThat(steps.get(0).column()).as(joint.name()).isIn(0, 1);
      assertThat(steps.get(1).column()).as(joint.name()).isEqualTo(2);
    }
    List<Step> marginal =
        ForwardSelection.withDefaults()
            .withMost(2)
            .select(columns, thirds(target), Criterion.MARGINAL_RANKING);
    assertThat(marginal.stream().map(Step::column)).containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void aPairThatOnlyTogetherKnowsIsFoundByJmi() {
    int[] a = random.ints(n, 0, 2).toArray();
    int[] b = random.ints(n, 0, 2).toArray();
    int[] y = new int[n];
    Arrays.setAll(y, i -> random.nextInt(10) == 0 ? 1 - (a[i] ^ b[i]) : a[i] ^ b[i]);
    List<Step> steps =
        ForwardSelection.withDefaults()
            .withAlpha(1)
            .select(
                List.of(Labels.of(a), thirds(noise), Labels.of(b)), Labels.of(y), Criterion.JMI);
    assertThat(steps).hasSize(3);
    assertThat(steps.stream().mapToDouble(Step::gain).max().orElseThrow()).isGreaterThan(0.15);
  }

  @Test
  void chanceStops() {
    List<Labels> columns = List.of(thirds(noise), thirds(normals()), thirds(normals()));
    assertThat(
            ForwardSelection.withDefaults()
                .withAlpha(0.01)
                .select(columns, thirds(target), Criterion.JMI))
        .isEmpty();
  }

  @Test
  void neighboursSelectContinuousColumns() {
    Samples columns = Samples.of(noise, signal, weak);
    List<Step> steps =
        ForwardSelection.withDefaults()
            .withMost(2)
            .select(columns, Samples.of(target), Kraskov.withDefaults());
    assertThat(steps.stream().map(Step::column)).containsExactly(1, 2);
    assertThat(steps.get(1).pValue()).isLessThan(0.05);
  }

  @Test
  void logDeterminantsAddUpToTheJointInformation() {
    Samples columns = Samples.of(signal, copy, weak, noise, new double[n]);
    List<Step> steps = LogDeterminantSelection.withDefaults().select(columns, Samples.of(target));
    assertThat(steps.stream().map(Step::column)).contains(2).doesNotContain(3, 4);
    int[] taken = steps.stream().mapToInt(Step::column).toArray();
    double joint =
        GaussianInformation.withDefaults()
            .value(
                Samples.of(Ranks.normalScores(columns.select(taken).columns())),
                Samples.of(Ranks.normalScores(new double[][] {target})));
    assertThat(steps.stream().mapToDouble(Step::gain).sum()).isCloseTo(joint, within(1e-10));
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> ForwardSelection.withDefaults().withAlpha(0))
        .hasMessageContaining("alpha (0.0)");
  }

  private double[] normals() {
    double[] values = new double[n];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }

  private static double[] add(double[] a, double factor, double[] b) {
    double[] sum = new double[a.length];
    Arrays.setAll(sum, i -> a[i] + factor * b[i]);
    return sum;
  }

  private static Labels thirds(double[] values) {
    return org.pith.measure.density.Bins.equalCount(values, 3);
  }
}
