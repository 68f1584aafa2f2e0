package org.pith.search.space;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.pith.network.Shape;
import org.pith.search.space.Cnn.Block;
import org.pith.search.space.Cnn.Head;
import org.pith.search.space.Cnn.Stage;
import org.pith.search.space.Cnn.Step;

/**
 * Which networks a search may propose, chosen from the shape of the data: multilayer perceptrons for tables, convolutional
 * networks for images, and perceptrons beside them where the image is small enough to be a table.
 *
 * <p>Widths that the space draws are proportions; {@link WidthSolver} turns them into the widths that spend the budget.
 */
public final class Space {

  /** Images with more pixels than this are not offered to perceptrons. */
  private static final int DENSE_PIXELS = 1024;

  private static final int MAX_DEPTH = 4;
  private static final int MAX_STAGES = 4;

  private final Shape features;

  private Space(Shape features) {
    this.features = features;
  }

  /** The space for rows of this shape: [F] or [C,H,W]. */
  public static Space of(Shape features) {
    if (features.rank() != 1 && features.rank() != 3) {
      throw new IllegalArgumentException(
          "A row of shape %s is neither a table's [F] nor an image's [C,H,W].".formatted(features));
    }
    return new Space(features);
  }

  /** The shape of one row. */
  public Shape features() {
    return features;
  }

  private boolean isImage() {
    return features.rank() == 3;
  }

  private boolean offersDense() {
    return !isImage() || features.dim(1) * features.dim(2) <= DENSE_PIXELS;
  }

  /** A structure drawn at random, its widths as proportions. */
  public Architecture draw(RandomGenerator random) {
    boolean dense = !isImage() || (offersDense() && random.nextInt(4) == 0);
    return dense ? drawMlp(random) : drawCnn(random);
  }

