package org.pith.search;

import java.util.List;
import org.pith.network.Network;
import org.pith.train.Inference;
import org.pith.train.Trained;
import org.pith.train.Trainer;

/**
 * What a {@link Trial} brought, in the order of its networks.
 *
 * @param networks with their learned weights
 * @param scores what each says about the held-out rows: rows x outputs, row-major
 * @param cpuSeconds of the whole trial
 */
public record TrialResult(List<Network> networks, List<float[]> scores, double cpuSeconds) {

  /** Copies the lists. */
  public TrialResult {
    networks = List.copyOf(networks);
    scores = List.copyOf(scores);
  }

  /** Trains the trial's networks, and asks them about the held-out rows. */
  static TrialResult of(Trial trial) {
    List<Trained> trained =
        Trainer.train(
            trial.networks(),
            trial.train(),
            trial.heldOut().rows(new int[0]),
            trial.recipe(),
            trial.seed());
    List<Network> networks = trained.stream().map(Trained::network).toList();
    return new TrialResult(
        networks,
        Inference.scores(networks, trial.heldOut()),
        trained.stream().mapToDouble(Trained::cpuSeconds).sum());
  }
}
