package org.pith.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
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
import org.pith.measure.knn.Kraskov;
import org.pith.measure.knn.Kraskov.Form;
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
import org.pith.measure.significance.Extrapolation;
import org.pith.measure.significance.PermutationTest;

/**
 * Odd shapes, ties, scales from 1e-300 to 1e300 and mixed kinds of columns, for every estimator: a
 * finite value, the infinity that its Javadoc names, or an argument refused in words.
 */
class EstimatorFuzzTest {

  /** A value, asked for with arguments that may be refused. */
  @FunctionalInterface
  private interface Answer {
    double value();
  }

  private static void finite(Answer... answers) {
    for (Answer answer : answers) {
      try {
        assertThat(answer.value()).isFinite();
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageMatching("(?s).{20,}");
      }
    }
  }

  private static double of(Estimate e) {
    assertThat(e.reason()).isNotBlank();
    assertThat(e.verdict()).isNotNull();
    return e.value();
  }

  @Property(tries = 80, seed = "4610378213093746211")
  void kernelsAndBins(
      @ForAll @IntRange(min = 1, max = 30) int n,
      @ForAll @IntRange(min = 1, max = 3) int d,
      @ForAll @IntRange(min = -300, max = 300) int exponent,
      @ForAll @IntRange(min = -300, max = 300) int widthExponent,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Samples x = draw(n, d, exponent, random);
    Samples y = draw(n, 1, -exponent, random);
    Labels c = labels(n, random);
    double width = Math.pow(10, random.nextBoolean() ? widthExponent : exponent);
    double alpha = new double[] {0.01, 0.5, 1.01, 2, 1e9}[random.nextInt(5)];
    MatrixRenyi renyi = MatrixRenyi.withDefaults().withWidth(width).withAlpha(alpha);
    DiffusionSpectrum spectrum = DiffusionSpectrum.withDefaults().withWidth(width).withTime(3);
    finite(
        () -> KernelDependence.linearCka(x, y),
        () -> KernelDependence.kernelCka(x, width, y, 1),
        () -> KernelDependence.hsic(x, width, y, 1),
        () -> KernelDependence.cauchySchwarz(x, width, y, 1),
        () -> KernelDependence.medianDistance(x),
        () -> renyi.value(x, y),
        () -> of(renyi.estimate(x, y)),
        () -> spectrum.entropy(x),
        () -> spectrum.information(x, c),
        () -> of(MixtureBound.withDefaults().ofInput(x)),
        () -> of(MixtureBound.withDefaults().withNoise(width).ofClass(x, c)),
        () -> PrincipalComponents.of(x).size(),
        () -> PrincipalComponents.of(x).scores(x, 1).value(n - 1, 0),
        () -> NormalScores.of(x).value(n - 1, 0),
        () -> Bins.equalCount(x, 1 + random.nextInt(9)).states(),
        () -> Bins.equalWidth(x, -width, width, 4).states());
  }

  @Property(tries = 120, seed = "-2251290893370187337")
  void gaussiansAndCopulas(
      @ForAll @IntRange(min = 1, max = 60) int n,
      @ForAll @IntRange(min = 1, max = 4) int d,
      @ForAll @IntRange(min = -300, max = 300) int exponent,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Samples x = draw(n, d, exponent, random);
    Samples y = draw(n, 1, -exponent, random);
    Samples z = draw(n, 1, 0, random);
    GaussianInformation plain = GaussianInformation.withDefaults();
    GaussianInformation shrunk = plain.withShrinkage();
    finite(
        () -> plain.value(x, y),
        () -> plain.value(x, y, z),
        () -> plain.totalCorrelation(x),
        () -> of(plain.estimate(x, y)),
        () -> shrunk.value(x, y, z),
        () -> of(shrunk.estimate(x, y)),
        () -> EllipticalCopula.gaussian(x, y).information(),
        () -> EllipticalCopula.gaussian(x, y).standardError(),
        () -> EllipticalCopula.best(x, y).information(),
        () -> EllipticalCopula.best(x, y).sample(3, seed).value(2, 0));
  }

  @Property(tries = 100, seed = "8263720931846620117")
  void neighbours(
      @ForAll @IntRange(min = 1, max = 60) int n,
      @ForAll @IntRange(min = 1, max = 3) int d,
      @ForAll @IntRange(min = -300, max = 300) int exponent,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Samples x = draw(n, d, exponent, random);
    Samples y = draw(n, 1, -exponent, random);
    Samples z = draw(n, 1, 0, random);
    Labels c = labels(n, random);
    for (Form form : Form.values()) {
      Kraskov ksg = Kraskov.withDefaults().withForm(form).withK(1 + random.nextInt(5));
      finite(
          () -> of(ksg.estimate(x, y)),
          () -> of(ksg.estimate(x, y, z)),
          () -> of(ksg.totalCorrelation(x.join(y))),
          () -> of(ksg.transferEntropy(y, z, 2, 1)));
    }
    finite(
        () -> of(MixedPair.withDefaults().estimate(x, y)),
        () -> of(Ross.withDefaults().estimate(x, c)),
        () -> of(MutualInformation.of(x, c)),
        () -> of(CompressedInformation.withDefaults().estimate(x, y)));
  }

