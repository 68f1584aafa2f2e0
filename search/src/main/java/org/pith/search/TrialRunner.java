package org.pith.search;

import java.util.List;

/**
 * Runs trials, in any order and on any number of workers; the results do not depend on either. A local pool of threads is the
 * default; a cluster implements the same.
 */
public interface TrialRunner {

  /** The results in the order of {@code trials}. */
  List<TrialResult> run(List<Trial> trials);
}
