package org.pith.train.probe;

import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.train.Target;

/**
 * The linear decoder of {@link Readout} as a layer that reads a tensor itself: {@code scores = W x + b}, its standardising and its
 * means over cells worked into W and b. Its scores of classes are as sure as the rows that stopped it bear out: of few rows a decoder
 * that is stopped early says less than it knows.
 *
 * @param weight [K,F], a row for each class or one for a number; F the values of a row
 * @param bias [K]
 */
public record LinearHead(Tensor.Floats weight, Tensor.Floats bias) {

  /**
   * Fits it.
   *
   * @param shape of one row's values, rows as the open first dimension
   * @param values row-major; the rows in random order, NaN where a value is missing
   * @param target of the rows; scores of a number are in its own unit
   * @param seed of the order of the rows
   * @throws IllegalArgumentException if the training diverges
   */
  public static LinearHead fit(Shape shape, float[] values, Target target, long seed) {
    Features features = Features.of(shape, values, target.rows());
    Standard standard = Standard.of(target);
    Decoder.Split split = Decoder.Split.of(features.examples(values, standard.apply(target)));
    Decoder decoder = Decoder.linear(split, seed);
    if (decoder.loss() == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "A linear decoder of %s diverges; its values are too large.".formatted(shape));
    }
    double unit = standard.deviation() / decoder.temperature(split);
    return of(features, unit, standard.mean(), decoder);
  }

  /** Scores of the decoder times a unit, from a mean on. */
  private static LinearHead of(Features features, double unit, double mean, Decoder decoder) {
    float[] slopes = decoder.weights();
    int width = features.width();
    int elements = features.cell().length;
    int outputs = decoder.biases().length;
    float[] weight = new float[outputs * elements];
    float[] bias = new float[outputs];
    for (int k = 0; k < outputs; k++) {
      double shift = decoder.biases()[k];
      for (int j = 0; j < width; j++) {
        shift -= slopes[k * width + j] * features.scale()[j] * features.mean()[j];
      }
      bias[k] = (float) (shift * unit + mean);
      for (int i = 0; i < elements; i++) {
        int j = features.cell()[i];
        double slope = slopes[k * width + j] * features.scale()[j] / features.parts()[j];
        weight[k * elements + i] = (float) (slope * unit);
      }
    }
    return new LinearHead(
        new Tensor.Floats(Shape.of(outputs, elements), weight),
        new Tensor.Floats(Shape.of(outputs), bias));
  }
}
