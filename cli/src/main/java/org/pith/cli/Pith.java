package org.pith.cli;

/** What is the same for every verb. */
final class Pith {

  /** The version of this build. */
  static final String VERSION = "0.1.0";

  private Pith() {}
}
