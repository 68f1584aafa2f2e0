package org.pith.network;

import java.util.List;
import java.util.SequencedMap;

/**
 * A neural network: an immutable directed acyclic graph of ONNX operators with its constants. It is the one representation
 * that search proposes, training runs, pruning rewrites, cost reads and ONNX Runtime serves.
 *
 * <p>Nodes stand in an order in which every tensor is made before it is read; the constructor checks that, and that names are
 * unique and known.
 *
 * <p>Names that start with {@link #PREPROCESSING} belong to the fitted, untrained part that turns raw columns or pixels into
 * features: its constants cost bytes and time but are not trained parameters.
 *
 * @param name the graph's name
 * @param inputs what the caller feeds
 * @param outputs what the caller receives
 * @param nodes in an order of computation
 * @param constants the initializers by name
 * @param metadata the model's key-value properties
 */
public record Network(
    String name,
    List<Port> inputs,
    List<Port> outputs,
    List<Node> nodes,
    SequencedMap<String, Tensor> constants,
    SequencedMap<String, String> metadata) {

  /** Prefix of the names of nodes and constants that prepare raw input and are not trained. */
  public static final String PREPROCESSING = "preprocess/";

  // The graph helper completes: validation, producer/consumers, shapes, trainable(), builder, with-ers.
}
