package org.pith.network;

import java.util.Objects;

/**
 * What a file says of a network beyond its graph. It goes along with every change of the network.
 *
 * @param precision how the file holds float numbers
 * @param rows what it calls the number of rows, such as {@code batch_size}
 */
public record Notation(Precision precision, String rows) {

  /** Single numbers, N rows. */
  public static final Notation USUAL = new Notation(Precision.SINGLE, "N");

  /** Checks that both are there. */
  public Notation {
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(rows, "rows");
  }

  /** This one in another precision. */
  public Notation with(Precision changed) {
    return new Notation(changed, rows);
  }
}
