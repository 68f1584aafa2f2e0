package org.pith.train.internal;

import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/**
 * A tensor of a running stack and how it holds the K networks.
 *
 * @param tensor the elements
 * @param layout where the networks are
 * @param networks K
 */
record Value(Tensor tensor, Layout layout, int networks) {

  /** Ways to hold K tensors in one. */
  enum Layout {
    /** The networks have the same tensor, which is there once. */
    SHARED,
    /** A first dimension of length K stands before those of one network. */
    STACKED,
    /**
     * Images [N,K*C,H,W]: the channels of the first network, then those of the second, and so on.
     */
    CHANNELS
  }

  static Value shared(Tensor tensor, int networks) {
    return new Value(tensor, Layout.SHARED, networks);
  }

  static Value stacked(Tensor tensor, int networks) {
    return new Value(tensor, Layout.STACKED, networks);
  }

  static Value channels(Tensor tensor, int networks) {
    return new Value(tensor, Layout.CHANNELS, networks);
  }

  /** The result of an operation that left the places of the elements alone. */
  Value with(Tensor changed) {
    return new Value(changed, layout, networks);
  }

  /** The number of dimensions one network sees. */
  int rank() {
    return (int) tensor.dim() - (layout == Layout.STACKED ? 1 : 0);
  }

  /**
   * The axis of the tensor that is axis {@code axis} of one network; not for the channels of {@link
   * Layout#CHANNELS}.
   */
  long axis(int axis) {
    int counted = axis < 0 ? axis + rank() : axis;
    return layout == Layout.STACKED ? counted + 1 : counted;
  }

  /** The elements with K as their first dimension. */
  Tensor asStacked() {
    return switch (layout) {
      case STACKED -> tensor;
      case SHARED -> tensor.unsqueeze(0).expand(prepended(networks, tensor.shape()));
      case CHANNELS -> {
        long[] s = tensor.shape();
        yield tensor.reshape(s[0], networks, s[1] / networks, s[2], s[3]).permute(1, 0, 2, 3, 4);
      }
    };
  }

  /**
   * The elements with K as their first dimension, then ones so that one network sees {@code rank}
   * dimensions.
   */
  Tensor asStacked(int rank) {
    Tensor stacked = asStacked();
    long[] own = stacked.shape();
    int missing = rank + 1 - own.length;
    return missing == 0
        ? stacked
        : stacked.reshape(
            LongStream.concat(
                    LongStream.concat(
                        LongStream.of(networks), LongStream.generate(() -> 1).limit(missing)),
                    LongStream.of(own).skip(1))
                .toArray());
  }

  /** Images with the networks side by side in their channels. */
  Tensor asChannels() {
    return switch (layout) {
      case CHANNELS -> tensor;
      case SHARED -> networks == 1 ? tensor : tensor.repeat(1, networks, 1, 1);
      case STACKED -> {
        long[] s = tensor.shape();
        yield tensor.permute(1, 0, 2, 3, 4).reshape(s[1], s[0] * s[2], s[3], s[4]);
      }
    };
  }

  /** This value without {@link Layout#CHANNELS}, for operations that work on any axis. */
  Value flat() {
    return layout == Layout.CHANNELS ? stacked(asStacked(), networks) : this;
  }

  static long[] prepended(long first, long... rest) {
    return LongStream.concat(LongStream.of(first), LongStream.of(rest)).toArray();
  }
}
