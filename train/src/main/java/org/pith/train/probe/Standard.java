package org.pith.train.probe;

import org.pith.train.Target;

/**
 * How numbers to be told become numbers with mean 0 and deviation 1, so that their unit does not matter; classes stay.
 *
 * @param deviation 1 where they do not vary
 */
record Standard(double mean, double deviation) {

  /** Of the target of the rows that decoders are fitted on. */
  static Standard of(Target target) {
    if (!(target instanceof Target.Numbers numbers)) {
      return new Standard(0, 1);
    }
    float[] values = numbers.values();
    double mean = 0;
    for (float v : values) {
      mean += (double) v / values.length;
    }
    double variance = 0;
    for (float v : values) {
      variance += (v - mean) * (v - mean) / values.length;
    }
    return new Standard(mean, variance > 0 ? Math.sqrt(variance) : 1);
  }

  Target apply(Target target) {
    if (!(target instanceof Target.Numbers numbers)) {
      return target;
    }
    float[] standard = new float[numbers.rows()];
    for (int row = 0; row < standard.length; row++) {
      standard[row] = (float) ((numbers.values()[row] - mean) / deviation);
    }
    return new Target.Numbers(standard);
  }
}
