package org.pith.network.onnx;

/**
 * The positions {@code start, start + step, ...}, {@code count} of them, that a slice takes from an axis.
 *
 * @param step not 0
 */
record Range(int start, int step, int count) {

  /**
   * What the numbers of an ONNX Slice mean: negative ones count from the end, those beyond the ends stop there.
   *
   * @throws ArithmeticException for a step of 0
   */
  static Range of(long start, long end, long step, int dim) {
    if (step == 0) {
      throw new ArithmeticException("a slice cannot have steps of 0");
    }
    long lowest = step > 0 ? 0 : -1;
    long highest = step > 0 ? dim : dim - 1L;
    long from = Math.clamp(fromStart(start, dim), step > 0 ? 0 : -1, highest);
    long to = Math.clamp(fromStart(end, dim), lowest, highest);
    long span = step > 0 ? to - from : from - to;
    long stride = step == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(step);
    int count = span <= 0 ? 0 : (int) ((span - 1) / stride + 1);
    return new Range((int) Math.max(from, 0), (int) Math.clamp(step, -dim - 1L, dim + 1L), count);
  }

  private static long fromStart(long position, int dim) {
    return position < 0 ? Math.max(position, -(1L << 40)) + dim : position;
  }

  boolean isContiguous() {
    return step == 1 || count == 1;
  }
}
