package org.pith.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.density.Bins;
import org.pith.measure.density.DiffusionSpectrum;
import org.pith.measure.density.EllipticalCopula;
import org.pith.measure.density.GaussianInformation;
import org.pith.measure.density.KernelDependence;
import org.pith.measure.density.MatrixRenyi;
import org.pith.measure.density.MixtureBound;
import org.pith.measure.density.NormalScores;
import org.pith.measure.density.PrincipalComponents;
import org.pith.measure.discrete.CountEntropy;
import org.pith.measure.discrete.DiscreteInformation;
import org.pith.measure.discrete.SemanticInformation;
import org.pith.measure.divergence.ClosedForm;
import org.pith.measure.divergence.Divergence;
import org.pith.measure.divergence.LabelDistance;
import org.pith.measure.divergence.LabelDistance.Normalization;
import org.pith.measure.divergence.Reconstruction;
import org.pith.measure.knn.KozachenkoLeonenko;
import org.pith.measure.knn.Kraskov;
import org.pith.measure.knn.MixedPair;
import org.pith.measure.knn.Ross;
import org.pith.measure.route.CompressedInformation;
import org.pith.measure.route.MutualInformation;
import org.pith.measure.route.SlicedInformation;
import org.pith.measure.select.ForwardSelection;
import org.pith.measure.select.ForwardSelection.Criterion;
import org.pith.measure.select.LogDeterminantSelection;
import org.pith.measure.select.Redundancy;
import org.pith.measure.significance.Ceiling;
import org.pith.measure.significance.Consistency;
import org.pith.measure.significance.Extrapolation;
import org.pith.measure.significance.PermutationTest;
import org.pith.measure.significance.Resampling;

/**
 * Constants, ties everywhere, integers, too few rows, NaN, 200 dimensions and a rare class: each has
 * the value that the Javadoc states, or an error that names what is wrong.
 */
class OddDataTest {
  private static final int N = 100;
  private static final Samples CONSTANT = Samples.of(filled(N, 7));
  private static final Labels ONE_CLASS = Labels.of(new int[N]);
  private static final double TINY = 1e-12;

  private final Random random = new Random(11);
  private final Samples x = normal(N, 1);
  private final Samples y = normal(N, 1);
  private final Samples integers = integers(N, 3);
  private final Samples wide = normal(N, 200);
  private final Labels classes = Labels.of(random.ints(N, 0, 3).toArray());
  private final Labels rare = rare(N, 2);

  // Samples and labels

  @Test
  void notANumberNamesItsPlace() {
    refused(() -> Samples.of(new double[] {0, Double.NaN}), "Row 1 of column 0 is NaN");
    refused(
        () -> Samples.ofRows(new double[][] {{1, Double.POSITIVE_INFINITY}}),
        "Row 0 of column 1 is Infinity");
    refused(() -> Labels.of(1.0, Double.NaN), "Row 1 is NaN");
    refused(() -> Bins.equalCount(new double[] {Double.NaN}, 2), "is NaN");
    refused(() -> Divergence.wasserstein(new double[] {1, Double.NaN}, new double[1]), "Value 1");
    refused(() -> Divergence.HELLINGER.between(new double[] {Double.NaN}, new double[1]), "is NaN");
    refused(() -> Divergence.ofLogs(new double[] {Double.NaN}, new double[1]), "of p is NaN");
    refused(() -> ClosedForm.bernoulli(Double.NaN, 0.5), "NaN");
    refused(() -> ClosedForm.dirichlet(new double[] {Double.NaN}, new double[] {1}), "NaN");
    double[][] unit = {{1}};
    refused(
        () -> ClosedForm.normal(new double[] {Double.NaN}, unit, new double[1], unit), "Mean 0");
    refused(() -> SemanticInformation.learnedTruth(new double[][] {{Double.NaN}}), "one is NaN");
    refused(() -> CountEntropy.NSB.nats(new int[] {1, 2}, Double.NaN), "alphabet of NaN");
    refused(
        () -> UsableInformation.ofNumbers(new double[] {Double.NaN, 1}, new double[] {1, 1}),
        "residual of row 0 is NaN");
    refused(() -> Ceiling.mostAccuracy(Double.NaN, 0.5, 2), "information is NaN");
    refused(() -> PermutationTest.withDefaults().free(N, order -> Double.NaN), "NaN in 199 of 199");
  }

