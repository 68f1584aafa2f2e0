package org.pith.runs;

import java.util.List;

/**
 * Everything recorded about a run, except the contents of artifacts and outcomes.
 *
 * @param summary its line in the list
 * @param events in the order they happened
 * @param metrics in the order they were recorded
 * @param artifacts the newest of each name, in the order of the names
 * @param outcomes the keys of its {@linkplain Journal journal}, in the order they were recorded
 */
public record RunRecord(
    RunSummary summary,
    List<Event> events,
    List<Metric> metrics,
    List<Artifact> artifacts,
    List<String> outcomes) {

  /** Copies the lists. */
  public RunRecord {
    events = List.copyOf(events);
    metrics = List.copyOf(metrics);
    artifacts = List.copyOf(artifacts);
    outcomes = List.copyOf(outcomes);
  }
}
