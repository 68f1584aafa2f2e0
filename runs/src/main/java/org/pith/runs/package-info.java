/**
 * Append-only records of runs: what was asked, on which data, with which versions and seed, what happened, and every outcome
 * that was expensive to compute.
 *
 * <p>{@link org.pith.runs.RunStore} opens the store, {@link org.pith.runs.Run} writes one run's record, and {@link
 * org.pith.runs.Journal} is the part of it that a deterministic computation asks before it computes. That is how a killed
 * search goes on where it stopped: it starts again from the beginning and finds its past in the journal.
 *
 * <p>The schema is brought up to date by numbered scripts in one transaction, without a migration library: Flyway 13.12 was
 * measured at 0.65 s for every opening of an up-to-date SQLite store (this takes about 1 ms), and it does not serialise two
 * processes that create the same SQLite store at once.
 */
package org.pith.runs;
