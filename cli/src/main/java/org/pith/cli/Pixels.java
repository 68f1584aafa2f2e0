package org.pith.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.pith.data.Column;
import org.pith.data.ImageShape;
import org.pith.data.Images;
import org.pith.data.Table;

/** Images as columns, one for each pixel: {@code p<row>_<column>}, colours before it as {@code c<channel>_}. */
final class Pixels {

  private Pixels() {}

  /** The table with its images' pixels as numeric columns before the others; without images the table itself. */
  static Table asColumns(Table table) {
    if (table.images().isEmpty()) {
      return table;
    }
    Images images = table.images().get();
    List<Column> columns = new ArrayList<>();
    for (int pixel = 0; pixel < images.shape().elements(); pixel++) {
      columns.add(new Column.Numeric(name(images.shape(), pixel), values(images, pixel)));
    }
    columns.addAll(table.columns());
    return Table.of(table.source(), columns);
  }

  /** The table with these columns alone, in this order, those of its images' pixels among them. */
  static Table keep(Table table, List<String> names) {
    return Table.of(table.source(), names.stream().map(name -> column(table, name)).toList());
  }

  /**
   * The column of that name, a pixel's too.
   *
   * @throws org.pith.data.DataException if there is none
   */
  static Column column(Table table, String name) {
    return table
        .images()
        .flatMap(
            images ->
                IntStream.range(0, images.shape().elements())
                    .filter(pixel -> name(images.shape(), pixel).equals(name))
                    .mapToObj(pixel -> (Column) new Column.Numeric(name, values(images, pixel)))
                    .findFirst())
        .orElseGet(() -> table.column(name));
  }

  static String name(ImageShape shape, int pixel) {
    int area = shape.height() * shape.width();
    String place = "p%d_%d".formatted(pixel % area / shape.width(), pixel % shape.width());
    return shape.channels() == 1 ? place : "c%d_%s".formatted(pixel / area, place);
  }

  private static double[] values(Images images, int pixel) {
    double[] values = new double[images.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] = images.pixel(row, pixel);
    }
    return values;
  }
}
