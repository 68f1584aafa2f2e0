package org.pith.search.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;

/**
 * A convolutional network: stages, each a run of blocks and then a step down in size, a head, the scores.
 *
 * @param stages from the input on; at least one
 * @param activation after every convolution (in a residual block, after the sum)
 * @param head how positions become features
 * @param hidden units of a dense layer between head and scores; 0 for none
 */
public record Cnn(List<Stage> stages, Activation activation, Head head, int hidden)
    implements Architecture {

  /** What a stage repeats. */
  public enum Block {
    /** One convolution. */
    PLAIN,
    /** A convolution of each channel by itself, then one that mixes the channels of each position. */
    SEPARABLE,
    /** Two convolutions beside a shortcut. */
    RESIDUAL
  }

  /** How a stage steps down. */
  public enum Step {
    NONE,
    MAX_POOL,
    AVERAGE_POOL,
    /** The first convolution moves by two. */
    STRIDE
  }

  /** How positions become features. */
  public enum Head {
    /** Mean over positions. */
    GLOBAL_POOL,
    /** All positions side by side. */
    FLATTEN
  }

  /**
   * One stage.
   *
   * @param block what is repeated
   * @param width channels
   * @param kernel odd size of the convolutions
   * @param repeats how many blocks
   * @param step how it ends
   */
  public record Stage(Block block, int width, int kernel, int repeats, Step step) {
    /** Checks the sizes. */
    public Stage {
      if (width < 1 || repeats < 1 || kernel < 1 || kernel % 2 == 0) {
        throw new IllegalArgumentException(
            "A stage needs a positive width and repeats and an odd kernel, not %d, %d, %d."
                .formatted(width, repeats, kernel));
      }
    }

    Stage withWidth(int other) {
      return new Stage(block, other, kernel, repeats, step);
    }

    private String spec() {
      String kind = block.name().substring(0, 1).toLowerCase(Locale.ROOT);
      String end =
          switch (step) {
            case NONE -> "";
            case MAX_POOL -> "m";
            case AVERAGE_POOL -> "a";
            case STRIDE -> "s";
          };
      return kind + kernel + "x" + width + (repeats > 1 ? "*" + repeats : "") + end;
    }
  }

  /** Checks the parts. */
  public Cnn {
    stages = List.copyOf(stages);
    if (stages.isEmpty() || hidden < 0) {
      throw new IllegalArgumentException(
          "A convolutional network needs a stage and no negative hidden width (%d)."
              .formatted(hidden));
    }
  }

  @Override
  public List<Integer> widths() {
    List<Integer> widths = new ArrayList<>(stages.stream().map(Stage::width).toList());
    if (hidden > 0) {
      widths.add(hidden);
    }
    return widths;
  }

  @Override
  public Cnn withWidths(List<Integer> widths) {
    List<Stage> other = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      other.add(stages.get(i).withWidth(widths.get(i)));
    }
    return new Cnn(other, activation, head, hidden > 0 ? widths.getLast() : 0);
  }

  /** Whether every step down leaves at least one position of an image of this height and width. */
  public boolean suits(int height, int width) {
    int steps = (int) stages.stream().filter(stage -> stage.step() != Step.NONE).count();
    return Math.min(height, width) >> steps >= 1;
  }

  @Override
  public Network body(Shape features, int outputs) {
    if (features.rank() != 3) {
      throw new IllegalArgumentException(
          "A convolutional network takes images [C,H,W], not %s.".formatted(features));
    }
    Body body = new Body("cnn", features);
    for (Stage stage : stages) {
      for (int i = 0; i < stage.repeats(); i++) {
        int stride = i == 0 && stage.step() == Step.STRIDE ? 2 : 1;
        block(body, stage, stride);
      }
      switch (stage.step()) {
        case MAX_POOL -> body.pool(body.tensor().split("/", 2)[0], Operator.Pool.Kind.MAX, 2);
        case AVERAGE_POOL ->
            body.pool(body.tensor().split("/", 2)[0], Operator.Pool.Kind.AVERAGE, 2);
        case NONE, STRIDE -> {}
      }
    }
    if (head == Head.GLOBAL_POOL) {
      body.globalPool("head");
    }
    body.flatten();
    if (hidden > 0) {
      String layer = body.next();
      body.dense(layer, hidden, true).activate(layer, activation);
    }
    return body.dense(body.next(), outputs, false).scores();
  }

  private void block(Body body, Stage stage, int stride) {
    switch (stage.block()) {
      case PLAIN -> {
        String layer = body.next();
        body.conv(layer, stage.width(), stage.kernel(), stride, 1, true)
            .activate(layer, activation);
      }
      case SEPARABLE -> {
        String depthwise = body.next();
        int channels = body.shape().dim(0);
        body.conv(depthwise, channels, stage.kernel(), stride, channels, true)
            .activate(depthwise, activation);
        String pointwise = body.next();
        body.conv(pointwise, stage.width(), 1, 1, 1, true).activate(pointwise, activation);
      }
      case RESIDUAL -> residual(body, stage, stride);
    }
  }

  private void residual(Body body, Stage stage, int stride) {
    String input = body.tensor();
    Shape inputShape = body.shape();
    String first = body.next();
    body.conv(first, stage.width(), stage.kernel(), stride, 1, true).activate(first, activation);
    String second = body.next();
    body.conv(second, stage.width(), stage.kernel(), 1, 1, true);
    String deep = body.tensor();
    Shape deepShape = body.shape();
    // A shortcut always has its own 1x1 convolution: whether widths agree must not change the
    // topology.
    body.from(input, inputShape).conv(second + "/shortcut", stage.width(), 1, stride, 1, true);
    body.plus(second + "/sum", deep).from(body.tensor(), deepShape).activate(second, activation);
  }

  @Override
  public String spec() {
    return "cnn:"
        + stages.stream().map(Stage::spec).collect(Collectors.joining("-"))
        + ":"
        + activation.name().toLowerCase(Locale.ROOT).replace("_", "")
        + (head == Head.GLOBAL_POOL ? ":gap" : ":flat")
        + (hidden > 0 ? ":" + hidden : "");
  }
}
