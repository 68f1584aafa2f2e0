package org.pith.train.encode;

/** How numeric columns become features. Categories are one-hot in every style. */
public enum Style {
  /** Centred and scaled to unit deviation, clipped to the range seen. */
  STANDARD("standardised"),
  /**
   * {@code asinh} of the distance from the median in robust units: tames long tails, keeps zero.
   */
  LOGARITHMIC("logarithmic"),
  /** Rank mapped to a normal deviate, and four quantile pieces beside it. */
  GAUSS_AND_PIECES("normal scores and 4 pieces"),
  /** Up to sixteen quantile pieces (Gorishniy, Rubachev and Babenko 2022, arXiv:2203.05556). */
  PIECES("16 pieces"),
  /**
   * Rank mapped to a normal deviate, and thresholds where the classes' entropy falls by more than
   * the threshold costs to state (Fayyad and Irani 1993, IJCAI, pages 1022-1027). Classes only.
   */
  GAUSS_AND_STEPS("normal scores and thresholds");

  private final String words;

  Style(String words) {
    this.words = words;
  }

  /** In words. */
  public String words() {
    return words;
  }
}
