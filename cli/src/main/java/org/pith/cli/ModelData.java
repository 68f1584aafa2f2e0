package org.pith.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pith.data.Dataset;
import org.pith.data.Table;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.prune.inspect.Rows;
import org.pith.train.Target;
import org.pith.train.encode.Feeding;
import org.pith.train.encode.RawInput;
import org.pith.train.encode.Scaling;

/**
 * Data as a given model takes them.
 *
 * @param loaded as they were read and divided
 * @param development rows to fit decoders on, in random order
 * @param test rows to judge at
 * @param columns names of what the single input's places hold; empty for pixels
 * @param classes in the order of the model's outputs; empty for a numeric target
 * @param own whether Pith wrote the model, which then says what it takes
 */
record ModelData(
    LoadedData loaded,
    Rows development,
    Rows test,
    List<String> columns,
    List<String> classes,
    boolean own) {

  /**
   * Reads data for a model.
   *
   * @param scaling that the user asked for
   * @param most rows to keep of the development rows, at most; half as many of the test rows
   */
  static ModelData load(
      Path file, Network model, CommonOptions options, Optional<Scaling.Kind> scaling, int most) {
    LoadedData loaded = LoadedData.forModel(file, options, model);
    Dataset development = sample(loaded.development(), options.seed, most);
    Dataset test = sample(loaded.test(), options.seed, most / 2);
    if (development.rows() < 50 || test.rows() < 30) {
      throw new InputException(
          "%s leaves %d rows for decoders and %d to judge them; 50 and 30 are needed."
              .formatted(file, development.rows(), test.rows()));
    }
    Classes classes = Classes.of(development, model, widths(model));
    Table features = development.features();
    Feeding feeding =
        scaling
            .map(kind -> Feeding.of(model, features, kind))
            .orElseGet(() -> Feeding.candidates(model, features).getFirst());
    Words words = Words.of(model, feeding);
    words.requireKnown(features);
    words.requireKnown(test.features());
    return new ModelData(
        loaded,
        rows(development, feeding, classes),
        rows(test, feeding, classes),
        feeding.own().map(ModelData::columns).orElse(feeding.takes().numbers()),
        classes.names(),
        feeding.own().isPresent());
  }

  private static Dataset sample(Dataset rows, long seed, int most) {
    return rows.select(DrawnRows.shuffled(rows.rows(), most, seed));
  }

  private static List<Integer> widths(Network model) {
    return model.outputs().stream()
        .filter(p -> p.type() == ElementType.FLOAT && p.shape().isBatched())
        .map(p -> (int) p.shape().elements())
        .filter(k -> k > 1)
        .toList();
  }

  private static Rows rows(Dataset rows, Feeding feeding, Classes classes) {
    return new Rows(feeding.rows(rows.features()), target(rows, classes));
  }

  private static Target target(Dataset rows, Classes classes) {
    if (!classes.names().isEmpty()) {
      return classes.labels(rows);
    }
    double[] numbers = rows.numbers();
    float[] values = new float[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) numbers[i];
    }
    return new Target.Numbers(values);
  }

  private static List<String> columns(RawInput own) {
    return own.categories().isEmpty() ? own.numbers() : List.of();
  }

  /** The column that the model is to say. */
  String target() {
    return loaded.development().target().name();
  }

  boolean isClassification() {
    return !classes.isEmpty();
  }
}
