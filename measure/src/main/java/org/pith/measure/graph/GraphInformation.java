package org.pith.measure.graph;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.UsableInformation;
import org.pith.measure.internal.Cholesky;
import org.pith.measure.internal.Correlations;
import org.pith.measure.internal.Shuffle;
import org.pith.measure.internal.Statistics;

/**
 * Whether a graph, the features of its nodes, or both together can tell a class of the nodes, before
 * any network on the graph is trained. Usable information, in nats, of linear decoders in closed
 * form that read embeddings of the nodes apart and together: their features; their place in the graph
 * and the classes of their neighbours; the features of their neighbours.
 *
 * <p>Every node is judged once, by a decoder that was fitted on three fifths of the nodes and
 * calibrated on another fifth. Of the neighbours' classes it sees those that it was fitted on. The
 * intervals take nodes for independent, which neighbours are not quite.
 *
 * <p>The neighbours' features are left out of either side, for means of random columns over the
 * neighbours tell nodes' places too: what features say is what they say alone, or more with the
 * edges than the edges do without them. No embedding but the features themselves holds a node's own.
 *
 * <p>At least 50 nodes and two classes; a graph without features is given a constant column. Linear
 * decoders see no parity. Cost: the edges and the nodes, times the number of columns, and the square
 * of the columns a node; nothing grows faster than the edges.
 *
 * <p>Reference: Lee, Yu, Zhang, Ioannidis, Song, Adeshina, Zheng, Faloutsos (2024), arXiv
 * 2402.07999. There a table of clusters reads each embedding of the nodes, and the compatibility matrix
 * is one of embeddings, for links; here a ridge with one sharpness scores the classes, and the matrix is one of classes,
 * for nodes.
 *
 * @param entropy H(Y) of the class
 * @param features what the nodes' own features say
 * @param structure what the place of a node in the graph and the classes of its neighbours say
 * @param neighbours what the classes of the neighbours alone say, through the compatibility matrix
 * @param propagated what the features of the neighbours, at one step and at two, say
 * @param together what all of it says to one decoder
 * @param beyondFeatures what {@code together} knows more than {@code features}; negative where more
 *     columns are more noise
 * @param beyondStructure what {@code together} knows more than {@code structure}
 * @param compatibility {@code H = (Nᵀ N + λI)⁻¹ Nᵀ Y}, classes x classes, of the centred shares N of
 *     classes among the neighbours: in row a, column b how much more probable class b is for a node
 *     all of whose neighbours are of class a
 */
