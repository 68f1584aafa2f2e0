package org.pith.prune.regression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator.Recurrent;
import org.pith.network.RowAxis;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.rewrite.Splice;

/**
 * An LSTM or GRU: a regression for each linear part of each gate in each direction, one row a step,
 *
 * <pre>  y_t = W' x_t + R' h_s + b,   s the step before t in the direction's order, h_s = 0 at its first, </pre>
 *
 * x what the layer reads and h its own states, which are its output Y. All four gates of LSTM and the first two of GRU are one part
 * each. The candidate of a GRU whose reset gate r multiplies the product with R is two, {@code W' x + b} and {@code R' h + b},
 * where what is not read counts as zero; where r multiplies the state it is one that reads {@code r h}, with the layer's own r.
 *
 * <p>A part has F + H features and H targets. No tensor holds these; they follow from X and Y.
 *
 * @param node reads X [T,N,F] and makes Y [T,D,N,H]
 * @param steps T
 * @param inputs F
 * @param parts one a block, those of the first direction first
 * @param matrices of each block, [F+H,H]
 * @param biases of each block, H numbers
 */
record RecurrentLayer(
    Node node,
    Recurrent operator,
    int steps,
    int inputs,
    List<Part> parts,
    List<DMatrixRMaj> matrices,
    List<double[]> biases)
    implements Regression {

  private static final int RESET = 1;
  private static final int CANDIDATE = 2;

  /**
   * A gate, or what it adds up of the input or of the state alone; at least one of both.
   *
   * @param gate in the order of ONNX: input, output, forget, cell; or update, reset, candidate
   * @param resets whether the state is multiplied by the reset gate before it is read
   */
  record Part(int direction, int gate, boolean readsInput, boolean readsState, boolean resets) {

    static List<Part> of(Recurrent operator) {
      List<Part> parts = new ArrayList<>();
      for (int direction = 0; direction < operator.directions(); direction++) {
        for (int gate = 0; gate < operator.kind().gates(); gate++) {
          boolean reset = operator.kind() == Recurrent.Kind.GRU && gate == CANDIDATE;
          if (reset && operator.resetsProduct()) {
            parts.add(new Part(direction, gate, true, false, false));
            parts.add(new Part(direction, gate, false, true, false));
          } else {
            parts.add(new Part(direction, gate, true, true, reset));
          }
        }
      }
      return parts;
    }

    /** The place of the gate's first unit among the rows of W and R, directions one after the other. */
    int row(Recurrent operator) {
      return (direction * operator.kind().gates() + gate) * operator.hidden();
    }

    /** The same in B, which has the biases of W and then those of R for each direction. */
    int bias(Recurrent operator, boolean ofState) {
      int half = 2 * direction + (ofState ? 1 : 0);
      return (half * operator.kind().gates() + gate) * operator.hidden();
    }
  }

  /** A layer over steps before rows, with constants as weights; empty for any other. */
  static Optional<RecurrentLayer> of(Network network, Node node) {
    Recurrent operator = (Recurrent) node.operator();
    if (RowAxis.of(network, node.input(0)).isEmpty()
        || !(network.constants().get(node.input(1)) instanceof Tensor.Floats weight)
        || !(network.constants().get(node.input(2)) instanceof Tensor.Floats state)) {
      return Optional.empty();
    }
    Shape x = network.shape(node.input(0));
    return biases(network, node, operator)
        .filter(_ -> x.openAxis() == 1 && x.dim(1) == Shape.BATCH)
        .map(bias -> of(x, node, operator, weight.values(), state.values(), bias));
  }

  private static Optional<float[]> biases(Network network, Node node, Recurrent operator) {
    if (!node.hasInput(3)) {
      int gates = operator.directions() * operator.kind().gates();
      return Optional.of(new float[2 * gates * operator.hidden()]);
    }
    return network.constants().get(node.input(3)) instanceof Tensor.Floats given
        ? Optional.of(given.values())
        : Optional.empty();
  }

  private static RecurrentLayer of(
      Shape x, Node node, Recurrent operator, float[] weight, float[] state, float[] bias) {
    List<Part> parts = Part.of(operator);
    int inputs = x.dim(2);
    return new RecurrentLayer(
        node,
        operator,
        x.dim(0),
        inputs,
        parts,
        parts.stream().map(part -> matrix(part, operator, inputs, weight, state)).toList(),
        parts.stream().map(part -> bias(part, operator, bias)).toList());
  }

  private static DMatrixRMaj matrix(
      Part part, Recurrent operator, int inputs, float[] weight, float[] state) {
    int hidden = operator.hidden();
    DMatrixRMaj matrix = new DMatrixRMaj(inputs + hidden, hidden);
    for (int u = 0; u < hidden; u++) {
      int row = part.row(operator) + u;
      for (int f = 0; f < inputs && part.readsInput(); f++) {
        matrix.set(f, u, weight[row * inputs + f]);
      }
      for (int s = 0; s < hidden && part.readsState(); s++) {
        matrix.set(inputs + s, u, state[row * hidden + s]);
      }
    }
    return matrix;
  }

  private static double[] bias(Part part, Recurrent operator, float[] all) {
    double[] bias = new double[operator.hidden()];
    for (int u = 0; u < bias.length; u++) {
      bias[u] += part.readsInput() ? all[part.bias(operator, false) + u] : 0;
      bias[u] += part.readsState() ? all[part.bias(operator, true) + u] : 0;
    }
    return bias;
  }

  @Override
  public int blocks() {
    return parts.size();
  }

  @Override
  public int features() {
    return inputs + operator.hidden();
  }

  @Override
  public int targets() {
    return operator.hidden();
  }

  @Override
  public int positions() {
    return steps;
  }

  @Override
  public boolean recurs() {
    return true;
  }

  @Override
  public List<String> reads() {
    return List.of(node.input(0), node.output());
  }

  @Override
  public List<String> makes() {
    return reads();
  }

  @Override
  public Rows rows(
      Map<String, float[]> read,
      States states,
      Network making,
      Map<String, float[]> made,
      int[] kept) {
    RecurrentLayer whole = of(making, making.node(node.name())).orElseThrow();
    return (example, step, block, row) -> {
      double[] there = whole.seen(made, example, step, block);
      double[] product = whole.product(block, there);
      double[] here = seen(read, example, step, block);
      System.arraycopy(here, 0, row, 0, here.length);
      for (int k = 0; k < kept.length; k++) {
        row[features() + k] = product[kept[k]];
        if (states == States.GIVEN) {
          row[inputs + k] = there[whole.inputs + kept[k]];
        }
      }
    };
  }

  /** What a part reads at a step, the layer's own states among it. */
  private double[] seen(Map<String, float[]> values, int example, int step, int block) {
    double[] row = new double[features()];
    input(values.get(node.input(0)), example, step, block, row);
    if (parts.get(block).readsState()) {
      state(values.get(node.output()), example, step, parts.get(block).direction(), row);
    }
    if (parts.get(block).resets()) {
      double[] reset = product(block - CANDIDATE + RESET, row);
      for (int u = 0; u < operator.hidden(); u++) {
        row[inputs + u] /= 1 + Math.exp(-reset[u]);
      }
    }
    return row;
  }

  private void input(float[] x, int example, int step, int block, double[] row) {
    int from = (example * steps + step) * inputs;
    for (int f = 0; f < inputs; f++) {
      row[f] = parts.get(block).readsInput() ? x[from + f] : 0;
    }
  }

  /** The states that a direction has before a step. */
  private void state(float[] y, int example, int step, int direction, double[] row) {
    boolean back = operator.direction() == Recurrent.Direction.REVERSE || direction == 1;
    int before = back ? step + 1 : step - 1;
    if (before >= 0 && before < steps) {
      int place = (example * steps + before) * operator.directions() + direction;
      for (int u = 0; u < operator.hidden(); u++) {
        row[inputs + u] = y[place * operator.hidden() + u];
      }
    }
  }

  /** W' x + b of a block. */
  private double[] product(int block, double[] row) {
    double[] product = biases.get(block).clone();
    double[] matrix = matrices.get(block).data;
    for (int f = 0; f < features(); f++) {
      for (int u = 0; u < product.length; u++) {
        product[u] += matrix[f * product.length + u] * row[f];
      }
    }
    return product;
  }

  @Override
  public DMatrixRMaj weights(int block) {
    return matrices.get(block).copy();
  }

  @Override
  public double[] bias(int block) {
    return biases.get(block).clone();
  }

  /** A bias of what reads both the input and the state becomes the input's, and the state's zero. */
  @Override
  public Network replaceIn(Network network, List<DMatrixRMaj> weights, List<double[]> bias) {
    int hidden = operator.hidden();
    int rows = operator.kind().gates() * hidden;
    Tensor.Floats read = zeros(operator.directions(), rows, inputs);
    Tensor.Floats remembered = zeros(operator.directions(), rows, hidden);
    Tensor.Floats added = zeros(operator.directions(), 2 * rows);
    for (int block = 0; block < blocks(); block++) {
      Part part = parts.get(block);
      write(part, weights.get(block), read.values(), remembered.values());
      int first = part.bias(operator, !part.readsInput());
      for (int u = 0; u < hidden; u++) {
        added.values()[first + u] = (float) bias.get(block)[u];
      }
    }
    Network changed = Splice.withConstant(network, node, 1, read, "/weight");
    changed = Splice.withConstant(changed, changed.node(node.name()), 2, remembered, "/state");
    return Splice.withConstant(changed, changed.node(node.name()), 3, added, "/bias");
  }

  private static Tensor.Floats zeros(int... dims) {
    Shape shape = Shape.of(dims);
    return new Tensor.Floats(shape, new float[(int) shape.elements()]);
  }

  /** The way back from {@link #matrix}. */
  private void write(Part part, DMatrixRMaj matrix, float[] weight, float[] state) {
    int hidden = operator.hidden();
    for (int u = 0; u < hidden; u++) {
      int row = part.row(operator) + u;
      for (int f = 0; f < inputs && part.readsInput(); f++) {
        weight[row * inputs + f] = (float) matrix.get(f, u);
      }
      for (int s = 0; s < hidden && part.readsState(); s++) {
        state[row * hidden + s] = (float) matrix.get(inputs + s, u);
      }
    }
  }
}
