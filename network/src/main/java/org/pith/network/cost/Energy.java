package org.pith.network.cost;

/**
 * Estimated energy of arithmetic and memory in single precision, by the figures for a 45 nm process at 0.9 V: a product 3.7 pJ, a sum
 * 0.9 pJ, a number of 32 bits from or to a small memory on the chip 5 pJ (half of what 64 bits of an 8 KiB cache take).
 * Each trained number is read once for a row, each activation written once and read once. It orders networks on one device; it is not a
 * wattmeter: numbers that do not fit on the chip cost over a hundred times as much, and what waits or decodes is not in it.
 *
 * <p>Source: M. Horowitz, "Computing's energy problem (and what we can do about it)", ISSCC 2014, doi:10.1109/ISSCC.2014.6757323.
 */
public final class Energy {

  /** Of a product and a sum. */
  private static final double MAC = 3.7 + 0.9;

  /** Of a number that is read or written. */
  private static final double WORD = 5;

  private Energy() {}

  /**
   * In picojoules.
   *
   * @param macs multiply-accumulates
   * @param words numbers that are read or written
   */
  public static double picojoules(long macs, long words) {
    return MAC * macs + WORD * words;
  }
}
