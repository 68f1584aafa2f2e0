package org.pith.cli;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.search.LatencyModel;
import org.pith.search.Preparation;
import org.pith.search.Problem;
import org.pith.search.Stopwatch;
import org.pith.search.space.Architecture;
import org.pith.search.space.WidthSolver;

/**
 * Measures by the run's clock; predicts from a few networks of the space, from the smallest up.
 */
record RecordedStopwatch(LatencyModel model, Clock clock) implements Stopwatch {

  private static final int SAMPLES = 12;

  /** The same, predicting from networks behind each encoding that it measures. */
  RecordedStopwatch fitted(Preparation untimed, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LatencyModel.Measured> measured =
        IntStream.range(0, SAMPLES)
            .mapToObj(i -> sample(untimed, i % untimed.problem().views().size(), 512L << i, random))
            .map(model -> new LatencyModel.Measured(model, measure(model)))
            .toList();
    return new RecordedStopwatch(LatencyModel.fit(measured), clock);
  }

  private static Network sample(Preparation untimed, int view, long macs, SplittableRandom random) {
    Problem.View source = untimed.problem().views().get(view);
    Architecture widest =
        WidthSolver.widest(
                source.space().draw(random),
                a -> source.predicted(untimed.problem().body(view, a)).macs() <= macs)
            .orElse(source.space().cheapest().getFirst());
    return untimed.model(untimed.encodings().get(view), untimed.problem().body(view, widest));
  }

  @Override
  public double predict(Network network) {
    return model.micros(network);
  }

  @Override
  public double measure(Network network) {
    return clock.brief(network).medianMicros();
  }
}