  @Test
  void nothingAtAllIsRefused() {
    refused(() -> Samples.of(new double[0]), "at least one row");
    refused(() -> Labels.of(new int[0]), "at least one row");
    refused(() -> x.rows(new int[0]), "No row is named");
    refused(() -> x.select(), "No column is named");
    refused(() -> CountEntropy.PLUG_IN.nats(0, 0), "0 rows");
    refused(() -> Divergence.JEFFREYS.between(new double[0], new double[0]), "p sums to 0");
    refused(
        () -> Divergence.wasserstein(new double[0], new double[1]), "first sample has no value");
    refused(() -> SemanticInformation.learnedTruth(new double[0][]), "sums to 0");
    refused(() -> DiscreteInformation.withDefaults().entropy(), "At least one variable");
    refused(() -> PermutationTest.withDefaults().free(0, order -> 0), "0 rows");
    refused(() -> Resampling.bootstrapError(0, 10, 0, rows -> 0), "0 rows");
  }

  @Test
  void unequalLengthsAreRefused() {
    Samples longer = normal(N + 1, 1);
    Labels more = Labels.of(new int[N + 1]);
    List<ThrowingCallable> calls =
        List.of(
            () -> KernelDependence.linearCka(x, longer),
            () -> KernelDependence.kernelCka(x, 1, longer, 1),
            () -> KernelDependence.hsic(x, 1, longer, 1),
            () -> KernelDependence.cauchySchwarz(x, 1, longer, 1),
            () -> MatrixRenyi.withDefaults().value(x, longer),
            () -> DiffusionSpectrum.withDefaults().information(x, more),
            () -> MixtureBound.withDefaults().ofClass(x, more),
            () -> GaussianInformation.withDefaults().value(x, longer),
            () -> GaussianInformation.withDefaults().value(x, y, longer),
            () -> EllipticalCopula.gaussian(x, longer),
            () -> LabelDistance.between(classes, more),
            () -> Reconstruction.of(classes, more),
            () -> DiscreteInformation.withDefaults().interaction(classes, classes, more),
            () -> DiscreteInformation.withDefaults().transferEntropy(classes, more, 1, 1),
            () -> DiscreteInformation.likelihoodRatio(classes, more),
            () -> Kraskov.withDefaults().value(x, y, longer),
            () -> Kraskov.withDefaults().transferEntropy(x, longer, 1, 1),
            () -> Ross.withDefaults().value(x, more),
            () -> MixedPair.withDefaults().value(x, longer),
            () -> MutualInformation.of(x, more),
            () -> CompressedInformation.withDefaults().estimate(x, longer),
            () -> SlicedInformation.withDefaults().mean(x, longer),
            () -> select(List.of(more)),
            () -> ForwardSelection.withDefaults().select(x, longer, Kraskov.withDefaults()),
            () -> LogDeterminantSelection.withDefaults().select(x, longer),
            () -> Redundancy.of(List.of(more), classes, new int[0], 1));
    for (ThrowingCallable call : calls) {
      refused(call, "Maybe");
    }
  }

