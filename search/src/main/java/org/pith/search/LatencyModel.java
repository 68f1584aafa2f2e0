package org.pith.search;

import java.util.ArrayList;
import java.util.List;
import org.pith.network.Network;
import org.pith.network.cost.Cost;

/**
 * Predicts the single-row latency of a model on this machine as {@code base + perNode * nodes + perMac * macs}, fitted to measured
 * models. A prediction lets widths be solved for a latency; candidates and what ships are measured.
 *
 * @param base microseconds of an empty model
 * @param perNode microseconds a node
 * @param perMac microseconds a multiply-accumulate
 */
public record LatencyModel(double base, double perNode, double perMac) {

  /** Predicts nothing. */
  public static final LatencyModel NONE = new LatencyModel(Double.NaN, 0, 0);

  /**
   * A measured model.
   *
   * @param model as it would ship
   * @param micros its median latency
   */
  public record Measured(Network model, double micros) {}

  /**
   * Least squares of the relative error over measured models; a coefficient that would be negative is zero.
   *
   * @param measured at least one
   */
  public static LatencyModel fit(List<Measured> measured) {
    List<double[]> rows = new ArrayList<>();
    for (Measured m : measured) {
      Cost cost = Cost.of(m.model());
      // Relative error: small models matter as much as large ones.
      rows.add(
          new double[] {
            1 / m.micros(), m.model().nodes().size() / m.micros(), cost.macs() / m.micros()
          });
    }
    double[] c = nonNegative(rows);
    return new LatencyModel(c[0], c[1], c[2]);
  }

  /** Coordinate descent on {@code |A c - 1|^2} with c at or above zero: three unknowns, a few dozen rows. */
  private static double[] nonNegative(List<double[]> rows) {
    double[] c = new double[3];
    for (int sweep = 0; sweep < 2000; sweep++) {
      for (int j = 0; j < c.length; j++) {
        double numerator = 0;
        double denominator = 0;
        for (double[] row : rows) {
          double rest = 1;
          for (int k = 0; k < c.length; k++) {
            rest -= k == j ? 0 : row[k] * c[k];
          }
          numerator += row[j] * rest;
          denominator += row[j] * row[j];
        }
        c[j] = denominator > 0 ? Math.max(0, numerator / denominator) : 0;
      }
    }
    return c;
  }

  /** The predicted median of one row in microseconds; NaN where nothing is predicted. */
  public double micros(Network model) {
    return Double.isNaN(base)
        ? Double.NaN
        : base + perNode * model.nodes().size() + perMac * Cost.of(model).macs();
  }
}
