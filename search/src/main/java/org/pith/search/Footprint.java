package org.pith.search;

import org.pith.network.cost.Cost;
import org.pith.network.onnx.Latency;

/**
 * What a network costs, as it ships: with its preprocessing, and with normalisation folded into the weights.
 *
 * @param params trained numbers
 * @param macs multiply-accumulates of one row
 * @param bytes size of the file
 * @param memoryBytes peak activation memory at batch 1
 * @param latencyMicros median time of one row; NaN where nobody asked
 */
public record Footprint(
    long params, long macs, long bytes, long memoryBytes, double latencyMicros) {

  /** What passing over a byte of activations costs, in multiply-accumulates. */
  private static final double MACS_PER_BYTE = 12;

  /** The part that follows from the graph; the latency is open. */
  public static Footprint of(Cost cost) {
    return new Footprint(cost.params(), cost.macs(), cost.bytes(), cost.memoryBytes(), Double.NaN);
  }

  /** As it was measured: the size of the very file, the latency by the clock. */
  public static Footprint measured(Cost cost, byte[] file, Latency latency) {
    return new Footprint(
        cost.params(), cost.macs(), file.length, cost.memoryBytes(), latency.medianMicros());
  }

  /** The same with a latency. */
  public Footprint withLatency(double micros) {
    return new Footprint(params, macs, bytes, memoryBytes, micros);
  }

  /** What a row costs a training step, in multiply-accumulates forward; passing over its activations counts as well. */
  public double work() {
    return macs + MACS_PER_BYTE * memoryBytes;
  }

  /** The amount that {@code limit} bounds. */
  public double amount(Limit limit) {
    return switch (limit) {
      case PARAMS -> params;
      case MACS -> macs;
      case BYTES -> bytes;
      case MEMORY -> memoryBytes;
      case LATENCY -> latencyMicros;
    };
  }
}