  @Test
  void tooFewRowsAreRefused() {
    Samples four = normal(4, 1);
    Samples seven = normal(7, 1);
    Kraskov ksg = Kraskov.withDefaults();
    refused(() -> ksg.value(four, four), "4 rows");
    refused(() -> ksg.value(four, four, four), "4 rows");
    refused(() -> ksg.estimate(normal(20, 1), normal(20, 1)), "20 rows");
    refused(() -> ksg.totalCorrelation(four), "4 rows");
    refused(() -> ksg.transferEntropy(four, four, 1, 4), "4 steps");
    refused(() -> KozachenkoLeonenko.withDefaults().value(four), "4 rows");
    refused(() -> MixedPair.withDefaults().value(four, four), "4 rows");
    refused(() -> MatrixRenyi.withDefaults().estimate(seven, seven), "7 rows");
    refused(() -> GaussianInformation.withDefaults().estimate(seven, seven), "7 rows");
    refused(
        () -> GaussianInformation.withDefaults().withShrinkage().estimate(seven, seven), "7 rows");
    refused(() -> EllipticalCopula.best(four, normal(4, 1)), "4 rows");
    refused(() -> CompressedInformation.withDefaults().estimate(seven, seven), "7 rows");
    refused(() -> SlicedInformation.withDefaults().maximum(seven, seven), "7 rows");
    refused(() -> Consistency.of(0, 7, 1, 0, rows -> 0), "7 rows");
    refused(() -> Extrapolation.of(15, 0, rows -> 0), "15 rows");
    refused(() -> Resampling.subsamplingError(3, 4, 0, rows -> 0), "3 rows");
    refused(() -> Ross.withDefaults().value(four, Labels.of(1, 2, 3, 4)), "identifier");
    refused(
        () -> UsableInformation.ofClasses(new double[] {1}, new int[] {0}, new double[] {1}), "1");
  }

  /** Below the rows that a verdict needs, an estimate that exists says that it is undersampled. */
  @Test
  void fewRowsAreUndersampled() {
    Labels seven = Labels.of(0, 1, 0, 1, 1, 0, 1);
    assertThat(DiscreteInformation.withDefaults().mutualInformation(seven, seven).verdict())
        .isEqualTo(Verdict.UNDERSAMPLED);
    assertThat(Ross.withDefaults().estimate(normal(7, 1), seven).verdict())
        .isEqualTo(Verdict.UNDERSAMPLED);
    assertThat(UsableInformation.ofNumbers(new double[] {1, 2}, new double[] {2, 3}).verdict())
        .isEqualTo(Verdict.UNDERSAMPLED);
  }

  @Test
  void oneRowHasTheValueOfACopy() {
    Samples one = Samples.of(new double[] {3});
    assertThat(DiffusionSpectrum.withDefaults().entropy(one)).isCloseTo(0, within(TINY));
    assertThat(MatrixRenyi.withDefaults().entropy(one)).isCloseTo(0, within(TINY));
    assertThat(MixtureBound.withDefaults().ofInput(one).value()).isZero();
    assertThat(KernelDependence.linearCka(one, one)).isZero();
    assertThat(KernelDependence.hsic(one, 1, one, 1)).isZero();
    assertThat(KernelDependence.medianDistance(one)).isZero();
    assertThat(NormalScores.of(one).value(0, 0)).isCloseTo(0, within(TINY));
    assertThat(PrincipalComponents.of(one).size()).isZero();
    assertThat(Bins.equalCount(new double[] {3}, 5).states()).isEqualTo(1);
    for (CountEntropy entropy : CountEntropy.values()) {
      assertThat(entropy.nats(1)).isZero();
    }
  }

  // Constants

