package org.pith.train.internal;

/**
 * What held-out rows say of a network.
 *
 * @param loss mean cross-entropy in nats for classes, mean squared error for numbers
 * @param accuracy share of right answers for classes, NaN for numbers
 */
public record Judgement(double loss, double accuracy) {}
