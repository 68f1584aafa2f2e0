package org.pith.train.internal;

/**
 * Constants of the optimiser.
 *
 * @param beta1 share of the mean gradient kept per step
 * @param beta2 share of the mean squared gradient kept per step
 * @param epsilon added to the root of the latter
 * @param weightDecay per unit of learning rate, on matrices and filters
 * @param clipNorm largest norm of a network's gradient; 0 for no limit
 * @param keepsZeros whether numbers of matrices and filters that are zero at first stay so
 */
public record AdamSettings(
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    double clipNorm,
    boolean keepsZeros) {}
