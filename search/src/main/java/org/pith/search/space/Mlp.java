package org.pith.search.space;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.pith.network.Network;
import org.pith.network.Shape;

/**
 * A multilayer perceptron: dense layers of the given widths, then the scores. Depth 0 is the linear model.
 *
 * @param widths units of each hidden layer
 * @param activation after every hidden layer
 * @param norm whether hidden layers are batch-normalised (free once folded)
 * @param skip whether the features also reach the scores directly, through a linear layer
 * @param dropout share of hidden units dropped while training
 */
public record Mlp(
    List<Integer> widths, Activation activation, boolean norm, boolean skip, float dropout)
    implements Architecture {

  /** Checks the widths. */
  public Mlp {
    widths = Body.checked(widths);
  }

  @Override
  public Mlp withWidths(List<Integer> widths) {
    return new Mlp(widths, activation, norm, skip, dropout);
  }

  @Override
  public Network body(Shape features, int outputs) {
    Body body = new Body("mlp", features).flatten();
    String input = body.tensor();
    Shape inputShape = body.shape();
    for (int width : widths) {
      String layer = body.next();
      body.dense(layer, width, norm).activate(layer, activation).dropout(layer, dropout);
    }
    body.dense(body.next(), outputs, false);
    if (skip && !widths.isEmpty()) {
      String deep = body.tensor();
      body.from(input, inputShape).dense("skip", outputs, false).plus("sum", deep);
    }
    return body.scores();
  }

  @Override
  public String spec() {
    String hidden =
        widths.isEmpty()
            ? "linear"
            : widths.stream().map(String::valueOf).collect(Collectors.joining("-"))
                + ":"
                + activation.name().toLowerCase(Locale.ROOT).replace("_", "");
    return "mlp:" + hidden + (norm ? ":norm" : "") + (skip ? ":skip" : "");
  }
}
