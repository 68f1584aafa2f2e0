package org.pith.train.internal;

import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.pith.network.Operator;

/** Kernels that move, repeat, leave out or interpolate elements. */
final class Rearrangement {

  private Rearrangement() {}

  static Kernel transposed(List<Integer> order) {
    return (in, _) -> {
      Value x = in[0].flat();
      LongStream moved = order.stream().mapToLong(x::axis);
      boolean stacked = x.layout() == Value.Layout.STACKED;
      long[] axes = (stacked ? LongStream.concat(LongStream.of(0), moved) : moved).toArray();
      return x.with(x.tensor().permute(axes));
    };
  }

  static Kernel sliced(Operator.Slice slice) {
    return (in, _) -> {
      Value x = in[0].flat();
      Tensor part =
          x.tensor()
              .slice(
                  x.axis(slice.axis()),
                  new LongOptional(slice.start()),
                  new LongOptional(slice.end()),
                  1);
      return x.with(part);
    };
  }

  static Kernel expanded(List<Integer> dims, int networks) {
    return (in, _) -> {
      long rows = in[1].asStacked().size(1);
      long[] wide = dims.stream().mapToLong(d -> d < 0 ? rows : d).toArray();
      Tensor narrow = in[0].asStacked(dims.size());
      return Value.stacked(narrow.expand(Value.prepended(networks, wide)), networks);
    };
  }

  /** Elements are picked by their positions along one dimension after the other. */
  static Kernel padded(Operator.Pad pad) {
    return pad.mode() == Operator.Pad.Mode.CONSTANT ? filled(pad) : mirrored(pad);
  }

  private static Kernel filled(Operator.Pad pad) {
    int rank = pad.pads().size() / 2;
    long[] fromLast = new long[2 * rank];
    for (int axis = 0; axis < rank; axis++) {
      fromLast[2 * (rank - 1 - axis)] = pad.pads().get(axis);
      fromLast[2 * (rank - 1 - axis) + 1] = pad.pads().get(axis + rank);
    }
    Scalar value = new Scalar(pad.value());
    return (in, _) -> {
      Value x = in[0].flat();
      return x.with(torch.constant_pad_nd(x.tensor(), fromLast, value));
    };
  }

  private static Kernel mirrored(Operator.Pad pad) {
    int rank = pad.pads().size() / 2;
    boolean reflects = pad.mode() == Operator.Pad.Mode.REFLECT;
    return (in, _) -> {
      Value x = in[0].flat();
      Tensor grown = x.tensor();
      for (int axis = 0; axis < rank; axis++) {
        int before = pad.pads().get(axis);
        int after = pad.pads().get(axis + rank);
        if (before != 0 || after != 0) {
          long size = grown.size(x.axis(axis));
          long[] positions =
              LongStream.range(-before, size + after).map(i -> inside(i, size, reflects)).toArray();
          grown = picked(grown, x.axis(axis), positions);
        }
      }
      return x.with(grown);
    };
  }

  private static long inside(long position, long size, boolean reflects) {
    long mirrored = position < 0 ? -position : 2 * (size - 1) - position;
    boolean within = position >= 0 && position < size;
    return within ? position : reflects ? mirrored : Math.clamp(position, 0, size - 1);
  }

  private static Tensor picked(Tensor tensor, long axis, long[] positions) {
    return tensor.index_select(axis, Binding.tensor(positions, new long[] {positions.length}));
  }

  static Kernel resized(Operator.Resize resize, int networks) {
    long[] size = {resize.height(), resize.width()};
    return (in, _) -> {
      Tensor images = in[0].asChannels();
      return Value.channels(
          switch (resize.mode()) {
            case NEAREST ->
                picked(
                    picked(images, 2, nearest(images.size(2), size[0])),
                    3,
                    nearest(images.size(3), size[1]));
            case LINEAR -> linear(images, size, false);
            case LINEAR_CORNERS -> linear(images, size, true);
          },
          networks);
    };
  }

  private static Tensor linear(Tensor images, long[] size, boolean corners) {
    return torch.upsample_bilinear2d(
        images, size, corners, new DoubleOptional(), new DoubleOptional());
  }

  private static long[] nearest(long from, long to) {
    return LongStream.range(0, to).map(i -> i * from / to).toArray();
  }
}
