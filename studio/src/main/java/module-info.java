/** Runs as pages: a report is one self-contained file. Opens without libtorch. */
module org.pith.studio {
  requires transitive org.pith.runs;
  requires transitive org.pith.network;
  requires tools.jackson.databind;

}
