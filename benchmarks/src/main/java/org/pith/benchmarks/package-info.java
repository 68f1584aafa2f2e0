/** Evaluations with a mark each: what {@code benchmarks/run} runs. */
package org.pith.benchmarks;
