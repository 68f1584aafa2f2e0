package org.pith.cli;

/** Wilson's 95 % interval of a share (Wilson 1927, doi:10.1080/01621459.1927.10502953); honest near 0 and 1, where Wald's is not. */
final class Wilson {

  private static final double Z = 1.959964;

  private Wilson() {}

  /** Lower and upper end for a share of {@code n} rows. */
  static double[] interval(double share, int n) {
    double centre = (share + Z * Z / (2 * n)) / (1 + Z * Z / n);
    double half = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4.0 * n * n)) / (1 + Z * Z / n);
    return new double[] {Math.max(0, centre - half), Math.min(1, centre + half)};
  }
}
