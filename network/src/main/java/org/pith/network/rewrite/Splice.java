package org.pith.network.rewrite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Port;
import org.pith.network.Tensor;

/** Small operations on graphs that rewrites are made of. */
public final class Splice {

  private Splice() {}

  /**
   * The network without the constants that no node reads and no output returns.
   *
   * @param network any network
   * @return the same network where nothing is dead
   */
  public static Network withoutDeadConstants(Network network) {
    Set<String> read = new HashSet<>();
    network.nodes().forEach(node -> read.addAll(node.inputs()));
    network.outputs().forEach(output -> read.add(output.name()));
    if (read.containsAll(network.constants().keySet())) {
      return network;
    }
    Map<String, Tensor> alive = new LinkedHashMap<>(network.constants());
    alive.keySet().retainAll(read);
    return network.withNodes(network.nodes(), alive);
  }

  /**
   * The network without the nodes and constants that no output depends on. Its inputs stay.
   *
   * @param network any network
   * @return the same network where nothing is dead
   */
  public static Network withoutDeadNodes(Network network) {
    List<Node> alive = network.leadingTo(network.outputs().stream().map(Port::name).toList());
    return withoutDeadConstants(
        alive.size() == network.nodes().size() ? network : network.withNodes(alive));
  }

  /**
   * The network with another operator, weights and biases in one layer. Constants that other nodes
   * read too are left to them.
   *
   * @param network any network
   * @param node one of its nodes, reading its weights as second and its biases, if any, as third
   *     input
   * @param operator what the node computes from now on
   * @param weight its weights
   * @param bias its biases
   */
  public static Network withLayer(
      Network network, Node node, Operator operator, Tensor weight, Tensor bias) {
    String weightName = writable(network, node, 1, "/weight");
    String biasName = writable(network, node, 2, "/bias");
    Map<String, Tensor> constants = new LinkedHashMap<>(network.constants());
    constants.put(weightName, weight);
    constants.put(biasName, bias);
    Node changed =
        new Node(
            node.name(), operator, List.of(node.input(0), weightName, biasName), node.outputs());
    List<Node> nodes = new ArrayList<>(network.nodes());
    nodes.set(nodes.indexOf(node), changed);
    return network.withNodes(nodes, constants);
  }

  /**
   * The network with another constant in one place of a node, which may have been empty. Other nodes that read the old one keep
   * it.
   */
  public static Network withConstant(
      Network network, Node node, int input, Tensor constant, String suffix) {
    String name = writable(network, node, input, suffix);
    Map<String, Tensor> constants = new LinkedHashMap<>(network.constants());
    constants.put(name, constant);
    List<String> inputs = new ArrayList<>(node.inputs());
    while (inputs.size() <= input) {
      inputs.add("");
    }
    inputs.set(input, name);
    List<Node> nodes = new ArrayList<>(network.nodes());
    nodes.set(nodes.indexOf(node), new Node(node.name(), node.operator(), inputs, node.outputs()));
    return network.withNodes(nodes, constants);
  }

  /**
   * The name of a node's constant where no other node reads it, so that it may be overwritten; else
   * a free one.
   */
  static String writable(Network network, Node node, int input, String suffix) {
    String name = node.input(input);
    boolean own = network.isConstant(name) && network.consumers(name).size() == 1;
    return own ? name : Names.free(network, node.name() + suffix);
  }

  /** The node with another tensor in the place of one that it read. */
  static Node reading(Node node, String before, String after) {
    List<String> inputs =
        node.inputs().stream().map(input -> input.equals(before) ? after : input).toList();
    return new Node(node.name(), node.operator(), inputs, node.outputs());
  }
}
