package org.pith.measure.divergence;

import java.util.Arrays;
import org.pith.measure.Labels;
import org.pith.measure.discrete.CountEntropy;

/**
 * A quick test whether functions {@code X_1, …, X_m} of X can give X back. In Shannon's lattice of
 * information, with the distance {@code D(A,B) = H(A|B) + H(B|A)} and Rajski's {@code d = D /
 * H(A,B)}, perfect reconstruction needs {@code Σ D(X, X_i) ≤ (m − 1) H(X)} and {@code Σ d(X, X_i) ≤
 * m − 1}. Both are necessary and not sufficient: passing proves nothing.
 *
 * <p>The X_i must be functions of X, or they are refused by number. Entropies are plug-in values of
 * the rows, so the test is about the rows given; a tolerance of {@code 1e-9 · H(X)} keeps rounding
 * from refusing equality. Cost: n a function.
 *
 * <p>Reference: Delsol, Rioul, Béguinot, Rabiet, Souloumiac (2024), doi:10.3390/e26010086.
 *
 * @param distances {@code Σ D(X, X_i)} in nats
 * @param limit {@code (m − 1) H(X)} in nats
 * @param rajski {@code Σ d(X, X_i)}
 * @param rajskiLimit {@code m − 1}
 */
public record Reconstruction(double distances, double limit, double rajski, double rajskiLimit) {

  /**
   * Tests functions of {@code x}.
   *
   * @throws IllegalArgumentException if there is none, or one is no function of {@code x}
   */
  public static Reconstruction of(Labels x, Labels... functions) {
    if (functions.length == 0) {
      throw new IllegalArgumentException(
          "At least one function of X is needed. Maybe the list of columns is empty.");
    }
    for (int i = 0; i < functions.length; i++) {
      if (x.join(functions[i]).states() != x.states()) {
        throw new IllegalArgumentException(
            "Variable %d is not a function of X: one state of X has several of its states. Maybe it has noise of its own."
                .formatted(i));
      }
    }
    LabelDistance[] to =
        Arrays.stream(functions)
            .map(f -> LabelDistance.between(x, f))
            .toArray(LabelDistance[]::new);
    int others = functions.length - 1;
    return new Reconstruction(
        Arrays.stream(to).mapToDouble(LabelDistance::variationOfInformation).sum(),
        others * CountEntropy.PLUG_IN.nats(x.counts()),
        Arrays.stream(to).mapToDouble(LabelDistance::rajski).sum(),
        others);
  }

  /** False if X cannot be reconstructed from the functions; true says only that it may be. */
  public boolean possible() {
    return distances <= limit + 1e-9 * Math.max(limit, distances) && rajski <= rajskiLimit + 1e-9;
  }
}
