package org.pith.measure.internal;

import java.util.Arrays;

/**
 * Codes distinct longs as 0, 1, 2, … in the order of their first appearance: an open-addressing
 * hash table.
 */
public final class LongDictionary {
  private long[] keys = new long[64];
  private int[] codes = new int[64];
  private int size;

  /** An empty dictionary. */
  public LongDictionary() {
    Arrays.fill(codes, -1);
  }

  /** The code of {@code key}, a new one if it was not seen before. */
  public int code(long key) {
    int slot = slot(key);
    if (codes[slot] < 0) {
      if (2 * size >= keys.length) {
        grow();
        slot = slot(key);
      }
      keys[slot] = key;
      codes[slot] = size++;
    }
    return codes[slot];
  }

  /** The number of distinct keys. */
  public int size() {
    return size;
  }

  private int slot(long key) {
    long h = key * 0x9E3779B97F4A7C15L;
    int mask = keys.length - 1;
    int slot = (int) (h ^ (h >>> 32)) & mask;
    while (codes[slot] >= 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldCodes = codes;
    keys = new long[2 * oldKeys.length];
    codes = new int[2 * oldKeys.length];
    Arrays.fill(codes, -1);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldCodes[i] >= 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        codes[slot] = oldCodes[i];
      }
    }
  }
}
