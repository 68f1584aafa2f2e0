package org.pith.search;

import java.util.List;
import org.pith.network.Network;

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
}
