package org.pith.studio.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a data set has to say about its target, ready to be shown.
 *
 * @param title for the browser's tab, for example {@code "adult: target"}
 * @param asked what was asked, in one sentence
 * @param found what was found, in one sentence
 * @param figures three to five large figures
 * @param knowable how much there is to know; empty where no decoder could learn
 * @param columns what single columns know
 * @param order in which columns add most; empty where none adds anything
 * @param redundancy what pairs of columns share; empty for a single column
 * @param findings about the data, one sentence each
 * @param provenance where all this comes from
 */
public record Audit(
    String title,
    String asked,
    String found,
    List<Figure> figures,
    Optional<Knowable> knowable,
    Columns columns,
    Optional<JointOrder> order,
    Optional<RedundancyMap> redundancy,
    List<String> findings,
    Provenance provenance) {

  /** Copies the lists and checks that every part is present. */
  public Audit {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(asked, "asked");
    Objects.requireNonNull(found, "found");
    Objects.requireNonNull(knowable, "knowable");
    Objects.requireNonNull(columns, "columns");
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(redundancy, "redundancy");
    Objects.requireNonNull(provenance, "provenance");
    figures = List.copyOf(figures);
    findings = List.copyOf(findings);
  }
}
