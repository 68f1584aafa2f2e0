package org.pith.prune.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.rewrite.ChannelAxis;
import org.pith.network.rewrite.ChannelGroup;
import org.pith.network.rewrite.ChannelGroups;

/** A network in which the readers of a group see its units at their mean, whatever the row. */
final class Silence {

  private Silence() {}

  /**
   * Silences a group.
   *
   * @param means by tensor the mean of each of a row's values, rows in front; for every tensor that a reader of the group reads
   */
  static Network of(ChannelGroups groups, ChannelGroup group, Map<String, float[]> means) {
    Network network = groups.network();
    Map<String, Tensor> constants = new LinkedHashMap<>(network.constants());
    List<Node> nodes = new ArrayList<>();
    for (Node node : network.nodes()) {
      if (group.consumers().contains(node.name())) {
        String read = node.input(0);
        String prefix = node.name() + "/silenced";
        constants.put(prefix + "/mask", mask(groups, group, read));
        constants.put(prefix + "/mean", mean(groups, group, read, means.get(read)));
        nodes.add(binary(prefix + "/kept", Operator.Binary.Function.MUL, read, prefix + "/mask"));
        nodes.add(
            binary(
                prefix + "/still",
                Operator.Binary.Function.ADD,
                prefix + "/kept",
                prefix + "/mean"));
        List<String> inputs = new ArrayList<>(node.inputs());
        inputs.set(0, prefix + "/still");
        nodes.add(node.withInputs(inputs));
      } else {
        nodes.add(node);
      }
    }
    return network.withNodes(nodes, constants);
  }

  /** The tensors whose means are needed. */
  static List<String> read(Network network, ChannelGroup group) {
    return group.consumers().stream().map(n -> network.node(n).input(0)).distinct().toList();
  }

  private static Node binary(String name, Operator.Binary.Function f, String a, String b) {
    return new Node(name, new Operator.Binary(f), List.of(a, b), List.of(name));
  }

  private static Tensor mask(ChannelGroups groups, ChannelGroup group, String tensor) {
    Shape one = one(groups, tensor);
    float[] mask = new float[(int) one.elements()];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = isOwn(groups, group, tensor, i) ? 0 : 1;
    }
    return new Tensor.Floats(one, mask);
  }

  private static Tensor mean(
      ChannelGroups groups, ChannelGroup group, String tensor, float[] means) {
    float[] mean = together(groups.network().shape(tensor), means);
    for (int i = 0; i < mean.length; i++) {
      mean[i] = isOwn(groups, group, tensor, i) ? mean[i] : 0;
    }
    return new Tensor.Floats(one(groups, tensor), mean);
  }

  /** Means over the places that are joined with the rows: a constant cannot tell those apart. */
  private static float[] together(Shape shape, float[] means) {
    int open = shape.openAxis();
    int joined = -shape.dim(open);
    int inner = shape.inner(open);
    float[] mean = new float[means.length / joined];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (int k = 0; k < joined; k++) {
        sum += means[(i / inner * joined + k) * inner + i % inner];
      }
      mean[i] = (float) (sum / joined);
    }
    return mean;
  }

  /** A single row, and of the places that are joined with the rows a single one. */
  private static Shape one(ChannelGroups groups, String tensor) {
    Shape shape = groups.network().shape(tensor);
    return shape.with(shape.openAxis(), 1);
  }

  /** Whether a place of {@link #one} holds a unit of the group. */
  private static boolean isOwn(ChannelGroups groups, ChannelGroup group, String tensor, int place) {
    ChannelAxis axis = groups.axis(tensor).orElseThrow();
    int position = place / one(groups, tensor).inner(axis.axis()) % axis.size();
    return axis.group()[position] == groups.groups().indexOf(group);
  }
}
