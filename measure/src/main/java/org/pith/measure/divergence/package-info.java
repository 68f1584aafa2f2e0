/** Divergences between discrete distributions, and distances between labellings. */
package org.pith.measure.divergence;
