package org.pith.prune.repair;

/**
 * One layer after its repair.
 *
 * @param node the layer's node
 * @param unexplained cross-validated share of the variance of what the layer made in the original
 *     that the cut and refitted one does not explain, averaged over the layer's regressions; in
 *     [0,1] but for noise
 * @param strength of the ridge; the largest of the layer's regressions
 */
public record Refit(String node, double unexplained, double strength) {}
