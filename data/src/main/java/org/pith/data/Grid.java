package org.pith.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Columns that are the pixels of a one-channel image, told by their names.
 *
 * @param shape the image's size
 * @param order for each pixel, row by row, the index of its column
 */
record Grid(ImageShape shape, int[] order) {

  private static final Pattern PIXEL = Pattern.compile("(.*?)(\\d{1,4})_(\\d{1,4})");

  /**
   * The grid that these columns fill, if they do: numeric, one prefix, each cell once, at least 2 x
   * 2.
   */
  static Optional<Grid> of(List<Column> columns) {
    if (columns.size() < 4) {
      return Optional.empty();
    }
    int[] rows = new int[columns.size()];
    int[] cols = new int[columns.size()];
    String prefix = null;
    for (int i = 0; i < columns.size(); i++) {
      Matcher pixel = PIXEL.matcher(columns.get(i).name());
      if (!(columns.get(i) instanceof Column.Numeric) || !pixel.matches()) {
        return Optional.empty();
      }
      if (prefix != null && !prefix.equals(pixel.group(1))) {
        return Optional.empty();
      }
      prefix = pixel.group(1);
      rows[i] = Integer.parseInt(pixel.group(2));
      cols[i] = Integer.parseInt(pixel.group(3));
    }
    return fill(rows, cols);
  }

  /** Rows and columns may count from 0 or from 1. */
  private static Optional<Grid> fill(int[] rows, int[] cols) {
    int top = Arrays.stream(rows).min().orElseThrow();
    int left = Arrays.stream(cols).min().orElseThrow();
    int height = Arrays.stream(rows).max().orElseThrow() - top + 1;
    int width = Arrays.stream(cols).max().orElseThrow() - left + 1;
    if (top > 1 || left > 1 || height < 2 || width < 2 || height * width != rows.length) {
      return Optional.empty();
    }
    int[] order = new int[rows.length];
    Arrays.fill(order, -1);
    for (int i = 0; i < rows.length; i++) {
      order[(rows[i] - top) * width + cols[i] - left] = i;
    }
    boolean complete = Arrays.stream(order).allMatch(index -> index >= 0);
    return complete
        ? Optional.of(new Grid(new ImageShape(1, height, width), order))
        : Optional.empty();
  }
}
