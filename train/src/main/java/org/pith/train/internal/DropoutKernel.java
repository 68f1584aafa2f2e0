package org.pith.train.internal;

import java.util.stream.LongStream;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Zeroes a share of the elements while training and scales the others up, so that the expectation
 * stays. All networks of a stack have the same mask, and it depends on nothing but the pass, the
 * node and the place of an element in its segment of units, so that a network alone has the mask it
 * has among wider ones.
 */
final class DropoutKernel implements Kernel {

  private final float ratio;
  private final int node;
  private final int[] segments;
  private final ScalarType type;
  private final Generator generator = torch.make_generator_cpu();
  private final GeneratorOptional source = new GeneratorOptional(generator);

  DropoutKernel(float ratio, int node, Units units, ScalarType type) {
    this.ratio = ratio;
    this.node = node;
    this.segments = units.segments().stream().mapToInt(Units.Segment::length).toArray();
    this.type = type;
  }

  @Override
  public Value apply(Value[] inputs, Pass pass) {
    if (!pass.training() || ratio == 0) {
      return inputs[0];
    }
    Value input = inputs[0];
    Tensor mask = mask(dims(input), pass);
    return input.with(
        input
            .tensor()
            .mul(
                input.layout() == Value.Layout.CHANNELS
                    ? Value.shared(mask, input.networks()).asChannels()
                    : mask));
  }

  /** The dimensions one network sees. */
  private static long[] dims(Value input) {
    long[] shape = input.tensor().shape();
    return switch (input.layout()) {
      case SHARED -> shape;
      case STACKED -> LongStream.of(shape).skip(1).toArray();
      case CHANNELS -> new long[] {shape[0], shape[1] / input.networks(), shape[2], shape[3]};
    };
  }

  private Tensor mask(long[] dims, Pass pass) {
    TensorVector parts = new TensorVector();
    for (int segment = 0; segment < segments.length; segment++) {
      generator.set_current_seed(pass.seed() + 1_000_003L * node + 7919L * segment);
      long[] turned = dims.clone();
      turned[0] = segments[segment] < 0 ? dims[1] : segments[segment]; // Open where rows are.
      turned[1] = dims[0];
      parts.push_back(torch.zeros(turned, new TensorOptions(type)).uniform_(0, 1, source));
    }
    return torch
        .cat(parts, 0)
        .transpose(0, 1)
        .ge(new Scalar(ratio))
        .to(type)
        .div(new Scalar(1 - ratio));
  }
}
