package org.pith.measure.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pith.measure.Labels;
import org.pith.measure.discrete.DiscreteInformation;
import org.pith.measure.select.Redundancy.Repeated;

class RedundancyTest {

  private static final int N = 4_000;
  private static final int[] ALL = {0, 1, 2, 3};

  private final Random random = new Random(1);
  private final int[] a = random.ints(N, 0, 3).toArray();
  private final int[] b = random.ints(N, 0, 2).toArray();

  /** a, b, a copy of a under other names, and chance; the target is the pair (a, b). */
  private final List<Labels> columns =
      List.of(
          Labels.of(a),
          Labels.of(b),
          Labels.of(java.util.Arrays.stream(a).map(v -> 10 - v).toArray()),
          Labels.of(random.ints(N, 0, 4).toArray()));

  private final Labels target = columns.get(0).join(columns.get(1));

  @Test
  void equalsTheSameQuantitiesFromJointEntropies() {
    Redundancy redundancy = Redundancy.of(columns, target, ALL, 1);
    DiscreteInformation counts = DiscreteInformation.withDefaults();
    for (int i = 0; i < 4; i++) {
      double most = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < 4; j++) {
        Labels x = columns.get(i);
        Labels z = columns.get(j);
        assertThat(redundancy.shared(i, j))
            .isCloseTo(counts.mutualInformation(x, z).value(), within(1e-12));
        if (i != j) {
          most =
              Math.max(
                  most,
                  counts.mutualInformation(x, target).value()
                      - counts.conditionalMutualInformation(x, target, z).value());
        }
      }
      assertThat(redundancy.repeated(i).nats()).isCloseTo(most, within(1e-12));
    }
  }

  @Test
  void aCopyRepeatsAllAndAnIndependentColumnNothing() {
    Redundancy redundancy = Redundancy.of(columns, target, ALL, 1);
    double alone =
        DiscreteInformation.withDefaults().mutualInformation(columns.get(0), target).value();
    assertThat(redundancy.repeated(0).peer()).isEqualTo(2);
    assertThat(redundancy.repeated(2).peer()).isZero();
    assertThat(redundancy.repeated(0).nats()).isCloseTo(alone, within(1e-12));
    // The leading bias is gone; what is left is of the order of the cells over n, 24 / 4,000.
    assertThat(redundancy.repeated(1).nats()).isCloseTo(0, within(0.006));
    assertThat(redundancy.repeated(3).nats()).isCloseTo(0, within(0.006));
  }

  @Test
  void synergyIsNegative() {
    int[] xor = new int[N];
    for (int i = 0; i < N; i++) {
      xor[i] = a[i] % 2 ^ b[i];
    }
    List<Labels> pair =
        List.of(Labels.of(java.util.Arrays.stream(a).map(v -> v % 2).toArray()), Labels.of(b));
    Repeated repeated = Redundancy.of(pair, Labels.of(xor), new int[] {0, 1}, 1).repeated(0);
    assertThat(repeated.nats()).isLessThan(-0.6);
  }

  @Test
  void doesNotDependOnThreadsAndTakesFewPeers() {
    Redundancy one = Redundancy.of(columns, target, ALL, 1);
    Redundancy two = Redundancy.of(columns, target, ALL, 2);
    for (int i = 0; i < 4; i++) {
      assertThat(two.repeated(i)).isEqualTo(one.repeated(i));
    }
    Redundancy alone = Redundancy.of(columns.subList(0, 1), target, new int[] {0}, 1);
    assertThat(alone.repeated(0)).isEqualTo(new Repeated(0, -1));
  }
}
