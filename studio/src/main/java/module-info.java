/** Runs as pages: a report is one self-contained file. Opens without libtorch. */
module org.pith.studio {
  requires transitive org.pith.runs;

  exports org.pith.studio;
  exports org.pith.studio.report;
}
