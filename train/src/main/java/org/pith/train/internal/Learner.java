package org.pith.train.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.pith.network.Network;
import org.pith.network.Shape;

/**
 * A stack that learns from rows in native memory, step by step. Used and closed by the thread that
 * made it.
 */
public final class Learner implements AutoCloseable {

  private final Stack stack;
  private final Shape rowShape;
  private final Tensor inputs;
  private final Objective objective;
  private final LongPointer orderMemory;
  private final Tensor order;
  private final AdamOptimizer optimizer;
  private final Tensor losses;
  private final Map<Integer, Tensor> means = new HashMap<>();
  private final BoolOptional freeGraph = new BoolOptional();
  private final TensorArrayRefOptional allLeaves = new TensorArrayRefOptional();
  private final Generator generator;
  private final GeneratorOptional noise;
  private HeldOutRows heldOut;
  private State average;
  private State kept;
  private State owners;

  /**
   * Loads networks and the rows they learn from.
   *
   * @param rowShape the shape of one row
   * @param inputs n rows, row-major
   * @param goal what the scores of those rows are to be
   */
  public Learner(
      List<Network> networks, Shape rowShape, float[] inputs, Goal goal, AdamSettings settings) {
    this(new Stack(networks), rowShape, inputs, goal, settings);
  }

  Learner(Stack stack, Shape rowShape, float[] inputs, Goal goal, AdamSettings settings) {
    ScalarType type = stack.type();
    this.stack = stack;
    this.rowShape = rowShape;
    try {
      int rows = Math.toIntExact(inputs.length / rowShape.elements());
      this.inputs = Binding.rows(type, rowShape, inputs, rows);
      this.objective = new Objective(goal, type);
      this.orderMemory = new LongPointer(rows);
      this.order =
          torch.from_blob(orderMemory, new long[] {rows}, new TensorOptions(ScalarType.Long));
      this.optimizer = new AdamOptimizer(stack, settings);
      this.losses = torch.zeros(new long[] {stack.size()}, new TensorOptions(ScalarType.Double));
      this.generator = torch.make_generator_cpu();
      this.noise = new GeneratorOptional(generator);
    } catch (Throwable e) {
      // Nobody else can close the stack, whose scope would collect all that the thread makes later.
      stack.close();
      throw e;
    }
  }

  /** Loads rows with labels to judge by. */
  public void judgeBy(float[] rows, int[] labels) {
    heldOut = new HeldOutRows(stack.type(), rowShape, rows, labels);
  }

  /** Loads rows with numbers to judge by. */
  public void judgeBy(float[] rows, float[] numbers) {
    heldOut = new HeldOutRows(stack.type(), rowShape, rows, numbers);
  }

  /** Sets the order in which batches take the rows; n indices. */
  public void order(long[] rows) {
    orderMemory.put(rows);
  }

  /** Takes one step of the optimiser. */
  public void step(Batch batch, double learningRate) {
    Tensor mean = meanOf(batch.rows());
    try (PointerScope _ = new PointerScope()) {
      Tensor rows = order.narrow(0, batch.from(), batch.rows());
      Mix mix = new Mix(batch.share());
      Tensor scores = stack.scores(features(batch, rows, mix), new Pass(true, batch.seed()));
      Tensor loss = objective.loss(scores, rows, mix);
      stack.gradient().zero_();
      loss.backward(mean, freeGraph, false, allLeaves);
      losses.add_(loss.detach());
      optimizer.step(learningRate);
    }
  }

  private Tensor features(Batch batch, Tensor rows, Mix mix) {
    Tensor taken =
        batch.inputs() == null
            ? inputs.index_select(0, rows)
            : Binding.rows(stack.type(), rowShape, batch.inputs(), batch.rows());
    return mix.apply(batch.noise() == 0 ? taken : noisy(taken, batch));
  }

  private Tensor noisy(Tensor rows, Batch batch) {
    generator.set_current_seed(~batch.seed());
    return rows.add(torch.empty_like(rows).normal_(0, 1, noise), new Scalar(batch.noise()));
  }

  /**
   * The gradient of the networks' mean losses to their sums over {@code rows}; outlives the step.
   */
  private Tensor meanOf(int rows) {
    return means.computeIfAbsent(
        rows,
        n ->
            torch.full(
                new long[] {stack.size()}, new Scalar(1.0 / n), new TensorOptions(stack.type())));
  }

  /** The loss of each network, summed over all rows since the last call. */
  public double[] takeLosses() {
    try (PointerScope _ = new PointerScope()) {
      double[] sums = Binding.doubles(losses);
      losses.zero_();
      return sums;
    }
  }

  /**
   * Moves the average of the weights towards them by a share of the way; the first call starts the
   * average from them. From then on the average is what is judged, kept and returned.
   */
  public void average(double share) {
    if (average == null) {
      average = State.of(stack).copy();
    } else {
      try (PointerScope _ = new PointerScope()) {
        average.approach(State.of(stack), share);
      }
    }
  }

  /** Judges each network by the held-out rows. */
  public Judgement[] judge() {
    if (average == null) {
      return heldOut.judge(stack);
    }
    try (PointerScope _ = new PointerScope()) {
      State live = State.of(stack).copy();
      State.of(stack).set(average);
      Judgement[] judgements = heldOut.judge(stack);
      State.of(stack).set(live);
      return judgements;
    }
  }

  /** Keeps the weights of the chosen networks as they are now, whatever is learned afterwards. */
  public void keep(boolean[] chosen) {
    if (kept == null) {
      kept = current().copy();
      owners = new State(stack.learned().owners(), stack.tracked().owners());
    }
    try (PointerScope _ = new PointerScope()) {
      kept.setWhere(owners.select(Binding.tensor(chosen)), current());
    }
  }

  /** The networks as kept; where none were, as averaged; where nothing was, as they are. */
  public List<Network> networks() {
    try (PointerScope _ = new PointerScope()) {
      State last = kept == null ? current() : kept;
      return stack.networks(last.learned(), last.tracked());
    }
  }

  private State current() {
    return average == null ? State.of(stack) : average;
  }

  /** Frees the memory. */
  @Override
  public void close() {
    stack.close();
  }
}
