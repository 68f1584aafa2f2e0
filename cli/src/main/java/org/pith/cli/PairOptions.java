package org.pith.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** Options of {@code measure --pair}. */
final class PairOptions {

  private static final int DEFAULT_K = 4;

  @Option(
      names = "--pair",
      arity = "2",
      paramLabel = "COLS",
      description = "How much two columns, or comma lists of columns, say about each other.")
  List<String> pair;

  @Option(
      names = "--given",
      paramLabel = "COLS",
      description = "With --pair: beyond what these columns already say.")
  String given;

  @Option(
      names = "--estimator",
      paramLabel = "NAME",
      description =
          "With --pair: ksg1 ksg2 cksg cksg2 ross mixture gaussian copula plugin miller-madow"
              + " grassberger chao-shen shrinkage renyi sliced. Default: the route that suits the data.")
  String estimator;

  @Option(
      names = "--k",
      paramLabel = "N",
      description =
          "With --pair: nearest neighbours of ksg1, ksg2, cksg, cksg2, ross, mixture. Default: 4.")
  Integer k;

  @Option(
      names = "--raw",
      description = "With --pair: no ranks, no scaling, no correction; the published formula.")
  boolean raw;

  int neighbours() {
    return k == null ? DEFAULT_K : k;
  }

  /**
   * Refuses what does not go together.
   *
   * @throws InputException with the options that conflict
   */
  void requireSense(CommonOptions common) {
    if (pair == null) {
      String stray =
          given != null
              ? "--given"
              : estimator != null ? "--estimator" : k != null ? "--k" : raw ? "--raw" : null;
      if (stray != null) {
        throw new InputException(
            "%s belongs to --pair A B. Maybe name the two columns.".formatted(stray));
      }
      return;
    }
    if (common.target != null) {
      throw new InputException(
          "--target and --pair exclude each other: the one asks every column about COL, the other two columns about each other.");
    }
    if (common.test != null) {
      throw new InputException("--test has no meaning for --pair, which learns nothing.");
    }
    if (pair.size() != 2) {
      throw new InputException("--pair takes two columns or comma lists, once.");
    }
    if (neighbours() < 1) {
      throw new InputException("--k (%d) must be at least 1. Maybe 4.".formatted(neighbours()));
    }
    if (raw && estimator == null) {
      throw new InputException(
          "--raw needs --estimator: the default route prepares the columns itself.");
    }
  }
}
