package org.pith.train;

/**
 * What one pass over the training rows brought.
 *
 * @param epoch from 1
 * @param learningRate of the epoch's last step
 * @param trainLoss mean of the objective over the epoch's batches, with smoothing, distillation and
 *     augmentation as trained: nats for classes, mean squared error for numbers
 * @param validationLoss held-out loss in nats: mean cross-entropy of the labels for classes; for
 *     numbers the differential {@code ln(2 * pi * e * mse) / 2} of a Gaussian residual. NaN without
 *     validation rows
 * @param validationMetric share of right answers for classes, mean squared error for numbers; NaN
 *     without validation rows
 */
public record EpochRecord(
    int epoch,
    double learningRate,
    double trainLoss,
    double validationLoss,
    double validationMetric) {}
