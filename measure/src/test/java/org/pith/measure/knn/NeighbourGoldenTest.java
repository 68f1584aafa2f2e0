package org.pith.measure.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.GoldenSets;
import org.pith.measure.GoldenSets.Pair;
import org.pith.measure.GoldenSets.Triple;
import org.pith.measure.Samples;
import org.pith.measure.internal.Neighbours.Search;
import org.pith.measure.knn.KozachenkoLeonenko.Norm;
import org.pith.measure.knn.Kraskov.Form;

/** Golden values of the neighbour estimators other than KSG mutual information. */
class NeighbourGoldenTest {
  private static final Kraskov KSG = Kraskov.withDefaults();

  @ParameterizedTest
  @CsvSource({
    "FIRST,1,0.2024733815770",
    "FIRST,4,0.1796488579017",
    "FIRST,10,0.1688741365540",
    "SECOND,1,0.6346277654214",
    "SECOND,4,0.2106967898982",
    "SECOND,10,0.1868723913165"
  })
  void conditional(Form form, int k, double expected) {
    Triple e = GoldenSets.e();
    Kraskov ksg = KSG.withForm(form).withK(k);
    assertThat(ksg.value(e.x(), e.y(), e.z())).isCloseTo(expected, within(1e-10));
    double brute = ksg.withSearch(Search.BRUTE_FORCE).value(e.x(), e.y(), e.z());
    assertThat(ksg.withSearch(Search.TREE).withThreads(2).value(e.x(), e.y(), e.z()))
        .isEqualTo(brute);
  }

  @Test
  void totalCorrelation() {
    Samples b = GoldenSets.b().x().join(GoldenSets.b().y());
    assertThat(KSG.totalCorrelation(b).value()).isCloseTo(0.6670609503626, within(1e-10));
    assertThat(KSG.withForm(Form.SECOND).totalCorrelation(b).value())
        .isCloseTo(0.7619368486804, within(1e-10));
    Samples a = GoldenSets.a().x().join(GoldenSets.a().y());
    assertThat(KSG.totalCorrelation(a).value()).isCloseTo(0.2547174596178, within(1e-10));
    assertThat(KSG.withForm(Form.SECOND).totalCorrelation(a).value())
        .isCloseTo(0.2582242301215, within(1e-10));
  }

  @ParameterizedTest
  @CsvSource({"1,0.1115114847887", "4,0.1705730957173", "10,0.1601460489822"})
  void transferEntropy(int k, double expected) {
    Pair v = GoldenSets.v();
    Estimate e = KSG.withK(k).transferEntropy(v.x(), v.y(), 1, 1);
    assertThat(e.value()).isCloseTo(expected, within(1e-10));
    assertThat(e.n()).isEqualTo(300);
  }

  @ParameterizedTest
  @CsvSource({
    "A,X,MAXIMUM,1,1.2028487599058",
    "A,X,MAXIMUM,3,1.5053128325408",
    "A,X,MAXIMUM,4,1.4622889618019",
    "A,X,EUCLIDEAN,1,1.2028487599058",
    "A,X,EUCLIDEAN,4,1.4622889618019",
    "A,XY,MAXIMUM,1,2.6351514424007",
    "A,XY,MAXIMUM,3,2.6996358795980",
    "A,XY,MAXIMUM,4,2.6565062918175",
    "A,XY,EUCLIDEAN,4,2.6599560711302",
    "B,X,MAXIMUM,1,2.6687895987918",
    "B,X,MAXIMUM,3,2.8102505657764",
    "B,X,MAXIMUM,4,2.8389820723507",
    "B,X,EUCLIDEAN,1,2.6262938193962",
    "B,X,EUCLIDEAN,4,2.8367784259953",
    "B,XY,MAXIMUM,1,5.9125820186866",
    "B,XY,MAXIMUM,3,6.0208758446279",
    "B,XY,MAXIMUM,4,6.0455951562941",
    "B,XY,EUCLIDEAN,4,5.9787429122215"
  })
  void differentialEntropy(String set, String columns, Norm norm, int k, double expected) {
    Pair pair = set.equals("A") ? GoldenSets.a() : GoldenSets.b();
    Samples data = columns.equals("X") ? pair.x() : pair.x().join(pair.y());
    KozachenkoLeonenko entropy = KozachenkoLeonenko.withDefaults().withNorm(norm).withK(k);
    assertThat(entropy.value(data)).isCloseTo(expected, within(1e-10));
  }

  @ParameterizedTest
  @CsvSource({"3,0.2235690013744", "5,0.2459195214454"})
  void mixedPair(int k, double expected) {
    Samples code = Samples.of(Arrays.stream(classOfM()).mapToDouble(c -> c).toArray());
    assertThat(MixedPair.withDefaults().withK(k).value(GoldenSets.m().x(), code))
        .isCloseTo(expected, within(1e-10));
  }

  /**
   * Set M's classes as the numbers 0, 1 and 2 that they were drawn as: they hold 70, 80 and 90
   * rows.
   */
  private static int[] classOfM() {
    int[] counts = GoldenSets.m().c().counts();
    return Arrays.stream(GoldenSets.m().c().codes()).map(c -> (counts[c] - 70) / 10).toArray();
  }

  @Test
  void mixedPairOfLabelsIsCloseToCounting() {
    Samples a = Samples.of(Arrays.stream(GoldenSets.q().a().codes()).asDoubleStream().toArray());
    Samples b = Samples.of(Arrays.stream(GoldenSets.q().b().codes()).asDoubleStream().toArray());
    // Rows at distance 0 turn the estimator into a plug-in with ψ for ln, which differ by 1/2c per
    // cell of c rows.
    assertThat(MixedPair.withDefaults().value(a, b)).isCloseTo(0.5462609065247, within(0.02));
  }

  @Test
  void entropyScalesWithTheUnitAndRefusesAtoms() {
    Samples a = GoldenSets.a().x();
    KozachenkoLeonenko euclid = KozachenkoLeonenko.withDefaults().withNorm(Norm.EUCLIDEAN);
    Samples huge = Samples.of(Arrays.stream(a.column(0)).map(v -> v * 0x1p900).toArray());
    assertThat(euclid.value(huge)).isCloseTo(euclid.value(a) + 900 * Math.log(2), within(1e-9));
    Estimate atoms = euclid.estimate(Samples.of(new double[100]));
    assertThat(atoms.value()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(atoms.verdict()).isEqualTo(Verdict.BIASED);
  }

  @Test
  void aChainIsConditionallyIndependent() {
    java.util.Random random = new java.util.Random(1);
    double[] x = new double[4000];
    double[] y = new double[4000];
    double[] z = new double[4000];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextGaussian();
      z[i] = x[i] + 0.5 * random.nextGaussian();
      y[i] = z[i] + 0.5 * random.nextGaussian();
    }
    Estimate e = KSG.estimate(Samples.of(x), Samples.of(y), Samples.of(z));
    assertThat(e.value()).isCloseTo(0, within(3 * e.standardError()));
  }

  @Test
  void lagsMustFit() {
    Pair v = GoldenSets.v();
    assertThatThrownBy(() -> KSG.transferEntropy(v.x(), v.y(), 0, 1))
        .hasMessageContaining("history of 0");
  }
}
