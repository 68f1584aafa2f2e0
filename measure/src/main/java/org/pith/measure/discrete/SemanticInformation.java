package org.pith.measure.discrete;

import java.util.Arrays;

/**
 * Lu's semantic information, in nats: what labels tell about an event when each label j is heard
 * through a truth function {@code T(θ_j | x)} in [0, 1], the degree to which it is true of x. With
 * the logical probability {@code T(θ_j) = Σ_x p(x) T(θ_j | x)} a label conveys {@code I(x; θ_j) =
 * ln T(θ_j | x) / T(θ_j)}; the mean over the joint distribution is the semantic mutual information.
 * It equals Shannon's where {@code T(θ_j | x)} is proportional to {@code p(y_j | x)}, is below it
 * for any other truth functions, and is −∞ where a label is used of an event it is false of.
 *
 * <p>Rows are events x, columns labels j; distributions may be counts. Cost: events · labels.
 *
 * <p>Reference: Lu (2019), doi:10.3390/info10080261.
 */
public final class SemanticInformation {
  private SemanticInformation() {}

  /**
   * Semantic mutual information {@code Σ p(x, y_j) ln T(θ_j | x) / T(θ_j)}.
   *
   * @param joint {@code p(x, y_j)} or counts, not negative
   * @param truth {@code T(θ_j | x)} in [0, 1], of the same shape
   */
  public static double of(double[][] joint, double[][] truth) {
    double[][] p = shares(joint);
    requireTruth(truth, p);
    double[] logical = logicalProbabilities(rowSums(p), truth);
    double sum = 0;
    for (int x = 0; x < p.length; x++) {
      for (int j = 0; j < logical.length; j++) {
        sum += p[x][j] == 0 ? 0 : p[x][j] * conveyed(truth[x][j], logical[j]);
      }
    }
    return sum;
  }

  /**
   * The truth functions that a sample teaches: {@code p(y_j | x)} over its largest value, so that a
   * label is wholly true of the event that calls for it most. Labels that never occur are false.
   */
  public static double[][] learnedTruth(double[][] joint) {
    double[][] p = shares(joint);
    double[][] truth = new double[p.length][p[0].length];
    for (int j = 0; j < p[0].length; j++) {
      double most = 0;
      for (int x = 0; x < p.length; x++) {
        double event = Arrays.stream(p[x]).sum();
        truth[x][j] = event == 0 ? 0 : p[x][j] / event;
        most = Math.max(most, truth[x][j]);
      }
      for (int x = 0; x < p.length && most > 0; x++) {
        truth[x][j] /= most;
      }
    }
    return truth;
  }

  /**
   * The end of a matching of channels.
   *
   * @param labels the label of each cell of the feature
   * @param information Shannon's {@code I(E;Y)} of that labelling, in nats
   * @param iterations how many rounds changed a label
   */
  public record Matching(int[] labels, double information, int iterations) {}

  /**
   * The labelling of a feature's cells that says most about the events, by matching channels in
   * turn: learn truth functions from the labelling, then give each cell the label that conveys most
   * about its events, {@code argmax_j Σ_x p(x | z) I(x; θ_j)}. Information never falls; it ends,
   * after at most 100 rounds, where no label changes, which may be a local optimum.
   *
   * @param eventByCell {@code p(x, z)} or counts, cells z as columns
   * @param start a label from 0 to {@code labels} − 1 for each cell
   * @param labels how many labels
   */
  public static Matching match(double[][] eventByCell, int[] start, int labels) {
    double[][] p = shares(eventByCell);
    requireLabels(start, p[0].length, labels);
    int[] chosen = start.clone();
    double[][] channel = channel(p, chosen, labels);
    int rounds = 0;
    while (rounds < 100 && relabel(p, channel, chosen)) {
      channel = channel(p, chosen, labels);
      rounds++;
    }
    return new Matching(chosen, of(channel, learnedTruth(channel)), rounds);
  }

