package org.pith.studio.report;

import java.util.Objects;

/**
 * What the task is judged by besides information.
 *
 * @param name for example {@code "accuracy"} or {@code "RMSE"}
 * @param share whether it is a share of 1, to be shown in percent
 * @param higherIsBetter false for an error
 */
public record Quality(String name, boolean share, boolean higherIsBetter) {
  /** The share of rows that are classified correctly. */
  public static final Quality ACCURACY = new Quality("accuracy", true, true);

  /** Root mean squared error in the target's unit. */
  public static final Quality RMSE = new Quality("RMSE", false, false);

  /** Checks that the name is present. */
  public Quality {
    Objects.requireNonNull(name, "name");
  }
}
