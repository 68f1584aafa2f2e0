package org.pith.prune.repair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.rewrite.ChannelGroups;
import org.pith.prune.regression.Moments;
import org.pith.prune.regression.Narrow;
import org.pith.prune.regression.Observer;
import org.pith.prune.regression.Regression;
import org.pith.prune.regression.Regression.States;
import org.pith.train.Examples;

/**
 * Repairs a network after a cut, without a gradient: one layer after the other, from the input on,
 * every Gemm, MatMul, Conv, LSTM and GRU downstream of what was removed is refitted by {@linkplain Ridge ridge
 * regression}. It reads what the cut and already repaired layers before it give, and its targets
 * are what the same layer makes in the original network. A convolution is regressed patch by patch,
 * one in groups group by group, a depthwise one channel by channel. Layers with the same weights are
 * regressed as one and keep them in common; weights that something else reads in another way stay.
 *
 * <p>The gates of a recurrent layer are regressed on what it reads and on its own states, as far as they are kept: first on those
 * of the original, which are where it should be. From there small errors would lead it step by step to states that it was not fitted
 * on. So the layer runs with what was fitted, the states it comes to are added to those it was fitted on, with what the original
 * made at the same steps, and it is fitted to all; {@value #ROUNDS} times (Ross, Gordon and Bagnell 2011, arXiv:1011.0686).
 *
 * <p>Cost: one run of the examples through both networks a layer, {@value #ROUNDS} more a recurrent one, and the regressions.
 *
 * <p>Few units make large weights: they answer best as they are, and learn worst from there. So
 * training goes on from the same layers at no more than the norm they had before the repair, after
 * Ash and Adams 2020 (arXiv:1910.08475), who shrink what training begins with. Recurrent layers keep theirs: smaller
 * gates would not be the same ones with less to say, they forget sooner.
 *
 * @param network the cut network with refitted weights
 * @param start the same with no refitted layer's weights, but those of recurrent ones, larger, by their Frobenius norm, than
 *     before: where fine-tuning begins
 * @param layers what was refitted, in order
 */
public record Repair(Network network, Network start, List<Refit> layers) {
  private static final int ROUNDS = 3;

  /** Copies the list. */
  public Repair {
    layers = List.copyOf(layers);
  }

  /** No repair. */
  public static Repair none(Network cut) {
    return new Repair(cut, cut, List.of());
  }

  /**
   * Repairs.
   *
   * @param original the groups of the network before the cut
   * @param cut the network after {@linkplain org.pith.network.rewrite.Removal removal}
   * @param kept by group name the units that were kept
   * @param observer the examples to fit on, as the original takes them, in at least two folds
   */
  public static Repair of(
      ChannelGroups original, Network cut, Map<String, int[]> kept, Observer observer) {
    Watch watch = new Watch(original, kept, observer, narrow(original, kept, observer.examples()));
    List<Refit> refits = new ArrayList<>();
    Set<String> changed = new HashSet<>();
    Set<String> fitted = new HashSet<>();
    Network repaired = cut;
    Network start = cut;
    for (Node node : cut.nodes()) {
      if (!reached(original, kept, changed, node)) {
        continue;
      }
      changed.addAll(node.outputs());
      Regression layer = Regression.of(repaired, repaired.node(node.name())).orElse(null);
      Shared shared = layer == null ? null : Shared.of(repaired, layer).orElse(null);
      if (shared != null && !fitted.contains(node.name())) {
        shared.layers().forEach(each -> fitted.add(each.node().name()));
        List<Ridge> fits = watch.fit(repaired, layer, shared);
        double scale = startScale(layer, fits);
        repaired = shared.spread(repaired, replaced(repaired, layer, fits, 1), layer);
        start = shared.spread(start, replaced(start, layer, fits, scale), layer);
        refits.add(summary(node, fits));
      }
    }
    return new Repair(repaired, start, refits);
  }

  /** What layers of the cut network are watched on, beside those of the original. */
  private record Watch(
      ChannelGroups original, Map<String, int[]> kept, Observer observer, Examples narrowed) {

    /** Fits to what the original makes; a recurrent layer then again, to what it makes of its own states, too. */
    List<Ridge> fit(Network network, Regression layer, Shared shared) {
      List<List<Moments>> moments = new ArrayList<>();
      gather(moments, network, shared, States.GIVEN);
      List<Ridge> fits = Repair.fit(layer, moments);
      for (int round = 0; layer.recurs() && round < ROUNDS; round++) {
        Network tried = shared.spread(network, replaced(network, layer, fits, 1), layer);
        gather(moments, tried, shared.in(tried), States.OWN);
        fits = Repair.fit(layer, moments);
      }
      return fits;
    }

    private void gather(
        List<List<Moments>> moments, Network network, Shared shared, States states) {
      for (Regression each : shared.layers()) {
        int[] survivors = survivors(original, kept, each);
        add(
            moments,
            observer.pairs(network, narrowed, each, states, original.network(), survivors));
      }
    }
  }