  private static double[][] channel(double[][] p, int[] chosen, int labels) {
    double[][] joint = new double[p.length][labels];
    for (int x = 0; x < p.length; x++) {
      for (int z = 0; z < chosen.length; z++) {
        joint[x][chosen[z]] += p[x][z];
      }
    }
    return joint;
  }

  private static boolean relabel(double[][] p, double[][] channel, int[] chosen) {
    double[][] truth = learnedTruth(channel);
    double[] logical = logicalProbabilities(rowSums(p), truth);
    boolean changed = false;
    for (int z = 0; z < chosen.length; z++) {
      int best = chosen[z];
      double most = conveyed(p, truth, logical, z, best);
      for (int j = 0; j < logical.length; j++) {
        double conveyed = conveyed(p, truth, logical, z, j);
        if (conveyed > most + 1e-15) {
          most = conveyed;
          best = j;
        }
      }
      changed |= best != chosen[z];
      chosen[z] = best;
    }
    return changed;
  }

  private static double conveyed(
      double[][] p, double[][] truth, double[] logical, int z, int label) {
    if (logical[label] == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    double sum = 0;
    for (int x = 0; x < p.length; x++) {
      sum += p[x][z] == 0 ? 0 : p[x][z] * conveyed(truth[x][label], logical[label]);
    }
    return sum;
  }

  /** A label that is false of its event says −∞ of it, even one that is false of every event. */
  private static double conveyed(double truth, double logical) {
    return truth == 0 ? Double.NEGATIVE_INFINITY : Math.log(truth) - Math.log(logical);
  }

  private static double[] logicalProbabilities(double[] prior, double[][] truth) {
    double[] logical = new double[truth[0].length];
    for (int x = 0; x < prior.length; x++) {
      for (int j = 0; j < logical.length; j++) {
        logical[j] += prior[x] * truth[x][j];
      }
    }
    return logical;
  }

  private static double[] rowSums(double[][] p) {
    return Arrays.stream(p).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
  }

  private static double[][] shares(double[][] joint) {
    double total = 0;
    for (double[] row : joint) {
      for (double v : row) {
        if (!(v >= 0 && v < Double.POSITIVE_INFINITY) || row.length != joint[0].length) {
          throw new IllegalArgumentException(
              "A joint distribution must be a rectangle of finite values that are not negative; one is %s. Maybe a row is ragged."
                  .formatted(v));
        }
        total += v;
      }
    }
    if (Double.isInfinite(total)) {
      double largest = Arrays.stream(joint).flatMapToDouble(Arrays::stream).max().orElseThrow();
      return shares(
          Arrays.stream(joint)
              .map(row -> Arrays.stream(row).map(v -> v / largest).toArray())
              .toArray(double[][]::new));
    }
    if (!(total > 0)) {
      throw new IllegalArgumentException(
          "The joint distribution sums to %s. Maybe the counts are of nothing.".formatted(total));
    }
    double all = total;
    return Arrays.stream(joint)
        .map(row -> Arrays.stream(row).map(v -> v / all).toArray())
        .toArray(double[][]::new);
  }

  private static void requireTruth(double[][] truth, double[][] p) {
    boolean fits = truth.length == p.length;
    for (int x = 0; x < truth.length && fits; x++) {
      fits = truth[x].length == p[0].length;
      for (double t : truth[x]) {
        if (!(t >= 0 && t <= 1)) {
          throw new IllegalArgumentException(
              "A truth value is %s; truth functions lie in [0, 1]. Maybe divide by the largest."
                  .formatted(t));
        }
      }
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "The truth functions do not have the shape of the joint distribution, %d by %d. Maybe transpose them."
              .formatted(p.length, p[0].length));
    }
  }

  private static void requireLabels(int[] start, int cells, int labels) {
    if (start.length != cells || Arrays.stream(start).anyMatch(j -> j < 0 || j >= labels)) {
      throw new IllegalArgumentException(
          "%d starting labels must be one of 0 to %d for each of %d cells. Maybe count cells as columns."
              .formatted(start.length, labels - 1, cells));
    }
  }
}
