package org.pith.measure.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pith.measure.Estimate;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.knn.Ross;

class BrokenTiesTest {

  private static final int N = 6_000;

  private static double[] rounded(double shift, int[] classes) {
    Random random = new Random(4);
    double[] x = new double[classes.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.rint(1_000 * (shift * classes[i] + random.nextGaussian()));
    }
    return x;
  }

  private static int[] classes() {
    return new Random(8).ints(N, 0, 2).toArray();
  }

  /** About 2,500 different values among 6,000 rows: strict counts alone see information in the ties. */
  @Test
  void independentOfAClass() {
    int[] classes = classes();
    Samples x = Samples.of(rounded(0, classes));
    assertThat(Ross.withDefaults().value(x, Labels.of(classes))).isGreaterThan(0.05);
    Estimate e = MutualInformation.of(x, Labels.of(classes));
    assertThat(e.settings()).contains("ties=in random order");
    // Three standard errors of Ross's estimator at n = 6,000.
    assertThat(e.value()).isCloseTo(0, within(0.03));
  }

  /** Two unit normals one deviation apart on both sides: S25's truth, which rounding does not touch. */
  @Test
  void keepsWhatThereIs() {
    int[] classes = classes();
    Estimate e = MutualInformation.of(Samples.of(rounded(2, classes)), Labels.of(classes));
    assertThat(e.value()).isCloseTo(0.3368308203, within(0.03));
  }

  @Test
  void theSeedIsTheOnlyChance() {
    Samples x = Samples.of(rounded(0, classes()));
    assertThat(BrokenTies.of(x, 3).column(0)).isEqualTo(BrokenTies.of(x, 3).column(0));
    assertThat(BrokenTies.of(x, 3).column(0)).doesNotHaveDuplicates();
    assertThat(BrokenTies.of(x, 3).column(0)).isNotEqualTo(BrokenTies.of(x, 4).column(0));
  }
}
