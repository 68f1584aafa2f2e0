/** Evaluations with a mark each. */
module org.pith.benchmarks {
  requires org.pith.measure;
  requires org.pith.prune;
  requires tools.jackson.databind;
  requires java.management;
  requires jdk.management;
}
