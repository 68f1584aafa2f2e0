package org.pith.cli;

import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.network.onnx.Latency;
import org.pith.network.onnx.OnnxFile;
import org.pith.runs.Codec;
import org.pith.runs.Journal;
import org.pith.search.LatencyModel;
import org.pith.search.Preparation;
import org.pith.search.Problem;
import org.pith.search.Stopwatch;
import org.pith.search.space.Architecture;
import org.pith.search.space.WidthSolver;

/**
 * Measures with ONNX Runtime and remembers what it measured, so that a resumed run goes on with the times of the first; predicts from
 * a few networks of the space, from the smallest up.
 */
record RecordedStopwatch(LatencyModel model, Journal journal) implements Stopwatch {

  private static final int SAMPLES = 12;

  private static final Codec<Double> NUMBER =
      Codec.of(
          value -> Codec.TEXT.encode(Double.toString(value)),
          bytes -> Double.valueOf(Codec.TEXT.decode(bytes)));

  private static final Codec<Latency> LATENCY =
      Codec.of(
          l -> Codec.TEXT.encode("%s %s %d".formatted(l.medianMicros(), l.p95Micros(), l.count())),
          bytes -> latency(Codec.TEXT.decode(bytes).split(" ")));

  private static Latency latency(String[] parts) {
    return new Latency(
        Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Integer.parseInt(parts[2]));
  }

  /** The same, predicting from networks behind each encoding that it measures. */
  RecordedStopwatch fitted(Preparation untimed, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LatencyModel.Measured> measured =
        IntStream.range(0, SAMPLES)
            .mapToObj(i -> sample(untimed, i % untimed.problem().views().size(), 512L << i, random))
            .map(model -> new LatencyModel.Measured(model, measure(model)))
            .toList();
    return new RecordedStopwatch(LatencyModel.fit(measured), journal);
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
    return once("latency/", network, NUMBER, n -> Latency.brief(n).medianMicros());
  }

  /** As what ships is measured: longer, and when the machine is quietest. */
  Latency measureQuietly(Network network) {
    return once("latency/shipped/", network, LATENCY, Latency::quietest);
  }

  private <T> T once(
      String prefix, Network network, Codec<T> codec, Function<Network, T> measured) {
    String content = UUID.nameUUIDFromBytes(OnnxFile.encode(network)).toString();
    return journal.once(prefix + content, codec, () -> measured.apply(network));
  }
}
