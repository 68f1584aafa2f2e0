package org.pith.cli;

import java.util.Comparator;
import java.util.List;
import org.pith.prune.inspect.Inventory;
import org.pith.prune.inspect.Inventory.LayerEntry;

/**
 * What a layer makes, as a place to tap: how much about the target a linear decoder reads there, and how long the description is that
 * it reads, of single-precision numbers.
 *
 * @param name of the layer
 * @param width its units or channels
 * @param numbers that it makes for a row, after what follows it
 * @param bits that a linear decoder reads about the target
 */
record Latent(String name, int width, long numbers, double bits) {

  private static final int BITS_A_NUMBER = 32;

  /** The layers of the network itself that could be read by a decoder that did not diverge, the most telling for its length first; of equals the earlier. */
  static List<Latent> ranked(Inventory inventory) {
    return inventory.own().stream()
        .filter(layer -> layer.after().isPresent())
        .map(Latent::of)
        .filter(latent -> Double.isFinite(latent.bits))
        .sorted(Comparator.comparingDouble(Latent::perBit).reversed())
        .toList();
  }

  private static Latent of(LayerEntry layer) {
    return new Latent(
        layer.span().name(),
        layer.span().width(),
        layer.span().numbers(),
        layer.after().orElseThrow().linear().bits());
  }

  /** Bits of the description of a row. */
  long length() {
    return BITS_A_NUMBER * numbers;
  }

  /** Usable bits for each bit of the description. */
  double perBit() {
    return bits / length();
  }

  /** Usable bits for each number. */
  double perNumber() {
    return bits / numbers;
  }
}
