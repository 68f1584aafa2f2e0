/**
 * The default estimate of mutual information: which estimator suits the data, and whether its
 * assumptions hold.
 */
package org.pith.measure.route;
