/** Evaluations with a mark each, and JMH. */
module org.pith.benchmarks {
  requires org.pith.cli;
  requires org.pith.measure;
  requires org.pith.prune;
  requires jmh.core;
}
