package org.pith.prune.regression;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pith.network.Network;
import org.pith.train.Examples;
import org.pith.train.Inference;

/**
 * Watches layers at work on examples and gathers the moments of what they read and make, in folds
 * of whole examples so that a fit can be judged on rows it has not seen.
 *
 * @param examples the rows to watch; in an order that does not matter to them (not sorted by
 *     target)
 * @param rows about how many regression rows to gather a layer at most; a convolution gives one row
 *     a position, of which each example then contributes a few drawn at random
 * @param folds how many folds, at least 1
 * @param seed of the positions drawn
 */
public record Observer(Examples examples, int rows, int folds, long seed) {
  private static final int CHUNK = 512;

  /** Checks the numbers. */
  public Observer {
    if (examples.rows() < folds || folds < 1 || rows < 1) {
      throw new IllegalArgumentException(
          "%d examples cannot be watched in %d folds of about %d rows together."
              .formatted(examples.rows(), folds, rows));
    }
  }

  /**
   * Moments of what layers read; without targets.
   *
   * @param network runs the examples
   * @param layers layers of it
   * @return for each layer, each of its blocks, and each fold
   */
  public Map<LinearLayer, List<List<Moments>>> readings(Network network, List<LinearLayer> layers) {
    Map<LinearLayer, List<List<Moments>>> gathered = new LinkedHashMap<>();
    layers.forEach(layer -> gathered.put(layer, empty(layer, 0)));
    List<String> inputs = layers.stream().map(layer -> layer.node().input(0)).distinct().toList();
    for (int start = 0; start < examples.rows(); start += CHUNK) {
      Map<String, float[]> values = Inference.tap(network, examples.rows(chunk(start)), inputs);
      for (LinearLayer layer : layers) {
        float[] input = values.get(layer.node().input(0));
        Regression.Rows rows = (e, p, block, row) -> layer.read(input, e, p, block, row);
        add(gathered.get(layer), layer, start, new double[layer.features()], rows);
      }
    }
    return gathered;
  }

  /**
   * Moments of what a layer reads in one network together with what the same layer makes in
   * another.
   *
   * @param reading runs {@code narrowed} for what is read
   * @param narrowed the examples as that network takes them
   * @param layer a layer of it
   * @param states which ones a recurrent layer reads
   * @param making runs the examples for the targets
   * @param kept the channels of the layer's output in {@code making} that it still has in {@code
   *     reading}, ascending
   * @return for each block of the layer, and each fold
   */
  public List<List<Moments>> pairs(
      Network reading,
      Examples narrowed,
      Regression layer,
      Regression.States states,
      Network making,
      int[] kept) {
    List<List<Moments>> gathered = empty(layer, layer.targets());
    double[] row = new double[layer.features() + layer.targets()];
    for (int start = 0; start < examples.rows(); start += CHUNK) {
      int[] chunk = chunk(start);
      Map<String, float[]> read = Inference.tap(reading, narrowed.rows(chunk), layer.reads());
      Map<String, float[]> made = Inference.tap(making, examples.rows(chunk), layer.makes());
      add(gathered, layer, start, row, layer.rows(read, states, making, made, kept));
    }
    return gathered;
  }

  private List<List<Moments>> empty(Regression layer, int targets) {
    return Stream.generate(
            () ->
                Stream.generate(() -> new Moments(layer.features(), targets)).limit(folds).toList())
        .limit(layer.blocks())
        .toList();
  }

  private int[] chunk(int start) {
    return IntStream.range(start, Math.min(start + CHUNK, examples.rows())).toArray();
  }

  private void add(
      List<List<Moments>> gathered,
      Regression layer,
      int start,
      double[] row,
      Regression.Rows rows) {
    int count = Math.min(CHUNK, examples.rows() - start);
    for (int e = 0; e < count; e++) {
      for (int position : positions(layer, start + e)) {
        for (int block = 0; block < layer.blocks(); block++) {
          rows.copy(e, position, block, row);
          gathered.get(block).get((start + e) % folds).add(row);
        }
      }
    }
  }

  private int[] positions(Regression layer, int example) {
    int wanted = Math.ceilDiv(rows, examples.rows());
    if (wanted >= layer.positions()) {
      return IntStream.range(0, layer.positions()).toArray();
    }
    SplittableRandom random = new SplittableRandom(31 * seed + example);
    return random.ints(0, layer.positions()).distinct().limit(wanted).toArray();
  }
}
