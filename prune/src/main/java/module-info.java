/** Removes what carries nothing, repairs what is left. */
module org.pith.prune {
  requires transitive org.pith.search;
  requires java.management;
  // Dense symmetric solves; automatic modules named after their files.
  requires ejml.core;
  requires ejml.ddense;

  exports org.pith.prune;
  exports org.pith.prune.criterion;
  exports org.pith.prune.inspect;
  exports org.pith.prune.regression;
  exports org.pith.prune.repair;
  exports org.pith.prune.schedule;
}
