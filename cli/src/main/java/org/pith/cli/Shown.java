package org.pith.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.pith.measure.Estimate;
import org.pith.measure.Unit;
import org.pith.network.cost.Cost;
import org.pith.studio.report.Columns;
import org.pith.studio.report.Measured;

/** Estimates as the studio shows them: in bits. */
final class Shown {

  private Shown() {}

  /** With its interval, where it has one. */
  static Measured measured(Estimate e) {
    return Double.isFinite(e.low())
        ? new Measured(e.bits(), Unit.BITS.fromNats(e.low()), Unit.BITS.fromNats(e.high()))
        : Measured.exactly(e.bits());
  }

  /** A share as it was asked for, with no digit that nobody typed: 29 % is 0.29, and a hundred times that is not 29. */
  static String asked(double share) {
    BigDecimal percent = new BigDecimal(share, new MathContext(12)).movePointRight(2);
    return percent.stripTrailingZeros().toPlainString() + " %";
  }

  /**
   * Whether a network is seen to know more than the most it is compared with, in so many decimals of a bit. Test rows may give it more
   * than others knew of other rows: by noise, or by merit.
   */
  static boolean isMore(double bits, double most, int decimals) {
    double unit = Math.pow(10, decimals);
    return Math.rint(unit * bits) > Math.rint(unit * most);
  }

  /** Estimated energy of a row, three digits of it. */
  static String energy(Cost cost) {
    double nanojoules = cost.whole().picojoules() / 1_000;
    return nanojoules < 1_000
        ? String.format(Locale.ROOT, "%.3g nJ", nanojoules)
        : String.format(Locale.ROOT, "%,.4g µJ", nanojoules / 1_000);
  }

  /** What one column says. */
  static Columns.Column column(ColumnInformation column) {
    return new Columns.Column(
        column.column(),
        column.type(),
        measured(column.information()),
        column.information().verdict().name());
  }
}
