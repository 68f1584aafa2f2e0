/**
 * Whether an estimate can be believed: nulls, standard errors, consistency under subsampling, and
 * the verdict.
 */
package org.pith.measure.significance;
