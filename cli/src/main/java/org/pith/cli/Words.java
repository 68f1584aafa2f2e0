package org.pith.cli;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.pith.data.Column;
import org.pith.data.Table;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Port;
import org.pith.train.encode.Feeding;

/**
 * The whole numbers that a model looks something up by, such as words.
 *
 * @param model its name
 * @param count how many it knows, from 0 on; empty where it looks nothing up
 */
record Words(String model, OptionalInt count) {

  /** Those that a model's input is looked up by. */
  static Words of(Network model, Feeding feeding) {
    Port input = feeding.input();
    boolean whole = input.type() == ElementType.INT32 || input.type() == ElementType.INT64;
    return new Words(
        model.name(),
        whole && !feeding.raw()
            ? model.consumers(input.name()).stream().flatMapToInt(n -> known(model, n)).min()
            : OptionalInt.empty());
  }

  private static IntStream known(Network model, Node reader) {
    return reader.operator() instanceof Operator.Gather(int axis)
            && model.isConstant(reader.input(0))
        ? IntStream.of(model.shape(reader.input(0)).dim(axis))
        : IntStream.empty();
  }

  /**
   * Refuses rows with a number that the model does not know; one below 0 counts from the end.
   *
   * @throws InputException naming it and its column
   */
  void requireKnown(Table rows) {
    for (Column column : rows.columns()) {
      if (count.isPresent() && column instanceof Column.Numbers numbers) {
        requireKnown(numbers, count.getAsInt());
      }
    }
  }

  private void requireKnown(Column.Numbers column, int words) {
    for (double value : column.values()) {
      if (value < -words || value >= words) {
        throw new InputException(
            "Column '%s' holds %.0f, but %s looks up whole numbers from 0 to %d."
                .formatted(column.name(), value, model, words - 1));
      }
    }
  }
}
