package org.pith.cli;

import java.util.UUID;
import java.util.function.Function;
import org.pith.network.Network;
import org.pith.network.onnx.Latency;
import org.pith.network.onnx.OnnxFile;
import org.pith.runs.Codec;
import org.pith.runs.Journal;

/**
 * Measures with ONNX Runtime and remembers what it measured, so that a resumed run goes on with the times of the first.
 *
 * @param journal the run's record
 */
record Clock(Journal journal) {

  private static final Codec<Latency> LATENCY =
      Codec.of(
          l -> Codec.TEXT.encode("%s %s %d".formatted(l.medianMicros(), l.p95Micros(), l.count())),
          bytes -> latency(Codec.TEXT.decode(bytes).split(" ")));

  private static Latency latency(String[] parts) {
    return new Latency(
        Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Integer.parseInt(parts[2]));
  }

  /** A glance, for comparing many networks. */
  Latency brief(Network network) {
    return once("latency/", network, Latency::brief);
  }

  /** As what ships is measured: longer, and when the machine is quietest. */
  Latency quietest(Network network) {
    return once("latency/quiet/", network, Latency::quietest);
  }

  private Latency once(String prefix, Network network, Function<Network, Latency> measured) {
    String content = UUID.nameUUIDFromBytes(OnnxFile.encode(network)).toString();
    return journal.once(prefix + content, LATENCY, () -> measured.apply(network));
  }
}
