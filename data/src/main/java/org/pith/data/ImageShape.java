package org.pith.data;

/**
 * The size of an image.
 *
 * @param channels C: 1 for grey, 3 for red, green and blue
 * @param height H, in pixels
 * @param width W, in pixels
 */
public record ImageShape(int channels, int height, int width) {

  /** Checks that every side is positive. */
  public ImageShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "The image shape %dx%dx%d must be positive.".formatted(channels, height, width));
    }
  }

  /** The number of values of one image. */
  public int elements() {
    return channels * height * width;
  }

  /** For example {@code 1x28x28}. */
  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
