package org.pith.prune;

import java.util.List;
import java.util.Random;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Operator.Recurrent;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * [N,T,F] through a product "embed" to {@value #INPUTS} channels a step, a layer "recurrent" of {@value #UNITS} units and a dense
 * "scores" of all its states. What goes in a cut follows exactly from what stays: of the embedding, the last channel is twice the
 * first; of the recurrent layer, the last unit is the first with another sign.
 */
public final class RecurrentNets {
  /** T. */
  public static final int STEPS = 4;

  /** What the recurrent layer reads. */
  public static final int INPUTS = 3;

  /** H. */
  public static final int UNITS = 4;

  private final Network.Builder builder = Network.builder("recurrent");
  private final Random random = new Random(11);
  private final Recurrent layer;

  private RecurrentNets(Recurrent layer) {
    this.layer = layer;
  }

  /** The layer of a kind and direction. */
  public static Recurrent layer(
      Recurrent.Kind kind, Recurrent.Direction direction, boolean resetsProduct) {
    return new Recurrent(kind, UNITS, direction, resetsProduct);
  }

  /** The network, with the layer's states as its output where {@code states}, else the scores. */
  public static Network of(Recurrent layer, boolean biased, boolean states) {
    return new RecurrentNets(layer).network(biased, states);
  }

  private Network network(boolean biased, boolean states) {
    String x = builder.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, STEPS, 2));
    x = builder.add("embed", new Operator.MatMul(), x, embedding());
    x = builder.add("steps", new Operator.Transpose(List.of(1, 0, 2)), x);
    int rows = layer.kind().gates() * UNITS;
    String weight = twins("recurrent/weight", 1, rows, INPUTS);
    String state = twins("recurrent/state", 1, rows, UNITS);
    String y =
        biased
            ? builder.add(
                "recurrent", layer, x, weight, state, twins("recurrent/bias", 2, 2 * rows, 1))
            : builder.add("recurrent", layer, x, weight, state);
    String apart = builder.add("rows", new Operator.Transpose(List.of(2, 0, 1, 3)), y);
    String flat = builder.add("flat", new Operator.Flatten(1), apart);
    String head = gaussians("scores/weight", Shape.of(3, STEPS * layer.directions() * UNITS));
    String scores = builder.add("scores", Operator.Gemm.TRANSPOSED, flat, head);
    builder.output(states ? y : scores);
    return builder.build();
  }

  private String embedding() {
    float[] values = draw(2 * INPUTS);
    for (int row = 0; row < 2; row++) {
      values[row * INPUTS + INPUTS - 1] = 2 * values[row * INPUTS];
    }
    return builder.constant("embed/weight", Tensor.of(Shape.of(2, INPUTS), values));
  }

  /** [D,halves*G*H,width], or without a last axis of 1: the last unit of each gate as the first, negated in what the cell takes up. */
  private String twins(String name, int halves, int rows, int width) {
    int gates = layer.kind().gates();
    float[] values = draw(layer.directions() * rows * width);
    for (int gate = 0; gate < layer.directions() * halves * gates; gate++) {
      int sign = gate % gates == gates - 1 ? -1 : 1;
      for (int i = 0; i < width; i++) {
        values[((gate + 1) * UNITS - 1) * width + i] = sign * values[gate * UNITS * width + i];
      }
    }
    Shape shape =
        width == 1 ? Shape.of(layer.directions(), rows) : Shape.of(layer.directions(), rows, width);
    return builder.constant(name, Tensor.of(shape, values));
  }

  private String gaussians(String name, Shape shape) {
    return builder.constant(name, Tensor.of(shape, draw((int) shape.elements())));
  }

  private float[] draw(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
