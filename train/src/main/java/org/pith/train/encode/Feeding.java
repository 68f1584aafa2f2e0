package org.pith.train.encode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pith.data.Column;
import org.pith.data.DataException;
import org.pith.data.Images;
import org.pith.data.Table;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Port;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * How the rows of a table are fed to a model. A model that Pith wrote says by name which columns it
 * takes, raw. Any other takes one float tensor, which the numeric columns fill in their order, or
 * the pixels row by row; how pixels are scaled is not written in a model, so it is a setting.
 *
 * @param input the model's one input; of a model of Pith's, its first
 * @param own what a model of Pith's takes
 * @param pixels how pixels are scaled for any other
 */
public record Feeding(Port input, Optional<RawInput> own, Pixels pixels) {

  /**
   * {@code (pixel - shift) / scale} with pixels from 0 to 255, one shift and scale a channel.
   *
   * @param name in words
   */
  public record Pixels(String name, List<Double> shift, List<Double> scale) {
    /** As they are, 0 to 255. */
    public static final Pixels RAW = new Pixels("0 to 255", List.of(0.0), List.of(1.0));

    /** 0 to 1. */
    public static final Pixels UNIT = new Pixels("0 to 1", List.of(0.0), List.of(255.0));

    /** -1 to 1. */
    public static final Pixels SIGNED = new Pixels("-1 to 1", List.of(127.5), List.of(127.5));

    /** Mean 0 and variance 1 in each channel of these images. */
    static Pixels standardised(Images images) {
      int channels = images.shape().channels();
      int plane = images.shape().elements() / channels;
      List<Double> means = new ArrayList<>();
      List<Double> deviations = new ArrayList<>();
      for (int c = 0; c < channels; c++) {
        double sum = 0;
        double squares = 0;
        for (int row = 0; row < images.rows(); row++) {
          for (int p = c * plane; p < (c + 1) * plane; p++) {
            double pixel = images.pixel(row, p);
            sum += pixel;
            squares += pixel * pixel;
          }
        }
        double n = (double) images.rows() * plane;
        means.add(sum / n);
        deviations.add(Math.max(1, Math.sqrt(squares / n - sum / n * (sum / n))));
      }
      return new Pixels("mean 0 and variance 1", means, deviations);
    }
  }

  /**
   * The ways in which a table may be meant to be fed: one, but for pixels to a model made elsewhere,
   * whose scale has to be found out.
   *
   * @param features the columns of the model's training data, or others of the same kind
   * @throws DataException if the model does not take such rows; the message says what it takes
   */
  public static List<Feeding> candidates(Network model, Table features) {
    Optional<RawInput> own = RawInput.of(model.metadata());
    if (own.isPresent()) {
      return List.of(new Feeding(model.inputs().getFirst(), own, Pixels.RAW));
    }
    Port input = soleInput(model);
    requireWidth(input, features, model.name());
    if (features.images().isEmpty()) {
      return List.of(new Feeding(input, own, Pixels.RAW));
    }
    return List.of(
        new Feeding(input, own, Pixels.UNIT),
        new Feeding(input, own, Pixels.RAW),
        new Feeding(input, own, Pixels.SIGNED),
        new Feeding(input, own, Pixels.standardised(features.images().get())));
  }

  private static Port soleInput(Network model) {
    if (model.inputs().size() != 1
        || model.inputs().getFirst().type() != ElementType.FLOAT
        || !model.inputs().getFirst().shape().isBatched()) {
      throw new DataException(
          "%s takes %s; one float tensor with rows as its first dimension can be fed."
              .formatted(model.name(), model.inputs()));
    }
    return model.inputs().getFirst();
  }

  private static void requireWidth(Port input, Table features, String model) {
    for (Column column : features.columns()) {
      if (!(column instanceof Column.Numbers)) {
        throw new DataException(
            "%s takes numbers, but column '%s' of %s is %s. Maybe drop it: --column %2$s=drop."
                .formatted(model, column.name(), features.source(), column.type().word()));
      }
    }
    long given = features.images().map(i -> i.shape().elements()).orElse(features.columns().size());
    if (input.shape().elements() != given) {
      throw new DataException(
          "%s takes %s, %,d numbers a row, but %s has %,d%s."
              .formatted(
                  model,
                  input,
                  input.shape().elements(),
                  features.source(),
                  given,
                  features.images().isPresent() ? " pixels" : " columns"));
    }
  }

  /**
   * What the model is fed for these rows, by input name.
   *
   * @throws DataException naming a column that is missing
   */
  public Map<String, Tensor> rows(Table features) {
    if (own.isPresent()) {
      return own.get().rows(own.get().of(features, "the model"));
    }
    int[] dims = input.shape().toArray();
    dims[0] = features.rows();
    Map<String, Tensor> rows = new LinkedHashMap<>();
    rows.put(
        input.name(),
        new Tensor.Floats(
            Shape.of(dims), features.images().map(this::pixels).orElseGet(() -> cells(features))));
    return rows;
  }

  private float[] pixels(Images images) {
    int elements = images.shape().elements();
    int plane = elements / images.shape().channels();
    float[] scaled = new float[images.rows() * elements];
    for (int row = 0; row < images.rows(); row++) {
      for (int p = 0; p < elements; p++) {
        int channel = p / plane % pixels.shift().size();
        scaled[row * elements + p] =
            (float)
                ((images.pixel(row, p) - pixels.shift().get(channel))
                    / pixels.scale().get(channel));
      }
    }
    return scaled;
  }

  private static float[] cells(Table features) {
    int width = features.columns().size();
    float[] cells = new float[features.rows() * width];
    for (int j = 0; j < width; j++) {
      double[] column = ((Column.Numbers) features.columns().get(j)).values();
      for (int i = 0; i < column.length; i++) {
        if (Double.isNaN(column[i])) {
          throw new DataException(
              "%s: column '%s' of row %d is empty, and the model was made elsewhere, so it cannot say what an empty cell means. Maybe fill it."
                  .formatted(features.source(), features.columns().get(j).name(), i + 1));
        }
        cells[i * width + j] = (float) column[i];
      }
    }
    return cells;
  }
}