public record GraphInformation(
    double entropy,
    Known features,
    Known structure,
    Known neighbours,
    Known propagated,
    Known together,
    Estimate beyondFeatures,
    Estimate beyondStructure,
    double[][] compatibility) {
  private static final int PARTS = 5;
  private static final int LEAST_NODES = 50;

  /**
   * Standard errors above 0 at which information counts. Five amounts are asked at once, and rows of
   * a part share a calibration: the differences of decoders that know nothing have 1.3 of what their
   * standard errors say.
   */
  private static final double CERTAIN = 4;

  /** Beside one for each class, for directions that tell no class. */
  private static final int SPARE_POSITIONS = 8;

  /**
   * What a decoder of one embedding knows.
   *
   * @param information usable information
   * @param floor {@code exp(−cross-entropy)}: by Jensen's inequality at most the mean probability of
   *     the truth, and so at most the accuracy of the best decision from the same embedding
   * @param low lower end of the floor's 95 % interval
   * @param high upper end of it
   */
  public record Known(Estimate information, double floor, double low, double high) {
    private static Known of(double[] losses, Labels labels, double[] shares) {
      double loss = Statistics.mean(losses);
      double margin = 1.96 * Statistics.standardError(losses);
      return new Known(
          UsableInformation.ofClasses(losses, labels.codes(), shares),
          Math.exp(-loss),
          Math.exp(-loss - margin),
          Math.exp(-loss + margin));
    }
  }

  /** Where the information is. */
  public enum Source {
    /** Nothing is certain. */
    NONE,
    /** In the nodes' own features; the edges add nothing. */
    FEATURES,
    /** In the edges; the features say nothing. */
    STRUCTURE,
    /** In both, or only in both together. */
    BOTH
  }

  /** How classes and edges go together. */
  public enum Mixing {
    /** The neighbours' classes say nothing certain. */
    NONE,
    /** Edges join nodes of one class more often than chance has it. */
    HOMOPHILY,
    /** Edges join nodes of different classes more often than chance has it. */
    HETEROPHILY
  }

  /** Copies the matrix. */
  public GraphInformation {
    compatibility = copy(compatibility);
  }

  @Override
  public double[][] compatibility() {
    return copy(compatibility);
  }

  private static double[][] copy(double[][] matrix) {
    return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
  }

  /**
   * Measures a graph.
   *
   * @param features one row for each node
   * @param labels the class of each node
   * @param seed of the parts that nodes are dealt into
   * @throws IllegalArgumentException for unequal numbers of nodes, fewer than 50 of them, or a single
   *     class
   */
  public static GraphInformation of(Graph graph, Samples features, Labels labels, long seed) {
    require(graph, features, labels);
    int n = graph.nodes();
    double[] shares = Arrays.stream(labels.counts()).mapToDouble(c -> (double) c / n).toArray();
    Embeddings embeddings = new Embeddings(graph);
    double[][] own = features.columns();
    double[][] places = embeddings.positions(shares.length + SPARE_POSITIONS, seed);
    double[][] propagated = embeddings.propagated(own);
    Function<boolean[], double[][]> near =
        known -> embeddings.neighbourShares(labels, shares, known);
    Judge judge = new Judge(labels, shares, parts(n, seed));
    double[] byFeatures = judge.losses(_ -> own);
    double[] byStructure = judge.losses(known -> join(places, near.apply(known)));
    double[] byAll = judge.losses(known -> join(own, places, near.apply(known), propagated));
    boolean[] all = new boolean[n];
    Arrays.fill(all, true);
    return new GraphInformation(
        -Arrays.stream(shares).map(p -> p * Math.log(p)).sum(),
        Known.of(byFeatures, labels, shares),
        Known.of(byStructure, labels, shares),
        Known.of(judge.losses(near), labels, shares),
        Known.of(judge.losses(_ -> propagated), labels, shares),
        Known.of(byAll, labels, shares),
        gain(byFeatures, byAll),
        gain(byStructure, byAll),
        compatibility(near.apply(all), labels, shares));
  }

  private static double[][] join(double[][]... embeddings) {
    return Arrays.stream(embeddings).flatMap(Arrays::stream).toArray(double[][]::new);
  }

  /** How much smaller the second losses are, node by node. */
  private static Estimate gain(double[] before, double[] after) {
    double[] gains = new double[before.length];
    Arrays.setAll(gains, i -> before[i] - after[i]);
    double value = Statistics.mean(gains);
    double error = Statistics.standardError(gains);
    boolean wide = 1.96 * error > Estimate.tolerance(value);
    return Estimate.normal(
        value,
        error,
        gains.length,
        "usable",
        "decoder=classes, beside another",
        wide ? Verdict.UNDERSAMPLED : Verdict.TRUSTED,
        wide
            ? "the interval is wider than the tolerance"
            : "held out, and the interval is within the tolerance");
  }

  private static void require(Graph graph, Samples features, Labels labels) {
    if (features.size() != graph.nodes() || labels.size() != graph.nodes()) {
      throw new IllegalArgumentException(
          "A graph of %d nodes has %d rows of features and %d labels. Maybe nodes without edges were dropped."
              .formatted(graph.nodes(), features.size(), labels.size()));
    }
    if (graph.nodes() < LEAST_NODES || labels.states() < 2) {
      throw new IllegalArgumentException(
          "%d nodes of %d classes are too few to hold any out; at least %d of 2 are needed."
              .formatted(graph.nodes(), labels.states(), LEAST_NODES));
    }
  }

  private static int[][] parts(int n, long seed) {
    int[] order = Shuffle.permutation(n, new SplittableRandom(seed));
    int[][] parts = new int[PARTS][];
    Arrays.setAll(parts, p -> IntStream.range(0, n).filter(i -> order[i] % PARTS == p).toArray());
    return parts;
  }

  /** Judges every part of the nodes by decoders of the others. */
  private record Judge(Labels labels, double[] shares, int[][] parts) {
    /** Of columns that may be made from the classes of the nodes that the decoder is fitted on. */
    double[] losses(Function<boolean[], double[][]> columns) {
      double[] losses = new double[labels.size()];
      for (int p = 0; p < PARTS; p++) {
        int[] judged = parts[p];
        int[] calibrating = parts[(p + 1) % PARTS];
        int[] fitting = rest(p);
        boolean[] known = new boolean[losses.length];
        for (int i : fitting) {
          known[i] = true;
        }
        double[] part =
            new LinearDecoder(columns.apply(known), labels, shares)
                .losses(fitting, calibrating, judged);
        for (int r = 0; r < part.length; r++) {
          losses[judged[r]] = part[r];
        }
      }
      return losses;
    }

    /** The nodes that neither part {@code p} nor the one after it holds. */
    private int[] rest(int p) {
      return IntStream.range(2, PARTS)
          .mapToObj(shift -> parts[(p + shift) % PARTS])
          .flatMapToInt(Arrays::stream)
          .toArray();
    }
  }

  private static double[][] compatibility(double[][] near, Labels labels, double[] shares) {
    int classes = shares.length;
    int n = labels.size();
    double trace = 0;
    for (double[] column : near) {
      double mean = Statistics.mean(column);
      Arrays.setAll(column, i -> column[i] - mean);
      trace += Correlations.dot(column, column);
    }
    double[][] gram = new double[classes][classes];
    for (int a = 0; a < classes; a++) {
      for (int b = 0; b < classes; b++) {
        gram[a][b] = Correlations.dot(near[a], near[b]);
      }
      gram[a][a] += trace == 0 ? 1 : 0.01 * trace / classes;
    }
    Cholesky factor = Cholesky.of(gram);
    double[][] compatibility = new double[classes][classes];
    for (int b = 0; b < classes; b++) {
      double[] right = new double[classes];
      for (int i = 0; i < n; i++) {
        double indicator = (labels.code(i) == b ? 1 : 0) - shares[b];
        for (int a = 0; a < classes; a++) {
          right[a] += near[a][i] * indicator;
        }
      }
      double[] column = factor.solve(right);
      for (int a = 0; a < classes; a++) {
        compatibility[a][b] = column[a];
      }
    }
    return compatibility;
  }

  /**
   * Which source certainly knows something, at four standard errors, alone or beside the other. One
   * counts beside the other only where both together certainly know something.
   */
  public Source source() {
    boolean joint = isCertain(together.information());
    boolean byFeatures = isCertain(features.information()) || joint && isCertain(beyondStructure);
    boolean byEdges = isCertain(structure.information()) || joint && isCertain(beyondFeatures);
    if (byFeatures) {
      return byEdges ? Source.BOTH : Source.FEATURES;
    }
    return byEdges ? Source.STRUCTURE : Source.NONE;
  }

  /** Whether like joins like: the sign of the compatibility matrix's mean diagonal. */
  public Mixing mixing() {
    if (!isCertain(neighbours.information())) {
      return Mixing.NONE;
    }
    double trace =
        IntStream.range(0, compatibility.length).mapToDouble(c -> compatibility[c][c]).sum();
    return trace > 0 ? Mixing.HOMOPHILY : Mixing.HETEROPHILY;
  }

  private static boolean isCertain(Estimate information) {
    return information.value() > CERTAIN * information.standardError();
  }
}