  /** Adds what one more layer with the same weights sees, block by block and fold by fold. */
  private static void add(List<List<Moments>> all, List<List<Moments>> more) {
    if (all.isEmpty()) {
      all.addAll(more);
      return;
    }
    for (int block = 0; block < all.size(); block++) {
      all.set(block, together(all.get(block), more.get(block)));
    }
  }

  private static List<Moments> together(List<Moments> folds, List<Moments> more) {
    return IntStream.range(0, folds.size())
        .mapToObj(fold -> Moments.total(List.of(folds.get(fold), more.get(fold))))
        .toList();
  }

  private static Examples narrow(
      ChannelGroups original, Map<String, int[]> kept, Examples examples) {
    String input = original.network().inputs().getFirst().name();
    int[] survivors =
        original
            .axis(input)
            .map(axis -> original.survivors(axis, kept))
            .orElseGet(() -> IntStream.range(0, examples.rowShape().dim(0)).toArray());
    return survivors.length == examples.rowShape().dim(0)
        ? examples
        : Narrow.inputs(examples, survivors);
  }

  /**
   * Whether a node reads what the cut changed: fewer channels, or the output of a node that did.
   */
  private static boolean reached(
      ChannelGroups original, Map<String, int[]> kept, Set<String> changed, Node node) {
    return read(node)
        .anyMatch(
            tensor ->
                changed.contains(tensor)
                    || original
                        .axis(tensor)
                        .filter(axis -> original.survivors(axis, kept).length < axis.size())
                        .isPresent());
  }

  /** A recurrent layer reads its own states too. */
  private static Stream<String> read(Node node) {
    return node.operator() instanceof Operator.Recurrent
        ? Stream.concat(node.inputs().stream(), node.outputs().stream())
        : node.inputs().stream();
  }

  private static int[] survivors(
      ChannelGroups original, Map<String, int[]> kept, Regression layer) {
    String made = layer.node().output();
    Shape shape = original.network().shape(made);
    return original
        .axis(made)
        .map(axis -> original.survivors(axis, kept))
        .orElseGet(() -> IntStream.range(0, shape.dim(layer.channelAxis(shape.rank()))).toArray());
  }

  private static List<Ridge> fit(Regression layer, List<List<Moments>> moments) {
    List<Ridge> fits = new ArrayList<>();
    for (int block = 0; block < layer.blocks(); block++) {
      fits.add(Ridge.fit(moments.get(block), layer.weights(block)));
    }
    return fits;
  }

  private static Network replaced(
      Network network, Regression layer, List<Ridge> fits, double scale) {
    return layer.replaceIn(
        network,
        fits.stream().map(fit -> scaled(fit.weights(), scale)).toList(),
        fits.stream()
            .map(fit -> Arrays.stream(fit.bias()).map(bias -> scale * bias).toArray())
            .toList());
  }

  private static DMatrixRMaj scaled(DMatrixRMaj weights, double scale) {
    DMatrixRMaj scaled = weights.copy();
    CommonOps_DDRM.scale(scale, scaled);
    return scaled;
  }

  /** What the weights are multiplied by where training begins. */
  private static double startScale(Regression layer, List<Ridge> fits) {
    return layer.recurs() ? 1 : Math.min(1, norm(layer) / norm(fits));
  }

  private static double norm(Regression layer) {
    return norm(IntStream.range(0, layer.blocks()).mapToObj(layer::weights));
  }

  private static double norm(List<Ridge> fits) {
    return norm(fits.stream().map(Ridge::weights));
  }

  /** Frobenius norm of all blocks; not below the smallest float, so that it can be divided by. */
  private static double norm(Stream<DMatrixRMaj> blocks) {
    double squares = blocks.mapToDouble(b -> Math.pow(NormOps_DDRM.normF(b), 2)).sum();
    return Math.max(Math.sqrt(squares), Float.MIN_NORMAL);
  }

  private static Refit summary(Node node, List<Ridge> fits) {
    return new Refit(
        node.name(),
        fits.stream().mapToDouble(Ridge::unexplained).average().orElseThrow(),
        fits.stream().mapToDouble(Ridge::strength).max().orElseThrow());
  }
}
