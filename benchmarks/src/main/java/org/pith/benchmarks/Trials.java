package org.pith.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.pith.network.Network;
import org.pith.search.Trial;
import org.pith.search.TrialResult;
import org.pith.search.TrialRunner;
import org.pith.search.Workers;
import org.pith.train.Examples;
import org.pith.train.HeldOut;
import org.pith.train.Inference;
import org.pith.train.Recipe;

/** Networks to be trained side by side on two threads, and judged on rows that none of them learns from. */
final class Trials {

  private static final int THREADS = 2;

  private final List<Trial> trials = new ArrayList<>();

  /** Adds one network. */
  Trials add(Network network, Examples train, Examples judge, Recipe recipe, long seed) {
    return add(List.of(network), train, judge, recipe, seed);
  }

  /**
   * Adds networks of one topology, which see the same batches.
   *
   * @param train what they learn from
   * @param judge what they are judged on
   */
  Trials add(List<Network> networks, Examples train, Examples judge, Recipe recipe, long seed) {
    trials.add(new Trial("trial" + trials.size(), networks, train, judge, recipe, seed));
    return this;
  }

  /** Trains them all, in the order they were added. */
  List<Learned> run() {
    try (Workers workers = new Workers(THREADS, TrialRunner.LOCAL)) {
      List<TrialResult> results = workers.run(trials);
      List<Learned> learned = new ArrayList<>();
      for (int i = 0; i < trials.size(); i++) {
        for (int k = 0; k < results.get(i).networks().size(); k++) {
          learned.add(
              new Learned(
                  results.get(i).networks().get(k),
                  accuracy(trials.get(i).heldOut(), results.get(i).scores().get(k))));
        }
      }
      return learned;
    }
  }

  /**
   * A trained network.
   *
   * @param accuracy share of right answers
   */
  record Learned(Network network, double accuracy) {}

  /** Share of right answers of a network as it is. */
  static double accuracy(Network network, Examples judge) {
    return accuracy(judge, Inference.scores(network, judge));
  }

  private static double accuracy(Examples judge, float[] scores) {
    return HeldOut.calibrated(judge.target(), scores, judge.target()).accuracy();
  }
}