  private Mlp drawMlp(RandomGenerator random) {
    // Depths 1 and 2 hold most good small networks; the others stay within reach.
    int depth = pick(random, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4);
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      widths.add(proportion(random, 32));
    }
    return new Mlp(
        widths,
        pick(random, Activation.RELU, Activation.LEAKY_RELU, Activation.GELU, Activation.TANH),
        depth > 0 && random.nextInt(5) == 0,
        depth > 0 && random.nextInt(5) == 0,
        pick(random, 0f, 0f, 0.1f, 0.2f));
  }

  private Cnn drawCnn(RandomGenerator random) {
    while (true) {
      int count = 1 + random.nextInt(3);
      List<Stage> stages = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        // Deeper stages see fewer positions and can afford more channels.
        stages.add(drawStage(random, proportion(random, 12 << Math.min(i, 2))));
      }
      Cnn cnn =
          new Cnn(
              stages,
              pick(
                  random, Activation.RELU, Activation.RELU, Activation.GELU, Activation.LEAKY_RELU),
              pick(random, Head.GLOBAL_POOL, Head.FLATTEN),
              random.nextInt(4) == 0 ? proportion(random, 24) : 0);
      if (isSensible(cnn)) {
        return cnn;
      }
    }
  }

  private Stage drawStage(RandomGenerator random, int width) {
    return new Stage(
        pick(random, Block.PLAIN, Block.PLAIN, Block.SEPARABLE, Block.RESIDUAL),
        width,
        pick(random, 3, 3, 3, 5),
        pick(random, 1, 1, 2),
        pick(random, Step.MAX_POOL, Step.MAX_POOL, Step.AVERAGE_POOL, Step.STRIDE));
  }

  /** Positions left at the head: at least one, and few enough that a flat head does not swallow the budget. */
  private boolean isSensible(Cnn cnn) {
    if (!cnn.suits(features.dim(1), features.dim(2))) {
      return false;
    }
    int steps = (int) cnn.stages().stream().filter(stage -> stage.step() != Step.NONE).count();
    int side = Math.max(features.dim(1), features.dim(2)) >> steps;
    return cnn.head() == Head.GLOBAL_POOL ? side >= 2 || steps == 0 : side <= 5;
  }

  /** A neighbour: one choice of {@code parent} changed. */
  public Architecture mutate(Architecture parent, RandomGenerator random) {
    return switch (parent) {
      case Mlp mlp -> mutateMlp(mlp, random);
      case Cnn cnn -> mutateCnn(cnn, random);
    };
  }

  private Mlp mutateMlp(Mlp mlp, RandomGenerator random) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> mlp.withWidths(stretched(mlp.widths(), random));
      case 2 -> mlp.withWidths(otherDepth(mlp.widths(), random));
      case 3 ->
          new Mlp(
              mlp.widths(),
              pick(random, Activation.values()),
              mlp.norm(),
              mlp.skip(),
              mlp.dropout());
      case 4 -> new Mlp(mlp.widths(), mlp.activation(), !mlp.norm(), mlp.skip(), mlp.dropout());
      default -> new Mlp(mlp.widths(), mlp.activation(), mlp.norm(), !mlp.skip(), mlp.dropout());
    };
  }

  private static List<Integer> otherDepth(List<Integer> widths, RandomGenerator random) {
    List<Integer> other = new ArrayList<>(widths);
    boolean grow = other.isEmpty() || (other.size() < MAX_DEPTH && random.nextBoolean());
    if (grow) {
      other.add(random.nextInt(other.size() + 1), proportion(random, 32));
    } else {
      int index = random.nextInt(other.size());
      other.remove(index);
    }
    return other;
  }

  private Cnn mutateCnn(Cnn cnn, RandomGenerator random) {
    for (int attempt = 0; attempt < 100; attempt++) {
      Cnn other = neighbour(cnn, random);
      if (isSensible(other) && !other.equals(cnn)) {
        return other;
      }
    }
    return drawCnn(random);
  }

  private Cnn neighbour(Cnn cnn, RandomGenerator random) {
    int at = random.nextInt(cnn.stages().size());
    Stage stage = cnn.stages().get(at);
    return switch (random.nextInt(8)) {
      case 0, 1 -> cnn.withWidths(stretched(cnn.widths(), random));
      case 2, 3 -> withStage(cnn, at, drawStage(random, stage.width()));
      case 4 -> otherStages(cnn, at, random);
      case 5 -> new Cnn(cnn.stages(), pick(random, Activation.values()), cnn.head(), cnn.hidden());
      case 6 -> new Cnn(cnn.stages(), cnn.activation(), pick(random, Head.values()), cnn.hidden());
      default ->
          new Cnn(
              cnn.stages(),
              cnn.activation(),
              cnn.head(),
              cnn.hidden() > 0 ? 0 : proportion(random, 24));
    };
  }

  private static Cnn withStage(Cnn cnn, int at, Stage stage) {
    List<Stage> stages = new ArrayList<>(cnn.stages());
    stages.set(at, stage);
    return new Cnn(stages, cnn.activation(), cnn.head(), cnn.hidden());
  }

  private Cnn otherStages(Cnn cnn, int at, RandomGenerator random) {
    List<Stage> stages = new ArrayList<>(cnn.stages());
    if (stages.size() > 1 && (stages.size() == MAX_STAGES || random.nextBoolean())) {
      stages.remove(at);
    } else {
      stages.add(at, drawStage(random, stages.get(at).width()));
    }
    return new Cnn(stages, cnn.activation(), cnn.head(), cnn.hidden());
  }

  /** One width made up to twice or half as large in proportion to the others. */
  private static List<Integer> stretched(List<Integer> widths, RandomGenerator random) {
    List<Integer> other = new ArrayList<>(widths);
    if (!other.isEmpty()) {
      int at = random.nextInt(other.size());
      double factor = Math.exp(random.nextDouble(-0.7, 0.7));
      other.set(at, Math.max(1, (int) Math.round(other.get(at) * factor)));
    }
    return other;
  }

  /** Around {@code typical}, log-uniform within a factor of two. */
  private static int proportion(RandomGenerator random, int typical) {
    return Math.max(1, (int) Math.round(typical * Math.exp(random.nextDouble(-0.7, 0.7))));
  }

  /** The structures among which the cheapest network of the space is found, whatever the limit. */
  public List<Architecture> cheapest() {
    List<Architecture> candidates = new ArrayList<>();
    if (offersDense()) {
      candidates.add(new Mlp(List.of(), Activation.RELU, false, false, 0));
      candidates.add(new Mlp(List.of(1), Activation.RELU, false, false, 0));
    }
    if (isImage()) {
      for (Step step : List.of(Step.MAX_POOL, Step.STRIDE)) {
        for (int count = 1; count <= MAX_STAGES; count++) {
          Stage stage = new Stage(Block.PLAIN, 1, 3, 1, step);
          for (Head head : Head.values()) {
            Cnn cnn =
                new Cnn(java.util.Collections.nCopies(count, stage), Activation.RELU, head, 0);
            if (cnn.suits(features.dim(1), features.dim(2))) {
              candidates.add(cnn);
            }
          }
        }
      }
    }
    return candidates;
  }

  @SafeVarargs
  private static <T> T pick(RandomGenerator random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
