package org.pith.network.onnx;

import java.util.List;
import java.util.Optional;
import org.pith.network.Shape;

/**
 * An Einstein sum of two tensors that is one product of matrices, as in attention ({@code bhqd,bhkd->bhqk}): one letter is summed
 * over, each factor has one letter of its own, and all others are in both factors and in the result. Letters in both lead.
 *
 * @param first order of the dimensions of the first factor, to [shared, own, summed]
 * @param second order of those of the second, to [shared, summed, own]
 * @param result order that brings [shared, own of the first, own of the second] to what is asked
 */
record Einsum(List<Integer> first, List<Integer> second, List<Integer> result) {

  /** The product; empty where the equation says something else, or leaves the result to be guessed. */
  static Optional<Einsum> of(String equation, Optional<Shape> first, Optional<Shape> second) {
    String[] sides = equation.replace(" ", "").split("->", -1);
    String[] factors = sides[0].split(",", -1);
    boolean plain =
        sides.length == 2
            && factors.length == 2
            && List.of(factors[0], factors[1], sides[1]).stream().allMatch(Einsum::isPlain);
    return plain
            && first.filter(s -> s.rank() == factors[0].length()).isPresent()
            && second.filter(s -> s.rank() == factors[1].length()).isPresent()
        ? of(factors[0], factors[1], sides[1])
        : Optional.empty();
  }

  private static boolean isPlain(String letters) {
    return letters.chars().allMatch(Character::isLetter)
        && letters.chars().distinct().count() == letters.length();
  }

  private static Optional<Einsum> of(String a, String b, String result) {
    String shared = letters(a, l -> has(b, l) && has(result, l));
    String summed = letters(a, l -> has(b, l) && !has(result, l));
    String ownA = letters(a, l -> !has(b, l));
    String ownB = letters(b, l -> !has(a, l));
    String product = shared + ownA + ownB;
    boolean matrices =
        summed.length() == 1
            && ownA.length() == 1
            && ownB.length() == 1
            && product.length() == result.length()
            && product.chars().allMatch(l -> has(result, (char) l));
    return matrices
        ? Optional.of(
            new Einsum(
                places(shared + ownA + summed, a),
                places(shared + summed + ownB, b),
                places(result, product)))
        : Optional.empty();
  }

  private interface Letters {
    boolean hold(char letter);
  }

  private static String letters(String from, Letters kept) {
    StringBuilder letters = new StringBuilder();
    for (char letter : from.toCharArray()) {
      if (kept.hold(letter)) {
        letters.append(letter);
      }
    }
    return letters.toString();
  }

  private static boolean has(String letters, char letter) {
    return letters.indexOf(letter) >= 0;
  }

  private static List<Integer> places(String letters, String among) {
    return letters.chars().map(among::indexOf).boxed().toList();
  }
}
