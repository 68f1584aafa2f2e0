/** Evaluations with a mark each. */
package org.pith.benchmarks;
