package org.pith.prune.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pith.measure.Estimate;
import org.pith.network.cost.Cost;
import org.pith.train.HeldOut;

/** {@link Inventory#accuracyFloor} on random tables of a binned feature against classes, whose best accuracy is known. */
class AccuracyFloorTest {

  @Test
  void isNeverAboveTheBestAccuracy() {
    Random random = new Random(1);
    for (int table = 0; table < 2_000; table++) {
      int bins = 1 + random.nextInt(6);
      int classes = 2 + random.nextInt(5);
      double[][] joint = new double[bins][classes];
      double sum = 0;
      for (double[] bin : joint) {
        for (int k = 0; k < classes; k++) {
          bin[k] = Math.pow(random.nextDouble(), 1 + random.nextInt(8));
          sum += bin[k];
        }
      }
      double best = 0;
      double conditional = 0;
      double entropy = 0;
      double[] margin = new double[classes];
      for (double[] bin : joint) {
        double weight = 0;
        double most = 0;
        for (int k = 0; k < classes; k++) {
          weight += bin[k] / sum;
          most = Math.max(most, bin[k] / sum);
          margin[k] += bin[k] / sum;
        }
        best += most;
        for (double cell : bin) {
          conditional -= cell / sum * Math.log(cell / sum / weight);
        }
      }
      for (double share : margin) {
        entropy -= share * Math.log(share);
      }
      double floor = inventory(entropy).accuracyFloor(nats(entropy - conditional)).getAsDouble();
      assertThat(floor).isLessThanOrEqualTo(best + 1e-12).isGreaterThan(0);
    }
  }

  @Test
  void isTheAccuracyOfAFairGuessAndOfCertainty() {
    double entropy = Math.log(4);
    assertThat(inventory(entropy).accuracyFloor(nats(0)).getAsDouble()).isEqualTo(0.25);
    assertThat(inventory(entropy).accuracyFloor(nats(entropy)).getAsDouble()).isEqualTo(1);
  }

  private static Estimate nats(double value) {
    return Estimate.normal(
        value, 0, 100, "counts", "none", Estimate.Verdict.TRUSTED, "known exactly");
  }

  private static Inventory inventory(double entropy) {
    return new Inventory(
        new Cost(0, 0, 0, 0, List.of()),
        OptionalDouble.of(entropy),
        new HeldOut(nats(0), 0, Double.NaN, 1, 0),
        nats(0),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Double.NaN,
        List.of(),
        Map.of(),
        List.of(),
        Optional.empty(),
        Map.of());
  }
}
