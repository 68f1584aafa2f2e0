package org.pith.prune.criterion;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.dense.row.MatrixFeatures_DDRM;

/**
 * Keeps the units that together tell the consumers most about what they compute. With T the units'
 * activations and Y the pre-activations of the layers that read them, unit j is worth, given the
 * units S that are kept already,
 *
 * <pre>  gain(j | S) = tr( C_j' V_j^-1 C_j ),   V_j = var(T_j | T_S),   C_j = cov(T_j, Y | T_S),
 * </pre>
 *
 * the variance of Y that T_j explains beyond T_S, as a share of all that the group explains. It is
 * the conditional information of the linear-Gaussian model: observed through noise of variance s2,
 * {@code I(T_j; Y + noise | T_S) = gain / (2 s2)} nats for s2 large beside the gain. A unit that
 * the kept ones already determine has gain zero, whatever it shares with the target on its own; so
 * redundancy is seen, and no sum of marginals is taken.
 *
 * <p>{@link #order} is the greedy order: each time the unit of largest gain (a pivoted Cholesky
 * factorisation of the units' covariance whose pivots look at the targets). {@link #keep} then
 * exchanges: the kept unit that would be missed least against the dropped one that would gain most,
 * while that improves the set.
 *
 * <p>A unit may be several features of a consumer (the positions of a channel that is flattened,
 * the taps of a kernel); they are judged as one block. What a consumer reads from other groups
 * counts as given. Several consumers count alike, each by the share of its own variance. Units that
 * nobody reads have gain zero, and so have those that are read for what the loss {@linkplain
 * Reading#of does not depend on}.
 *
 * <p>Cost: O(p^2 (p + t)) for p features and t targets of a consumer; exchanging adds the same
 * order.
 *
 * <p>Values that are no numbers, or infinite, have no variance: {@link #order} and {@link #keep} then throw an {@link
 * IllegalArgumentException} that names the group.
 *
 * @param shrinkage the variances are scaled up by one plus this, so that rounding does not decide
 *     among duplicates
 */
public record JointInformation(double shrinkage) implements Criterion {

  /** The usual shrinkage. */
  public static final JointInformation DEFAULT = new JointInformation(1e-6);

  private static final int CANDIDATES = 5;

  @Override
  public String name() {
    return "information";
  }

  @Override
  public int[] order(Evidence evidence) {
    int size = evidence.group().size();
    Needs needs = needs(evidence);
    BitSet left = new BitSet();
    left.set(0, size);
    int[] order = new int[size];
    for (int k = 0; k < size; k++) {
      order[k] = best(needs, left);
      needs.keep(order[k]);
      left.clear(order[k]);
    }
    return order;
  }

  private Needs needs(Evidence evidence) {
    for (Reading reading : evidence.readings()) {
      if (MatrixFeatures_DDRM.hasUncountable(reading.covariance())
          || MatrixFeatures_DDRM.hasUncountable(reading.weights())) {
        throw new IllegalArgumentException(
            "Group %s holds values that are no numbers, where %s reads it. Maybe weights are damaged, or a cell of the rows is missing."
                .formatted(evidence.group().name(), reading.layer()));
      }
    }
    return new Needs(evidence.readings(), evidence.group().size(), shrinkage);
  }

  private static int best(Needs needs, BitSet candidates) {
    int best = -1;
    double most = Double.NEGATIVE_INFINITY;
    for (int unit = candidates.nextSetBit(0); unit >= 0; unit = candidates.nextSetBit(unit + 1)) {
      double gain = needs.gain(unit);
      if (gain > most) {
        most = gain;
        best = unit;
      }
    }
    return best;
  }

  @Override
  public int[] keep(Evidence evidence, int[] order, int count) {
    int size = evidence.group().size();
    Needs needs = needs(evidence);
    BitSet kept = new BitSet();
    Arrays.stream(order).limit(count).forEach(kept::set);
    kept.stream().forEach(needs::keep);
    BitSet dropped = (BitSet) kept.clone();
    dropped.flip(0, size);
    for (int exchanges = 0; exchanges < 2 * count && !dropped.isEmpty(); exchanges++) {
      if (!exchange(needs, kept, dropped)) {
        break;
      }
    }
    return kept.stream().toArray();
  }

  /** The first improving exchange among the kept units that would be missed least. */
  private static boolean exchange(Needs needs, BitSet kept, BitSet dropped) {
    int[] least =
        kept.stream()
            .boxed()
            .map(unit -> new Priced(unit, needs.loss(unit)))
            .sorted(Comparator.comparingDouble(Priced::loss))
            .limit(CANDIDATES)
            .mapToInt(Priced::unit)
            .toArray();
    return IntStream.of(least).anyMatch(unit -> exchange(needs, kept, dropped, unit));
  }

  private static boolean exchange(Needs needs, BitSet kept, BitSet dropped, int unit) {
    double loss = needs.loss(unit);
    needs.drop(unit);
    int other = best(needs, dropped);
    if (needs.gain(other) <= loss * (1 + 1e-6) + 1e-12) {
      needs.keep(unit);
      return false;
    }
    needs.keep(other);
    kept.clear(unit);
    kept.set(other);
    dropped.clear(other);
    dropped.set(unit);
    return true;
  }

  private record Priced(int unit, double loss) {}
}
