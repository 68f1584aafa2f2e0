package org.pith.cli;

import java.util.List;
import java.util.Optional;
import org.pith.data.DataException;
import org.pith.data.Dataset;
import org.pith.data.Split;
import org.pith.data.Task;
import org.pith.network.Network;
import org.pith.search.space.Activation;
import org.pith.search.space.Mlp;
import org.pith.train.Examples;
import org.pith.train.HeldOut;
import org.pith.train.Inference;
import org.pith.train.Initialization;
import org.pith.train.Recipe;
import org.pith.train.Target;
import org.pith.train.Trained;
import org.pith.train.Trainer;
import org.pith.train.encode.Encoding;
import org.pith.train.encode.Export;
import org.pith.train.encode.Style;

/**
 * What a decoder that learned from some rows knows of others: the part of the information that was shown to be usable. It is a
 * perceptron of two hidden layers behind normal scores, pieces and flags of the columns; its epoch and its temperature are chosen on
 * rows held out of the fitting rows, never on those it is judged at.
 *
 * @param heldOut the judgement; a regression's errors are in standard deviations of the fitting rows' target
 * @param cpuSeconds what its training cost
 */
record Decoder(HeldOut heldOut, double cpuSeconds) {

  private static final List<Integer> WIDTHS = List.of(64, 32);
  private static final double VALIDATION_SHARE = 0.15;
  private static final int STEPS = 1_000;

  /** What it is, in words. */
  static String words() {
    return "a perceptron of %d and %d hidden units".formatted(WIDTHS.get(0), WIDTHS.get(1));
  }

  /**
   * Fits and judges one.
   *
   * @return empty where the columns make no feature that could be learned from
   */
  static Optional<Decoder> of(Dataset fit, Dataset judge, long seed) {
    Split split = Split.of(fit, VALIDATION_SHARE, 0, seed);
    Dataset learn = fit.select(split.train());
    Encoding encoding;
    try {
      encoding = Encoding.fit(learn.features(), new int[0], Style.GAUSS_AND_PIECES);
    } catch (DataException featureless) {
      return Optional.empty();
    }
    Export.Scale scale =
        fit.task() instanceof Task.Regression
            ? Export.Scale.of(learn.numbers())
            : Export.Scale.NONE;
    Examples train = examples(encoding, learn, scale);
    Examples validation = examples(encoding, fit.select(split.validation()), scale);
    Examples judged = examples(encoding, judge, scale);
    Network start =
        Initialization.draw(
            new Mlp(WIDTHS, Activation.GELU, false, false, 0.1f)
                .body(train.rowShape(), train.outputs()),
            seed);
    Trained trained =
        Trainer.train(List.of(start), train, validation, recipe(train.rows()), seed).getFirst();
    double temperature =
        HeldOut.of(
                validation.target(),
                Inference.scores(trained.network(), validation),
                train.target())
            .temperature();
    float[] scores = Inference.scores(trained.network(), judged);
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) (scores[i] / temperature);
    }
    return Optional.of(
        new Decoder(
            HeldOut.calibrated(judged.target(), scores, train.target()), trained.cpuSeconds()));
  }

  private static Examples examples(Encoding encoding, Dataset rows, Export.Scale scale) {
    Target target =
        rows.task() instanceof Task.Classification classes
            ? new Target.Classes(rows.labels(), classes.classes().size())
            : new Target.Numbers(scale.standardise(rows.numbers()));
    return new Examples(encoding.rowShape(), encoding.apply(rows.features()), target);
  }

  /** About as many steps whatever the rows, but no fewer than eight passes; the epoch that validates best is kept. */
  private static Recipe recipe(int rows) {
    int batch = Math.clamp(rows / 16, 16, 128);
    int epochs = Math.clamp((long) STEPS * batch / rows, 8, 40);
    return Recipe.defaults()
        .withEpochs(epochs)
        .withPatience(epochs)
        .withBatchSize(batch)
        .withLabelSmoothing(0);
  }
}
