package org.pith.network;

/** Element types of tensors that networks take, pass on and return. */
public enum ElementType {
  FLOAT(4),
  DOUBLE(8),
  INT32(4),
  INT64(8),
  BOOL(1),
  /** Counted as a reference of eight bytes, whatever the text. */
  STRING(8);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes an element takes in memory. */
  public int bytes() {
    return bytes;
  }
}
