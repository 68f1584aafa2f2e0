package org.pith.cli;

import org.pith.measure.Estimate;
import org.pith.measure.Unit;
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

  /** What one column says. */
  static Columns.Column column(ColumnInformation column) {
    return new Columns.Column(
        column.column(),
        column.type(),
        measured(column.information()),
        column.information().verdict().name());
  }
}
