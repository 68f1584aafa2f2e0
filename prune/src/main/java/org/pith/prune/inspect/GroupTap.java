package org.pith.prune.inspect;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.rewrite.ChannelAxis;
import org.pith.network.rewrite.ChannelGroup;
import org.pith.network.rewrite.ChannelGroups;

/**
 * Where the units of a group can be seen: a tensor that holds their values, as the first node that mixes them reads it.
 *
 * @param tensor its name
 * @param shape of one row's values, rows in front
 * @param axis the units' axis there
 * @param unit for each position along it the unit, or -1 for one of another group
 */
record GroupTap(ChannelGroup group, String tensor, Shape shape, int axis, int[] unit) {

  private static final int MOST_SAMPLES = 4_000;

  /** Empty where no tensor that can be tapped holds all the units. */
  static Optional<GroupTap> of(ChannelGroups groups, ChannelGroup group) {
    Network network = groups.network();
    int index = groups.groups().indexOf(group);
    return java.util.stream.Stream.concat(
            group.consumers().stream().map(n -> network.node(n).input(0)),
            group.producers().stream().map(n -> network.node(n).output()))
        .filter(t -> Taps.isTappable(network, t))
        .flatMap(t -> groups.axis(t).map(a -> of(network, group, index, t, a)).stream())
        .filter(GroupTap::holdsAll)
        .findFirst();
  }

  /** A part of a split may hold some of the units only, and of the others there would be nothing to see. */
  private boolean holdsAll() {
    return IntStream.of(unit).filter(u -> u >= 0).distinct().count() == group.size();
  }

  private static GroupTap of(
      Network network, ChannelGroup group, int index, String tensor, ChannelAxis axis) {
    int[] unit =
        IntStream.range(0, axis.size())
            .map(p -> axis.group()[p] == index ? axis.unit()[p] : -1)
            .toArray();
    return new GroupTap(
        group, tensor, Taps.shape(network, tensor), Taps.axis(network, tensor, axis.axis()), unit);
  }

  /** The values of this group alone: rows x elements. */
  float[] own(float[] values, int rows) {
    int[] columns = columns();
    int width = (int) shape.elements();
    float[] own = new float[rows * columns.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns.length; j++) {
        own[i * columns.length + j] = values[i * width + columns[j]];
      }
    }
    return own;
  }

  /** The shape of {@link #own}: as the tensor's, or flat where the group has only a part of it. */
  Shape ownShape() {
    int columns = columns().length;
    return columns == shape.elements() ? shape : Shape.of(Shape.BATCH, columns);
  }

  /** Places of a row's values that belong to this group. */
  private int[] columns() {
    int inner = shape.inner(axis);
    return IntStream.range(0, (int) shape.elements())
        .filter(i -> unit[i / inner % unit.length] >= 0)
        .toArray();
  }

  /** For each unit its values: rows, positions, evenly thinned to at most {@value #MOST_SAMPLES} samples. */
  double[][] samples(float[] values, int rows) {
    int[] columns = columns();
    int inner = shape.inner(axis);
    int width = (int) shape.elements();
    int[][] places = new int[group.size()][];
    for (int u = 0; u < places.length; u++) {
      int wanted = u;
      places[u] =
          Arrays.stream(columns).filter(c -> unit[c / inner % unit.length] == wanted).toArray();
    }
    int each = Arrays.stream(places).mapToInt(p -> p.length).min().orElse(0);
    long all = (long) rows * each;
    int count = (int) Math.min(all, MOST_SAMPLES);
    double[][] samples = new double[group.size()][count];
    for (int s = 0; s < count; s++) {
      long at = s * all / count;
      int row = (int) (at / each);
      int position = (int) (at % each);
      for (int u = 0; u < places.length; u++) {
        samples[u][s] = values[row * width + places[u][position]];
      }
    }
    return samples;
  }

  /** For each unit the norm of the weights that read it; 1 where a reader is of a kind without an axis of its own. */
  static double[] weights(ChannelGroups groups, ChannelGroup group) {
    Network network = groups.network();
    int index = groups.groups().indexOf(group);
    double[] squares = new double[group.size()];
    for (String name : group.consumers()) {
      Node node = network.node(name);
      int axis =
          switch (node.operator()) {
            case Operator.Gemm gemm -> gemm.transB() ? 1 : 0;
            case Operator.MatMul _, Operator.ConvTranspose _ -> 0;
            case Operator.Conv conv when conv.groups() == 1 -> 1;
            case Operator.Recurrent _ -> 2;
            default -> -1;
          };
      Optional<ChannelAxis> read = groups.axis(node.input(0));
      if (axis >= 0
          && read.isPresent()
          && network.constants().get(node.input(1)) instanceof Tensor.Floats weight
          && weight.shape().dim(axis) == read.get().size()) {
        add(weight, axis, read.get(), index, squares);
      }
    }
    boolean known = Arrays.stream(squares).anyMatch(s -> s > 0);
    return Arrays.stream(squares).map(s -> known ? Math.sqrt(s) : 1).toArray();
  }

  private static void add(
      Tensor.Floats weight, int axis, ChannelAxis read, int index, double[] squares) {
    int inner = weight.shape().inner(axis);
    for (int i = 0; i < weight.values().length; i++) {
      int position = i / inner % read.size();
      if (read.group()[position] == index) {
        squares[read.unit()[position]] += (double) weight.values()[i] * weight.values()[i];
      }
    }
  }

  /** The mean of each place of a row's values. */
  static float[] means(float[] values, int rows) {
    int width = values.length / rows;
    double[] sums = new double[width];
    for (int i = 0; i < values.length; i++) {
      sums[i % width] += values[i];
    }
    float[] means = new float[width];
    for (int j = 0; j < width; j++) {
      means[j] = (float) (sums[j] / rows);
    }
    return means;
  }
}
