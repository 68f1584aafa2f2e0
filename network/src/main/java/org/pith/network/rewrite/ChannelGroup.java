package org.pith.network.rewrite;

import java.util.List;

/**
 * Channels of a network that compete with one another for one width: the units of a layer, the
 * channels of a convolution, the columns of the input, or those of several layers that a residual
 * sum ties together. Unit {@code u} of the group stands for everything that has to go when it goes:
 * rows of weights, biases, statistics, and the columns of all that read it.
 *
 * @param name name of the first node (or input) that makes these channels
 * @param size how many units there are
 * @param input whether a network input is among the makers, so that removing a unit narrows what
 *     callers feed
 * @param producers names of the nodes whose weights make the units, in node order
 * @param consumers names of the nodes (Gemm, MatMul, Conv, ConvTranspose, LSTM, GRU) whose weights mix the units into
 *     something new, in node order; a depthwise convolution passes its channels on, so it is not
 *     one
 */
public record ChannelGroup(
    String name, int size, boolean input, List<String> producers, List<String> consumers) {

  /** Copies the lists. */
  public ChannelGroup {
    producers = List.copyOf(producers);
    consumers = List.copyOf(consumers);
  }
}
