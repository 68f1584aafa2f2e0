package org.pith.network;

import java.util.Locale;

/**
 * What is known of a tensor before the network runs.
 *
 * @param type its element type
 * @param shape its dimensions
 */
public record TensorType(ElementType type, Shape shape) {

  /** For example {@code float[N,10]}. */
  @Override
  public String toString() {
    return type.toString().toLowerCase(Locale.ROOT) + shape;
  }
}
