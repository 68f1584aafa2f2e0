package org.pith.prune.inspect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.pith.network.Network;
import org.pith.train.probe.Readout;

/**
 * What stands at the tensors of a network on the rows that decoders are fitted on and on those that they are judged at. Each tensor is
 * read by decoders once, whoever asks.
 */
final class Readings {

  private final Network network;
  private final Rows fit;
  private final Rows judge;
  private final long seed;
  private final Consumer<String> progress;
  private final Map<String, float[]> fitting;
  private final Map<String, float[]> judging;
  private final Map<String, Readout> readouts = new LinkedHashMap<>();

  /** Runs the network over the rows. */
  Readings(
      Network network,
      Rows fit,
      Rows judge,
      List<String> tensors,
      int threads,
      long seed,
      Consumer<String> progress) {
    this.network = network;
    this.fit = fit;
    this.judge = judge;
    this.seed = seed;
    this.progress = progress;
    this.fitting = Taps.of(network, fit, tensors, threads);
    this.judging = Taps.of(network, judge, tensors, threads);
  }

  boolean hold(String tensor) {
    return fitting.containsKey(tensor);
  }

  /** Its values on the rows that decoders are fitted on. */
  float[] fitting(String tensor) {
    return fitting.get(tensor);
  }

  /** Its values on the rows that decoders are judged at. */
  float[] judging(String tensor) {
    return judging.get(tensor);
  }

  /** What decoders read from a tensor. */
  Readout readout(String tensor) {
    return readouts.computeIfAbsent(
        tensor,
        t -> {
          progress.accept("read " + t);
          return Readout.of(
              Taps.shape(network, t),
              fitting.get(t),
              fit.target(),
              judging.get(t),
              judge.target(),
              seed);
        });
  }

  /** What decoders read from the units of a group alone. */
  Readout readout(GroupTap tap) {
    if (tap.ownShape().equals(tap.shape())) {
      return readout(tap.tensor());
    }
    return Readout.of(
        tap.ownShape(),
        tap.own(fitting.get(tap.tensor()), fit.count()),
        fit.target(),
        tap.own(judging.get(tap.tensor()), judge.count()),
        judge.target(),
        seed);
  }

  /** Prequential code length of the target by a tensor, in nats a row. */
  double codeLength(String tensor) {
    progress.accept("code the target by " + tensor);
    return Readout.prequential(
        Taps.shape(network, tensor), fitting.get(tensor), fit.target(), seed);
  }

  /** For each unit its samples. */
  double[][] samples(GroupTap tap) {
    return tap.samples(fitting.get(tap.tensor()), fit.count());
  }

  /** Means of a tensor's places. */
  float[] means(String tensor) {
    return GroupTap.means(fitting.get(tensor), fit.count());
  }
}
