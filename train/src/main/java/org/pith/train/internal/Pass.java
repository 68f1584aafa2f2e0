package org.pith.train.internal;

/**
 * One run through the graph of a stack.
 *
 * @param training whether batch statistics and dropout are at work
 * @param seed of what is drawn in this pass; another one for every step
 */
record Pass(boolean training, long seed) {

  /** A pass as the network serves. */
  static final Pass SERVING = new Pass(false, 0);
}