  @Property(tries = 20, seed = "-7705291163120904418")
  void slices(
      @ForAll @IntRange(min = 78, max = 120) int n,
      @ForAll @IntRange(min = 1, max = 3) int d,
      @ForAll @IntRange(min = -300, max = 300) int exponent,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Samples x = draw(n, d, exponent, random);
    Samples y = draw(n, 2, -exponent, random);
    SlicedInformation sliced = SlicedInformation.withDefaults().withDirections(4);
    finite(
        () -> of(sliced.mean(x, y)),
        () -> of(sliced.maximum(x, y).information()),
        () -> of(CompressedInformation.withDefaults().withNoise(1e-300).estimate(x, y)));
  }

  /** Chi-squared alone may be infinite, where it exceeds the largest double. */
  @Property(tries = 400, seed = "1907732056418895043")
  void divergences(
      @ForAll @IntRange(min = 0, max = 6) int states,
      @ForAll @IntRange(min = -300, max = 300) int exponent,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] p = weights(states, exponent, random);
    double[] q = weights(states, -exponent, random);
    for (Divergence divergence : Divergence.values()) {
      finite(
          () -> divergence.between(p, p),
          () -> divergence.between(Divergence.smoothed(p, 0.5), Divergence.smoothed(q, 0.5)),
          () -> {
            double value = divergence.between(p, q);
            assertThat(value).isNotNaN().isGreaterThanOrEqualTo(-1e-12);
            return divergence == Divergence.CHI_SQUARED ? 0 : value;
          });
    }
    finite(
        () -> Divergence.wasserstein(p, q),
        () -> ClosedForm.dirichlet(p, q),
        () -> notNaN(ClosedForm.bernoulli(random.nextDouble(), random.nextInt(2))),
        () -> notNaN(Divergence.ofLogs(logs(p), logs(q))),
        () -> notNaN(normalDivergence(p, q)));
  }

  private static double normalDivergence(double[] p, double[] q) {
    double[][] a = new double[p.length][p.length];
    double[][] b = new double[p.length][p.length];
    for (int j = 0; j < p.length; j++) {
      a[j][j] = p[j];
      b[j][j] = q[j];
    }
    return ClosedForm.normal(p, a, q, b);
  }

  private static double notNaN(double value) {
    assertThat(value).isNotNaN();
    return 0;
  }

  private static double[] logs(double[] weights) {
    return Arrays.stream(weights).map(w -> w == 0 ? Double.NEGATIVE_INFINITY : w).toArray();
  }

  @Property(tries = 60, seed = "5521400978853316609")
  void counts(
      @ForAll @IntRange(min = 1, max = 60) int n,
      @ForAll @IntRange(min = 0, max = 100) int alphabetExponent,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Labels a = labels(n, random);
    Labels b = labels(n, random);
    Labels c = labels(n, random);
    int[] counts =
        IntStream.range(0, n).map(i -> random.nextInt(1 << random.nextInt(25))).toArray();
    double alphabet = Math.pow(10, alphabetExponent);
    for (CountEntropy entropy : CountEntropy.values()) {
      DiscreteInformation by = DiscreteInformation.with(entropy);
      finite(
          () -> entropy.nats(counts),
          () -> entropy.nats(counts, alphabet),
          () -> of(by.entropy(a, b)));
      if (entropy == CountEntropy.NSB) {
        continue; // An integral for every term of every quarter: slow, and no other path.
      }
      finite(
          () -> of(by.conditionalEntropy(a, b)),
          () -> of(by.mutualInformation(a, b)),
          () -> of(by.conditionalMutualInformation(a, b, c)),
          () -> of(by.totalCorrelation(a, b, c)),
          () -> of(by.interaction(a, b, c)),
          () -> of(by.transferEntropy(a, b, 1 + random.nextInt(3), 1)));
    }
    LabelDistance distance = LabelDistance.between(a, b);
    finite(
        () -> DiscreteInformation.likelihoodRatio(a, b).pValue(),
        () -> Arrays.stream(DiscreteInformation.localMutualInformation(a, b)).sum(),
        distance::rajski,
        distance::variationOfInformation,
        () -> Reconstruction.of(a.join(b), a, b).rajski());
    for (Normalization normalization : Normalization.values()) {
      finite(() -> distance.normalized(normalization));
    }
  }

  /** A label that is used of an event it is false of makes the value −∞. */
  @Property(tries = 200, seed = "-3308894512707713390")
  void semantics(
      @ForAll @IntRange(min = 1, max = 5) int events,
      @ForAll @IntRange(min = 1, max = 4) int labels,
      @ForAll @IntRange(min = -300, max = 300) int exponent,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] joint = new double[events][];
    Arrays.setAll(joint, e -> weights(labels, exponent, random));
    int[] start = random.ints(labels, 0, 2).toArray();
    double[][] other = new double[events][labels];
    Arrays.stream(other).forEach(row -> Arrays.setAll(row, j -> random.nextInt(3) / 2.0));
    finite(
        () -> SemanticInformation.of(joint, SemanticInformation.learnedTruth(joint)),
        () -> SemanticInformation.match(joint, start, 2).information(),
        () -> {
          double value = SemanticInformation.of(joint, other);
          assertThat(value).isNotNaN().isLessThan(Double.POSITIVE_INFINITY);
          return 0;
        });
  }

  @Property(tries = 60, seed = "2240936710985213387")
  void selections(
      @ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll @IntRange(min = 0, max = 4) int columns,
      @ForAll @IntRange(min = -300, max = 300) int exponent,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Labels target = labels(n, random);
    List<Labels> labels = IntStream.range(0, columns).mapToObj(j -> labels(n, random)).toList();
    for (Criterion criterion : Criterion.values()) {
      finite(
          () ->
              gains(
                  ForwardSelection.withDefaults().withAlpha(1).select(labels, target, criterion)));
    }
    Samples x = draw(n, columns + 1, exponent, random);
    Samples y = draw(n, 1, -exponent, random);
    finite(
        () -> gains(ForwardSelection.withDefaults().select(x, y, Kraskov.withDefaults())),
        () -> gains(LogDeterminantSelection.withDefaults().select(x, y)),
        () -> Redundancy.of(labels, target, new int[] {0}, 1).repeated(columns - 1).nats());
  }

  private static double gains(List<ForwardSelection.Step> steps) {
    return steps.stream().mapToDouble(ForwardSelection.Step::gain).sum();
  }

  /** An infinite residual, or a square beyond the largest double, makes usable information −∞. */
  @Property(tries = 200, seed = "7742088135664910723")
  void decodersAndTests(
      @ForAll @IntRange(min = 1, max = 60) int n,
      @ForAll @IntRange(min = -300, max = 300) int exponent,
      @ForAll @IntRange(min = 0, max = 5) int classes,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] a = draw(n, 1, exponent, random).column(0);
    double[] b = draw(n, 1, -exponent, random).column(0);
    Labels c = labels(n, random);
    double entropy = CountEntropy.PLUG_IN.nats(c.counts());
    finite(
        () -> notNaN(of(UsableInformation.ofNumbers(a, b))),
        () -> of(UsableInformation.ofNumbers(a, a)),
        () -> of(UsableInformation.ofClasses(a, c.codes(), shares(c))),
        () -> Ceiling.mostAccuracy(a[0], entropy, classes),
        () -> Ceiling.leastAccuracy(a[0], entropy, classes),
        () -> Extrapolation.of(n, seed, rows -> a[rows[0]]).extrapolated(),
        () ->
            PermutationTest.withDefaults()
                .withPermutations(9)
                .within(c, order -> a[order[0]] * Math.signum(b[0]))
                .pValue());
  }

  private static double[] shares(Labels c) {
    return Arrays.stream(c.counts()).mapToDouble(count -> (double) count / c.size()).toArray();
  }

  private static double[] weights(int states, int exponent, SplittableRandom random) {
    double[] weights = new double[states];
    double scale = Math.pow(10, exponent);
    int kind = random.nextInt(3);
    Arrays.setAll(
        weights,
        i ->
            switch (kind) {
              case 0 -> scale * random.nextDouble();
              case 1 -> random.nextInt(3);
              default -> random.nextBoolean() ? scale : 1;
            });
    return weights;
  }

  /** One class, few classes, a rare one, or an identifier. */
  private static Labels labels(int n, SplittableRandom random) {
    int kind = random.nextInt(4);
    return Labels.of(
        IntStream.range(0, n)
            .map(
                i ->
                    switch (kind) {
                      case 0 -> 0;
                      case 1 -> random.nextInt(3);
                      case 2 -> i == 0 ? 1 : 0;
                      default -> i;
                    })
            .toArray());
  }

  /** Columns of mixed kinds: continuous, few integers, censored, constant, or far apart. */
  private static Samples draw(int n, int d, int exponent, SplittableRandom random) {
    double scale = Math.pow(10, exponent);
    double[][] columns = new double[d][n];
    for (double[] column : columns) {
      int kind = random.nextInt(5);
      Arrays.setAll(
          column,
          i ->
              scale
                  * switch (kind) {
                    case 0 -> random.nextGaussian();
                    case 1 -> random.nextInt(4);
                    case 2 -> Math.max(0, random.nextGaussian());
                    case 3 -> 1;
                    default -> Math.pow(10, -random.nextInt(40));
                  });
    }
    return Samples.of(columns);
  }
}
