package org.pith.prune.regression;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.train.Examples;
import org.pith.train.Gradients;

/**
 * How much the loss depends on what layers make: {@code E[(dL/dy)^2]} of each number y that a layer makes, over rows and positions,
 * the diagonal of the empirical Fisher information of the pre-activations (Theis et al. 2018, arXiv:1801.05787, prune by it).
 *
 * <p>Cost: one run forwards and backwards of at most {@value #MOST_ROWS} rows.
 */
public final class Sensitivity {

  private static final int MOST_ROWS = 2_048;

  /** Numbers of derivatives that are held at once, about. */
  private static final int MOST_NUMBERS = 1 << 24;

  private Sensitivity() {}

  /**
   * Measures layers.
   *
   * @param network with trained weights
   * @param examples rows with their targets, as the network takes them; the first ones are used
   * @param layers layers of it that its output depends on
   * @return for each layer and each of its blocks one number a target, at least 0; NaN where derivatives are no numbers
   */
  public static Map<LinearLayer, double[][]> of(
      Network network, Examples examples, List<LinearLayer> layers) {
    Map<LinearLayer, double[][]> squares = new LinkedHashMap<>();
    layers.forEach(layer -> squares.put(layer, new double[layer.blocks()][layer.targets()]));
    List<String> made = layers.stream().map(LinearLayer::made).distinct().toList();
    int rows = Math.min(MOST_ROWS, examples.rows());
    int chunk = chunk(network, made);
    for (int start = 0; start < rows && !layers.isEmpty(); start += chunk) {
      int[] part = IntStream.range(start, Math.min(start + chunk, rows)).toArray();
      Map<String, float[]> slopes = Gradients.of(network, examples.rows(part), made);
      squares.forEach(
          (layer, sums) -> add(layer, slopes.get(layer.made()), part.length, rows, sums));
    }
    return squares;
  }

  private static int chunk(Network network, List<String> made) {
    long numbers = made.stream().mapToLong(t -> network.shape(t).atBatch(1).elements()).sum();
    return (int) Math.clamp(MOST_NUMBERS / Math.max(1, numbers), 1, MOST_ROWS);
  }

  private static void add(
      LinearLayer layer, float[] slopes, int examples, int rows, double[][] sums) {
    double[] row = new double[layer.targets()];
    double share = 1.0 / rows / layer.positions();
    for (int e = 0; e < examples; e++) {
      for (int position = 0; position < layer.positions(); position++) {
        for (int block = 0; block < layer.blocks(); block++) {
          layer.made(slopes, e, position, block, row, 0);
          for (int t = 0; t < row.length; t++) {
            sums[block][t] += share * row[t] * row[t];
          }
        }
      }
    }
  }
}
