package org.pith.network.rewrite;

import java.util.Arrays;

/**
 * The channels of a tensor while coupling is being found: which axis they run along, and for each
 * position along it the slot that it shares with the positions it must be removed with.
 */
record Slots(int axis, int[] slots) {

  int size() {
    return slots.length;
  }

  Slots alongAxis(int changed) {
    return new Slots(changed, slots);
  }

  /** The first slot {@code times} over, then the next. */
  Slots repeatEach(int times) {
    int[] repeated = new int[slots.length * times];
    Arrays.setAll(repeated, i -> slots[i / times]);
    return new Slots(axis, repeated);
  }

  /** All slots, then all again, {@code times} over. */
  Slots tile(int times) {
    int[] tiled = new int[slots.length * times];
    Arrays.setAll(tiled, i -> slots[i % slots.length]);
    return new Slots(axis, tiled);
  }

  /** The slots at these positions. */
  Slots pick(int[] positions) {
    return new Slots(axis, Arrays.stream(positions).map(p -> slots[p]).toArray());
  }
}
