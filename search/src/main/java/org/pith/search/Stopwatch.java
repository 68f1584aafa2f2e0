package org.pith.search;

import org.pith.network.Network;

/**
 * How long a model takes for a single row on this machine, in microseconds. Time depends on the structure and not on the weights, so
 * a candidate can be asked before it is trained.
 */
public interface Stopwatch {

  /** A guess by formula, for solving widths: fast, and monotone in every width. It may be wrong by a factor of two. */
  double predict(Network model);

  /** As the clock says. */
  double measure(Network model);

  /** Knows nothing (NaN): for budgets without a latency. */
  Stopwatch NONE =
      new Stopwatch() {
        @Override
        public double predict(Network model) {
          return Double.NaN;
        }

        @Override
        public double measure(Network model) {
          return Double.NaN;
        }
      };
}