  @Test
  void aConstantSideCarriesNothing() {
    List<Estimate> estimates =
        List.of(
            MutualInformation.of(CONSTANT, y),
            MutualInformation.of(CONSTANT, classes),
            CompressedInformation.withDefaults().estimate(CONSTANT, y),
            Kraskov.withDefaults().estimate(CONSTANT, y),
            Kraskov.withDefaults().estimate(CONSTANT, y, x),
            Kraskov.withDefaults().totalCorrelation(CONSTANT),
            Kraskov.withDefaults().transferEntropy(CONSTANT, y, 1, 1),
            MixedPair.withDefaults().estimate(CONSTANT, y),
            Ross.withDefaults().estimate(CONSTANT, classes),
            GaussianInformation.withDefaults().estimate(CONSTANT, y),
            GaussianInformation.withDefaults().withShrinkage().estimate(CONSTANT, y),
            MixtureBound.withDefaults().ofInput(Samples.of(new double[N])),
            MixtureBound.withDefaults().ofClass(CONSTANT, classes),
            DiscreteInformation.withDefaults().entropy(ONE_CLASS),
            DiscreteInformation.withDefaults().transferEntropy(ONE_CLASS, ONE_CLASS, 1, 1));
    for (Estimate e : estimates) {
      assertThat(e.value()).as(e.toString()).isCloseTo(0, within(TINY));
      assertThat(e.verdict()).as(e.toString()).isEqualTo(Verdict.TRUSTED);
    }
    assertThat(SlicedInformation.withDefaults().withDirections(2).mean(CONSTANT, y).value())
        .isZero();
    assertThat(DiscreteInformation.withDefaults().mutualInformation(ONE_CLASS, classes).value())
        .isCloseTo(0, within(TINY));
    assertThat(DiscreteInformation.likelihoodRatio(ONE_CLASS, classes).pValue()).isEqualTo(1);
    assertThat(MatrixRenyi.withDefaults().value(CONSTANT, y)).isCloseTo(0, within(1e-9));
    assertThat(MatrixRenyi.withDefaults().withAlpha(0.01).entropy(CONSTANT))
        .isCloseTo(0, within(1e-9));
    assertThat(DiffusionSpectrum.withDefaults().information(CONSTANT, classes))
        .isCloseTo(0, within(1e-9));
    assertThat(KernelDependence.linearCka(CONSTANT, y)).isZero();
    assertThat(KernelDependence.kernelCka(CONSTANT, 1, y, 1)).isZero();
    assertThat(KernelDependence.kernelCka(x, 1e12, y, 1)).isZero();
    assertThat(KernelDependence.hsic(CONSTANT, 1, y, 1)).isCloseTo(0, within(TINY));
    assertThat(KernelDependence.cauchySchwarz(CONSTANT, 1, y, 1)).isCloseTo(0, within(TINY));
    assertThat(GaussianInformation.withDefaults().value(CONSTANT, y, x)).isZero();
    assertThat(EllipticalCopula.gaussian(CONSTANT, y).information()).isZero();
    assertThat(EllipticalCopula.gaussian(CONSTANT, y).standardError()).isZero();
    refused(() -> EllipticalCopula.student(CONSTANT, y), "constant");
    assertThat(KozachenkoLeonenko.withDefaults().estimate(CONSTANT).value())
        .isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Bins.equalWidth(CONSTANT.column(0), 0, 10, 5).states()).isEqualTo(1);
    refused(() -> Bins.equalWidth(CONSTANT.column(0), 7, 7, 5), "[7.0, 7.0] is empty");
    assertThat(Divergence.wasserstein(filled(3, 7), filled(5, 7))).isZero();
  }

  @Test
  void constantLabelsAreAtDistanceZeroAndAlike() {
    LabelDistance both = LabelDistance.between(ONE_CLASS, ONE_CLASS);
    LabelDistance one = LabelDistance.between(ONE_CLASS, classes);
    assertThat(both.variationOfInformation()).isZero();
    assertThat(both.rajski()).isZero();
    assertThat(one.rajski()).isCloseTo(1, within(TINY));
    for (Normalization n : Normalization.values()) {
      assertThat(both.normalized(n)).isEqualTo(1);
      assertThat(one.normalized(n)).isCloseTo(0, within(TINY));
    }
    assertThat(Reconstruction.of(ONE_CLASS, ONE_CLASS, ONE_CLASS).possible()).isTrue();
  }

  @Test
  void constantsAreNotSelected() {
    for (Criterion criterion : Criterion.values()) {
      assertThat(
              ForwardSelection.withDefaults()
                  .select(List.of(ONE_CLASS, ONE_CLASS), classes, criterion))
          .isEmpty();
      assertThat(ForwardSelection.withDefaults().select(List.of(classes), ONE_CLASS, criterion))
          .isEmpty();
    }
    assertThat(ForwardSelection.withDefaults().select(CONSTANT, y, Kraskov.withDefaults()))
        .isEmpty();
    assertThat(LogDeterminantSelection.withDefaults().select(CONSTANT, y)).isEmpty();
    assertThat(LogDeterminantSelection.withDefaults().select(x, CONSTANT)).isEmpty();
    assertThat(select(List.of())).isEmpty();
    Redundancy redundancy = Redundancy.of(List.of(ONE_CLASS, classes), rare, new int[] {1}, 1);
    assertThat(redundancy.shared(0, 0)).isCloseTo(0, within(TINY));
    assertThat(redundancy.repeated(0).nats()).isCloseTo(0, within(TINY));
    assertThat(redundancy.repeated(1).peer()).isEqualTo(-1);
    refused(() -> Redundancy.of(List.of(classes), rare, new int[] {1}, 1), "Peer 1");
    refused(() -> ForwardSelection.withDefaults().withMost(0), "columns (0)");
  }

  // Ties and integers

  @Test
  void integersHaveFiniteValuesAndNoFalseTrust() {
    List<Estimate> estimates =
        List.of(
            MutualInformation.of(integers, integers(N, 3)),
            Kraskov.withDefaults().estimate(integers, integers(N, 3)),
            Kraskov.withDefaults().estimate(integers, integers(N, 3), integers(N, 2)),
            Kraskov.withDefaults().withForm(Kraskov.Form.SECOND).estimate(integers, x, y),
            Kraskov.withDefaults().totalCorrelation(integers.join(integers(N, 2))),
            Kraskov.withDefaults().transferEntropy(integers, integers(N, 3), 2, 1),
            MixedPair.withDefaults().estimate(integers, integers(N, 3)),
            Ross.withDefaults().estimate(integers, classes),
            SlicedInformation.withDefaults().withDirections(10).mean(integers, integers(N, 2)),
            MatrixRenyi.withDefaults().estimate(integers, x),
            CompressedInformation.withDefaults().estimate(integers, integers(N, 3)));
    for (Estimate e : estimates) {
      assertThat(e.value()).as(e.toString()).isFinite();
      boolean off = Math.abs(e.value()) > Estimate.tolerance(0) && !e.estimator().equals("renyi");
      assertThat(off && e.verdict() == Verdict.TRUSTED).as(e.toString()).isFalse();
    }
    assertThat(KozachenkoLeonenko.withDefaults().estimate(integers).verdict())
        .isEqualTo(Verdict.BIASED);
    assertThat(Bins.equalCount(integers.column(0), 50).states()).isEqualTo(3);
    assertThat(EllipticalCopula.best(integers, x).information()).isFinite();
    assertThat(KernelDependence.medianDistance(integers)).isBetween(0.0, 2.0);
  }

  @Test
  void aCopyIsSingularSaturatedOrItsEntropy() {
    refused(() -> GaussianInformation.withDefaults().estimate(x, x), "singular");
    refused(() -> EllipticalCopula.gaussian(x, x), "copy");
    assertThat(MutualInformation.of(x, x).verdict()).isEqualTo(Verdict.SATURATED);
    assertThat(KernelDependence.linearCka(x, x)).isCloseTo(1, within(TINY));
    assertThat(LogDeterminantSelection.withDefaults().select(x.join(x), x)).hasSize(1);
    Labels identifier = Labels.of(random.ints(N).distinct().toArray());
    assertThat(DiscreteInformation.withDefaults().mutualInformation(identifier, classes).verdict())
        .isEqualTo(Verdict.SATURATED);
  }

  // Many dimensions and a rare class

  @Test
  void twoHundredDimensionsInAHundredRows() {
    refused(() -> GaussianInformation.withDefaults().estimate(wide, y), "100 rows");
    refused(() -> GaussianInformation.withDefaults().value(wide, y), "singular");
    refused(() -> EllipticalCopula.gaussian(wide, y), "100 rows");
    assertThat(GaussianInformation.withDefaults().withShrinkage().value(wide, y)).isFinite();
    for (Estimate e :
        List.of(
            MutualInformation.of(wide, y),
            MutualInformation.of(wide, classes),
            CompressedInformation.withDefaults().withMost(2).estimate(wide, y),
            Kraskov.withDefaults().estimate(wide, y),
            Kraskov.withDefaults().estimate(x, y, wide),
            MixedPair.withDefaults().estimate(wide, y),
            SlicedInformation.withDefaults().withDirections(5).mean(wide, y),
            KozachenkoLeonenko.withDefaults().estimate(wide))) {
      assertThat(e.value()).as(e.toString()).isFinite();
      assertThat(e.verdict()).as(e.toString()).isNotEqualTo(Verdict.TRUSTED);
    }
    assertThat(MixtureBound.withDefaults().ofInput(wide).verdict()).isEqualTo(Verdict.SATURATED);
    double[] kernels = {
      KernelDependence.linearCka(wide, y),
      KernelDependence.kernelCka(wide, 20, y, 1),
      KernelDependence.hsic(wide, 20, y, 1),
      MatrixRenyi.withDefaults().withWidth(20).value(wide, y),
      DiffusionSpectrum.withDefaults().entropy(wide)
    };
    assertThat(kernels).doesNotContain(Double.NaN);
    assertThat(DiffusionSpectrum.withDefaults().entropy(wide)).isCloseTo(Math.log(N), within(0.1));
    assertThat(PrincipalComponents.of(wide).size()).isEqualTo(N - 1);
    assertThat(LogDeterminantSelection.withDefaults().withMost(3).select(wide, y))
        .hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void aRareClassStaysBelowItsEntropy() {
    int n = 4_000;
    Labels few = rare(n, 3);
    double entropy = CountEntropy.PLUG_IN.nats(few.counts());
    Samples noise = normal(n, 1);
    for (Estimate e :
        List.of(
            Ross.withDefaults().estimate(noise, few),
            MutualInformation.of(noise, few),
            DiscreteInformation.withDefaults()
                .mutualInformation(Bins.equalCount(noise.column(0), 20), few))) {
      double error = Double.isNaN(e.standardError()) ? 0 : e.standardError();
      assertThat(e.value()).as(e.toString()).isLessThanOrEqualTo(entropy + 3 * error);
    }
    Labels fewer = rare(500, 1);
    assertThat(MixtureBound.withDefaults().ofClass(noise.rows(first(500)), fewer).high())
        .isLessThanOrEqualTo(CountEntropy.PLUG_IN.nats(fewer.counts()) + TINY);
    double spectral =
        DiffusionSpectrum.withDefaults().information(noise.rows(first(300)), rare(300, 1));
    assertThat(spectral).isCloseTo(0, within(0.1));
    LabelDistance distance = LabelDistance.between(few, few);
    assertThat(distance.normalized(Normalization.ARITHMETIC)).isCloseTo(1, within(1e-9));
    assertThat(
            ForwardSelection.withDefaults()
                .select(List.of(Bins.equalCount(noise.column(0), 10)), few, Criterion.JMI))
        .isEmpty();
  }

  // Scales

  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1, 1e300})
  void theUnitOfAColumnChangesNothing(double scale) {
    Samples large = scaled(x, scale);
    assertThat(KernelDependence.linearCka(large, y))
        .isCloseTo(KernelDependence.linearCka(x, y), within(1e-9));
    assertThat(KernelDependence.hsic(large, scale, y, 1))
        .isCloseTo(KernelDependence.hsic(x, 1, y, 1), within(1e-9));
    assertThat(KernelDependence.medianDistance(large) / scale)
        .isCloseTo(KernelDependence.medianDistance(x), within(1e-9));
    assertThat(DiffusionSpectrum.withDefaults().withWidth(scale).entropy(large))
        .isCloseTo(DiffusionSpectrum.withDefaults().withWidth(1).entropy(x), within(1e-9));
    assertThat(MatrixRenyi.withDefaults().withWidth(scale).entropy(large))
        .isCloseTo(MatrixRenyi.withDefaults().entropy(x), within(1e-9));
    assertThat(GaussianInformation.withDefaults().estimate(large, y).verdict())
        .isEqualTo(GaussianInformation.withDefaults().estimate(x, y).verdict());
    assertThat(PrincipalComponents.of(large.join(scaled(y, scale))).shares()[0])
        .isCloseTo(PrincipalComponents.of(x.join(y)).shares()[0], within(1e-9));
    assertThat(MixtureBound.withDefaults().ofInput(large).value())
        .isCloseTo(MixtureBound.withDefaults().ofInput(x).value(), within(1e-9));
    double[] column = large.column(0);
    assertThat(Bins.equalWidth(column, -3 * scale, 3 * scale, 7).codes())
        .isEqualTo(Bins.equalWidth(x.column(0), -3, 3, 7).codes());
    assertThat(Divergence.wasserstein(column, new double[1]) / scale)
        .isCloseTo(Divergence.wasserstein(x.column(0), new double[1]), within(1e-9));
    double[] counts = {2 * scale, 6 * scale};
    for (Divergence divergence : Divergence.values()) {
      assertThat(divergence.between(counts, new double[] {1, 1}))
          .isCloseTo(divergence.between(new double[] {1, 3}, new double[] {1, 1}), within(1e-12));
    }
    assertThat(UsableInformation.ofNumbers(column, scaled(x, 2 * scale).column(0)).value())
        .isCloseTo(Math.log(2), within(1e-9));
  }

  @Test
  void theLargestNumbersDoNotOverflow() {
    double most = Double.MAX_VALUE;
    assertThat(Divergence.HELLINGER.between(new double[] {most, most}, new double[] {1, 1}))
        .isCloseTo(0, within(1e-9));
    assertThat(Divergence.wasserstein(new double[] {-most / 4}, new double[] {most / 4}))
        .isCloseTo(most / 2, within(most * 1e-12));
    assertThat(Bins.equalWidth(new double[] {-most, most}, -most, most, 4).states()).isEqualTo(2);
    assertThat(SemanticInformation.learnedTruth(new double[][] {{most, 0}, {0, most}}))
        .isDeepEqualTo(new double[][] {{1, 0}, {0, 1}});
    refused(() -> MatrixRenyi.withDefaults().withWidth(Double.POSITIVE_INFINITY), "Infinity");
    refused(() -> DiffusionSpectrum.withDefaults().withWidth(Double.NaN), "NaN");
    refused(
        () -> MatrixRenyi.withDefaults().entropy(scaled(normal(3_001, 1), 1e300)), "kernel widths");
  }

  // Entropies and closed forms

  @ParameterizedTest
  @EnumSource(CountEntropy.class)
  void entropiesOfOddCounts(CountEntropy entropy) {
    assertThat(entropy.nats(5, 0, 0)).isZero();
    assertThat(entropy.nats(filledCounts(1_000, 1))).isFinite().isGreaterThan(0);
    assertThat(entropy.nats(1_000_000_000, 1)).isFinite().isBetween(0.0, 1e-6);
    assertThat(entropy.nats(new int[] {3, 1}, 1e80)).isFinite().isGreaterThan(0);
    refused(() -> entropy.nats(1, -1), "A count is -1");
    refused(() -> entropy.nats(new int[] {1, 1}, 1), "alphabet of 1");
    refused(() -> entropy.nats(new int[] {1, 1}, Double.POSITIVE_INFINITY), "Infinity");
  }

  /** Fifty rows without a coincidence leave an entropy anywhere from 2 ln 50 to ln K. */
  @Test
  void nsbOfAVastAlphabet() {
    double uniform = CountEntropy.NSB.nats(filledCounts(50, 1), 1e10);
    assertThat(uniform).isBetween(2 * Math.log(50), Math.log(1e10));
    assertThat(CountEntropy.NSB.nats(new int[] {40, 60}, 1e10)).isBetween(0.6, 1.5);
  }

  @Test
  void manyStatesHaveDegreesOfFreedomBeyondAnInt() {
    int[] codes = new int[60_000];
    Arrays.setAll(codes, i -> i);
    var test = DiscreteInformation.likelihoodRatio(Labels.of(codes), Labels.of(codes));
    assertThat(test.degreesOfFreedom()).isEqualTo(59_999L * 59_999);
    assertThat(test.pValue()).isBetween(0.0, 1.0);
    refused(
        () -> Redundancy.of(List.of(Labels.of(codes)), Labels.of(codes), new int[] {0}, 1),
        "60000 x 60000 x 60000 states");
  }

  @Test
  void closedFormsRefuseWhatHasNoDensity() {
    double[][] unit = {{1}};
    double[] zero = {0};
    refused(() -> ClosedForm.normal(zero, new double[][] {{1, 2}}, zero, unit), "1 and 2");
    refused(
        () -> ClosedForm.normal(zero, new double[][] {{Double.POSITIVE_INFINITY}}, zero, unit),
        "covariance of p");
    refused(
        () -> ClosedForm.dirichlet(new double[] {Double.POSITIVE_INFINITY}, new double[] {1}),
        "above 0");
    assertThat(ClosedForm.normal(zero, unit, new double[] {1e300}, new double[][] {{1e-300}}))
        .isInfinite();
    assertThat(ClosedForm.bernoulli(0, 1)).isInfinite();
  }

  @Test
  void usableInformationOfInfiniteLosses() {
    double[] loss = filled(40, 0.1);
    loss[3] = Double.POSITIVE_INFINITY;
    Estimate classes = UsableInformation.ofClasses(loss, new int[40], new double[] {0.5});
    assertThat(classes.value()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(classes.verdict()).isEqualTo(Verdict.UNDERSAMPLED);
    Estimate numbers = UsableInformation.ofNumbers(loss, filled(40, 1));
    assertThat(numbers.value()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(numbers.verdict()).isEqualTo(Verdict.UNDERSAMPLED);
    refused(() -> UsableInformation.ofNumbers(filled(40, 1), loss), "row 3 is infinite");
    refused(() -> UsableInformation.ofNumbers(filled(40, 1), filled(40, 0)), "constant");
  }

  @Test
  void aStatisticThatNeverChangesHasAPValueOfOne() {
    assertThat(PermutationTest.withDefaults().free(N, order -> 3).pValue()).isEqualTo(1);
    assertThat(PermutationTest.withDefaults().within(ONE_CLASS, order -> 3).pValue()).isEqualTo(1);
    Extrapolation flat = Extrapolation.of(16, 0, rows -> 3);
    assertThat(flat.extrapolated()).isEqualTo(3);
    assertThat(flat.linear()).isTrue();
    Estimate none =
        Consistency.of(1, 8, 1, 0, rows -> Double.NaN).judgeWith(0.001, 8, "any", "none");
    assertThat(none.verdict()).isEqualTo(Verdict.UNDERSAMPLED);
    assertThat(Ceiling.mostAccuracy(-1, Math.log(2), 2)).isCloseTo(0.5, within(1e-9));
    assertThat(Ceiling.mostAccuracy(9, Math.log(2), 2)).isCloseTo(1, within(1e-9));
    assertThat(Ceiling.leastAccuracy(9, Math.log(2), 2)).isEqualTo(1);
  }

  private List<ForwardSelection.Step> select(List<Labels> columns) {
    return ForwardSelection.withDefaults().select(columns, classes, Criterion.CMIM);
  }

  private static void refused(ThrowingCallable call, String words) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }

  private static double[] filled(int n, double value) {
    double[] values = new double[n];
    Arrays.fill(values, value);
    return values;
  }

  private static int[] filledCounts(int n, int value) {
    int[] values = new int[n];
    Arrays.fill(values, value);
    return values;
  }

  private static int[] first(int n) {
    int[] rows = new int[n];
    Arrays.setAll(rows, i -> i);
    return rows;
  }

  private static Labels rare(int n, int positives) {
    int[] labels = new int[n];
    for (int i = 0; i < positives; i++) {
      labels[i * n / (positives + 1)] = 1;
    }
    return Labels.of(labels);
  }

  private Samples normal(int n, int d) {
    double[][] columns = new double[d][n];
    Arrays.stream(columns).forEach(c -> Arrays.setAll(c, i -> random.nextGaussian()));
    return Samples.of(columns);
  }

  private Samples integers(int n, int states) {
    return Samples.of(random.ints(n, 0, states).asDoubleStream().toArray());
  }

  private static Samples scaled(Samples samples, double scale) {
    return Samples.of(
        Arrays.stream(samples.columns())
            .map(c -> Arrays.stream(c).map(v -> v * scale).toArray())
            .toArray(double[][]::new));
  }
}
