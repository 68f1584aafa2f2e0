package org.pith.network;

/** Element types of tensors that networks take, pass on and return. */
public enum ElementType {
  FLOAT,
  DOUBLE,
  INT32,
  INT64,
  BOOL,
  STRING
}
