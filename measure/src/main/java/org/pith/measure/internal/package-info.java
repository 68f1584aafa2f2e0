/**
 * Neighbour search, special functions, linear algebra and threads: the arithmetic under the
 * estimators, not for callers.
 */
package org.pith.measure.internal;
