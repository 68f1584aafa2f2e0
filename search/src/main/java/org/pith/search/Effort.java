package org.pith.search;

/**
 * How much a search tries. Counts only, never clock time: the same effort gives the same answer on any machine.
 *
 * @param drawn candidates drawn at random for the first rung
 * @param generations rounds of neighbours proposed from the front
 * @param children neighbours per round
 * @param screeningRows rows of a fold that the first rung learns from, at most
 * @param screeningEpochs epochs of the first rung
 * @param screeningFolds folds of the first rung, the first ones
 * @param finalists candidates that are trained in full
 * @param finalEpochs epochs of the full training
 * @param teachers networks in the ensemble that teaches the finalists; 0 for none
 * @param teacherEpochs epochs of their training
 * @param refit whether the chosen network is trained once more on all development rows
 */
public record Effort(
    int drawn,
    int generations,
    int children,
    int screeningRows,
    int screeningEpochs,
    int screeningFolds,
    int finalists,
    int finalEpochs,
    int teachers,
    int teacherEpochs,
    boolean refit) {

  /** With more images than this the first rung sees a part of them: an order of candidates needs no more. */
  private static final int LARGE = 20_000;

  /** The first rung judges small data by as many folds as take it to this many rows learned from: one fold of them says nothing. */
  private static final int ENOUGH_TO_JUDGE = 2_000;

  /** Checks the counts. */
  public Effort {
    if (drawn < 1 || finalists < 1 || screeningRows < 1 || screeningEpochs < 1 || finalEpochs < 1) {
      throw new IllegalArgumentException(
          "A search needs at least one candidate, finalist, row and epoch, not %d, %d, %d, %d, %d."
              .formatted(drawn, finalists, screeningRows, screeningEpochs, finalEpochs));
    }
  }

  /** How the first rung trains. */
  Rung.Depth screening() {
    return new Rung.Depth(screeningRows, screeningEpochs, screeningFolds);
  }

  /** How finalists train: on all rows of every fold. */
  Rung.Depth full(Problem problem) {
    return new Rung.Depth(problem.rows(), finalEpochs, problem.folds().size());
  }

  /**
   * The effort that suits a problem: about as many row visits as two cores manage in a minute or two for tables, in some minutes for
   * large images. It depends on the data alone.
   *
   * @param problem what is to be solved
   */
  public static Effort of(Problem problem) {
    int rows = problem.folds().getFirst().train().length;
    boolean image = problem.views().getFirst().rows().rowShape().rank() == 3;
    int epochs = RecipeSpace.fullEpochs(rows, image);
    if (!image) {
      int folds = Math.clamp(ENOUGH_TO_JUDGE / rows, 1, problem.folds().size());
      return new Effort(
          48, 2, 24, rows, Math.max(3, epochs / 4), folds, 8, epochs, 4, epochs, true);
    }
    boolean large = rows > LARGE;
    return large
        ? new Effort(24, 1, 12, LARGE, 1, 1, 3, epochs, 0, 0, false)
        : new Effort(24, 2, 12, rows, Math.max(4, epochs / 5), 1, 3, epochs, 2, epochs, true);
  }
}
