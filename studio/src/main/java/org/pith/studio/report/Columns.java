package org.pith.studio.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What single columns know about the target.
 *
 * @param columns in any order; the page sorts them
 * @param grid how they form a picture, where they are pixels; the columns are then in the order of
 *     its cells, row by row
 */
public record Columns(List<Column> columns, Optional<Grid> grid) {

  /**
   * One column.
   *
   * @param name as in the data
   * @param type for example {@code "numeric"}
   * @param bits usable information about the target
   * @param verdict how far the estimate is to be trusted, for example {@code "TRUSTED"}
   */
  public record Column(String name, String type, Measured bits, String verdict) {
    /** Checks that every part is present. */
    public Column {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(bits, "bits");
      Objects.requireNonNull(verdict, "verdict");
    }
  }

  /**
   * The picture that pixels form.
   *
   * @param height rows of pixels
   * @param width pixels in a row
   */
  public record Grid(int height, int width) {}

  /** Copies the columns and checks that they fill the picture. */
  public Columns {
    columns = List.copyOf(columns);
    int count = columns.size();
    grid.ifPresent(
        g -> {
          if (g.height * g.width != count) {
            throw new IllegalArgumentException(
                "A picture of %d by %d pixels needs as many columns, not %d."
                    .formatted(g.height, g.width, count));
          }
        });
  }
}
