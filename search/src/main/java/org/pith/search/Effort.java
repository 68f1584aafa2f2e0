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

  private static final double MOST_WORK = 1.5e12;

  private static final double MOST_WORK_LARGE = 4e12;

  /** Checks the counts. */
  public Effort {
    if (drawn < 1 || finalists < 1 || screeningRows < 1 || screeningEpochs < 1 || finalEpochs < 1) {
      throw new IllegalArgumentException(
          "A search needs at least one candidate, finalist, row and epoch, not %d, %d, %d, %d, %d."
              .formatted(drawn, finalists, screeningRows, screeningEpochs, finalEpochs));
    }
  }

  /**
   * The dearest row of a candidate that is proposed, as {@linkplain Footprint#work() work}, so that a search whose every candidate were as
   * dear took some minutes of two cores: three for tables and small sets of images, seven for large ones. Without it a limit on
   * parameters alone, or a generous one on time, would allow hundreds of channels over whole images.
   */
  public double dearestRow(Problem problem) {
    int rows = problem.folds().getFirst().train().length;
    return (rows > LARGE ? MOST_WORK_LARGE : MOST_WORK) / rowVisits(problem);
  }

  /** How often a training step sees a row, all trainings of a search and of the pruning contest after it together. */
  private double rowVisits(Problem problem) {
    double rows = problem.folds().getFirst().train().length;
    double screening =
        (drawn + (double) generations * children)
            * Math.min(rows, screeningRows)
            * screeningEpochs
            * screeningFolds;
    int fits = finalists * problem.folds().size() + (refit ? 1 : 0) + 1;
    return screening + rows * finalEpochs * fits;
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
