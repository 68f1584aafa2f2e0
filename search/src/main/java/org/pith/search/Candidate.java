package org.pith.search;

import org.pith.search.space.Architecture;
import org.pith.train.Recipe;

/**
 * A network that the search proposes: within the budget by construction.
 *
 * @param id its number, in the order of proposal
 * @param view which encoding of the data it reads, an index into {@link Problem#views}
 * @param architecture structure and widths
 * @param recipe how it learns; the number of epochs is the rung's
 * @param footprint what it costs
 * @param origin where it comes from: {@code "drawn"} or {@code "from 17"}
 */
public record Candidate(
    int id,
    int view,
    Architecture architecture,
    Recipe recipe,
    Footprint footprint,
    String origin) {}
