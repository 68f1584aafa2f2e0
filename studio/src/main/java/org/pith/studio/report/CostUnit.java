package org.pith.studio.report;

/** What a network costs, as the budget names it. */
public enum CostUnit {
  /** Trained numbers that ship. */
  PARAMS("parameters", "parameters"),
  /** Multiply-accumulates for one row. */
  MACS("MACs", "MACs for one row"),
  /** Size of the ONNX file. */
  BYTES("bytes", "file size, bytes"),
  /** Peak activation memory for one row, in bytes. */
  MEMORY("bytes of memory", "peak memory, bytes"),
  /** Median time for one row in ONNX Runtime on one thread, in microseconds. */
  LATENCY("µs", "time for one row, µs");

  private final String words;
  private final String label;

  CostUnit(String words, String label) {
    this.words = words;
    this.label = label;
  }

  /** The unit after a number, for example {@code "parameters"}. */
  public String words() {
    return words;
  }

  /** What is measured, in which unit, for example {@code "time for one row, µs"}. */
  public String label() {
    return label;
  }
}
