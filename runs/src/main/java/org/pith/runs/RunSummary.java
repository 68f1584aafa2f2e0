package org.pith.runs;

import java.time.Instant;

/**
 * A run in a list.
 *
 * @param id the run's id
 * @param begun when it was created
 * @param lastEvent when its newest event was recorded
 * @param settings what it was asked
 * @param state where it stands
 * @param text of its end: the summary of a finished run, the reason of a failed one, otherwise empty
 */
public record RunSummary(
    String id,
    Instant begun,
    Instant lastEvent,
    RunSettings settings,
    RunState state,
    String text) {}
