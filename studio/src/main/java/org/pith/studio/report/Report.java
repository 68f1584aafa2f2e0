package org.pith.studio.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a run found, ready to be shown.
 *
 * @param title for the browser's tab, for example {@code "digits: label"}
 * @param asked what was asked, in one sentence
 * @param found what was found, in one sentence
 * @param figures three to five large figures
 * @param limits the budget, re-measured on the exported file
 * @param front the candidates by cost and information
 * @param trace how the search went
 * @param layers of the network that was found
 * @param cuts what pruning left, where something was pruned
 * @param ledger where the bits are
 * @param columns what single columns know
 * @param controls the same job done in other ways
 * @param answers on the test rows
 * @param findings about the data, one sentence each
 * @param provenance where all this comes from
 */
public record Report(
    String title,
    String asked,
    String found,
    List<Figure> figures,
    List<Limit> limits,
    Optional<Front> front,
    Optional<Trace> trace,
    List<Layer> layers,
    List<Cut> cuts,
    Optional<Ledger> ledger,
    Optional<Columns> columns,
    Optional<Controls> controls,
    Optional<Answers> answers,
    List<String> findings,
    Provenance provenance) {

  /** Copies the lists and checks that every part is present. */
  public Report {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(asked, "asked");
    Objects.requireNonNull(found, "found");
    Objects.requireNonNull(front, "front");
    Objects.requireNonNull(trace, "trace");
    Objects.requireNonNull(ledger, "ledger");
    Objects.requireNonNull(columns, "columns");
    Objects.requireNonNull(controls, "controls");
    Objects.requireNonNull(answers, "answers");
    Objects.requireNonNull(provenance, "provenance");
    figures = List.copyOf(figures);
    limits = List.copyOf(limits);
    layers = List.copyOf(layers);
    cuts = List.copyOf(cuts);
    findings = List.copyOf(findings);
  }
}
