package org.pith.network.onnx;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.pith.network.Network;
import org.pith.network.Tensor;

/**
 * How long ONNX Runtime takes for a single row on one thread, from values in the Java heap to results in the Java heap.
 *
 * @param medianMicros the median in microseconds
 * @param p95Micros the 95th percentile in microseconds
 * @param count measured runs
 */
public record Latency(double medianMicros, double p95Micros, int count) {

  private static final Length WHOLE = new Length(2_000, 1_000_000_000L);
  private static final Length BRIEF = new Length(150, 70_000_000L);
  private static final int QUIETEST_OF = 3;
  private static final int LEAST = 20;

  /** At most so many runs, in at most so many nanoseconds; a fourth of the runs in a third of the time warm up. */
  private record Length(int runs, long nanos) {}

  /**
   * A glance, for comparing many networks: as {@link #quietest}, but of measurements of at most 150 runs, each cut off after 70
   * milliseconds.
   *
   * @throws OnnxException if ONNX Runtime refuses the network
   */
  public static Latency brief(Network network) {
    return quietest(network, BRIEF);
  }

  /**
   * Of three measurements that with the lowest median: other processes can only slow a network down, so it says most about the
   * network. Each is on a row of zeros (empty texts): 500 runs to warm up, then 2,000 measured ones, cut off after 0.3 and 1
   * second, but at least 20 each.
   *
   * @throws OnnxException if ONNX Runtime refuses the network
   */
  public static Latency quietest(Network network) {
    return quietest(network, WHOLE);
  }

  private static Latency quietest(Network network, Length length) {
    try (OnnxSession session = OnnxSession.open(network, 1)) {
      return Stream.generate(() -> of(session, length))
          .limit(QUIETEST_OF)
          .min(Comparator.comparingDouble(Latency::medianMicros))
          .orElseThrow();
    }
  }

  private static Latency of(OnnxSession session, Length length) {
    Map<String, Tensor> row = new HashMap<>();
    session.inputs().forEach(port -> row.put(port.name(), RuntimeTensors.zeros(port, 1)));
    times(session, row, length.runs() / 4, length.nanos() / 3);
    long[] nanos = times(session, row, length.runs(), length.nanos());
    Arrays.sort(nanos);
    return new Latency(quantile(nanos, 0.5), quantile(nanos, 0.95), nanos.length);
  }

  private static long[] times(
      OnnxSession session, Map<String, Tensor> row, int most, long limitNanos) {
    long[] nanos = new long[most];
    long start = System.nanoTime();
    int done = 0;
    while (done < most && (done < LEAST || System.nanoTime() - start < limitNanos)) {
      long begin = System.nanoTime();
      session.run(row);
      nanos[done++] = System.nanoTime() - begin;
    }
    return Arrays.copyOf(nanos, done);
  }

  /** The nearest rank, in microseconds. */
  private static double quantile(long[] sorted, double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1] / 1_000.0;
  }
}
