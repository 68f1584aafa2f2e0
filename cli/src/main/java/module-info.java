/** The composition root: one verb per stage. */
module org.pith.cli {
  requires org.pith.prune;
  requires org.pith.studio;
  requires info.picocli;
  requires tools.jackson.databind;
  requires java.management;
  // Signals.
  requires jdk.unsupported;

  opens org.pith.cli to
      info.picocli,
      tools.jackson.databind;

  exports org.pith.cli;
}
