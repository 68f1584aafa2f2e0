package org.pith.data;

import java.util.Arrays;

/**
 * Images of one size, one per row: N x C x H x W pixels of 0 to 255, row-major, each an unsigned
 * byte. Immutable; the array is shared, not copied.
 *
 * @param shape the size of each image
 * @param pixels N times {@link ImageShape#elements} unsigned bytes
 */
public record Images(ImageShape shape, byte[] pixels) {

  /** Checks that the pixels are whole images. */
  public Images {
    if (pixels.length % shape.elements() != 0) {
      throw new IllegalArgumentException(
          "%d pixels are not whole images of %s.".formatted(pixels.length, shape));
    }
  }

  /** N, the number of images. */
  public int rows() {
    return pixels.length / shape.elements();
  }

  /** Pixel {@code index} (channel, then row, then column) of image {@code row}, 0 to 255. */
  public int pixel(int row, int index) {
    return Byte.toUnsignedInt(pixels[row * shape.elements() + index]);
  }

  /** The images of {@code rows}, in that order. */
  public Images select(int[] rows) {
    int size = shape.elements();
    byte[] selected = new byte[rows.length * size];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(pixels, rows[i] * size, selected, i * size, size);
    }
    return new Images(shape, selected);
  }

  /** Compares the pixels. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Images that
        && shape.equals(that.shape)
        && Arrays.equals(pixels, that.pixels);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(pixels);
  }

  /** For example {@code 60000 images of 1x28x28}. */
  @Override
  public String toString() {
    return rows() + " images of " + shape;
  }
}
