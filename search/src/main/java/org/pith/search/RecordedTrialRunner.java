package org.pith.search;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.pith.network.Network;
import org.pith.network.onnx.OnnxFile;
import org.pith.runs.Codec;
import org.pith.runs.Journal;

/**
 * Asks the run's record before it trains: a trial that the record holds is not repeated, any other is recorded as soon as it is
 * done. A search is a function of its settings and of what its trials bring, so a killed one that is begun again walks through its
 * record and goes on where it stopped, to the same answer.
 */
public final class RecordedTrialRunner implements TrialRunner {

  private static final Codec<TrialResult> CODEC =
      Codec.of(RecordedTrialRunner::encode, RecordedTrialRunner::decode);

  private final TrialRunner trainer;
  private final Journal journal;

  /** Trains with {@code trainer} what {@code journal} does not hold. */
  public RecordedTrialRunner(TrialRunner trainer, Journal journal) {
    this.trainer = trainer;
    this.journal = journal;
  }

  @Override
  public TrialResult run(Trial trial) {
    return journal.once(trial.key(), CODEC, () -> trainer.run(trial));
  }

  static byte[] encode(TrialResult result) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeDouble(result.cpuSeconds());
      out.writeInt(result.networks().size());
      for (int i = 0; i < result.networks().size(); i++) {
        write(out, OnnxFile.encode(result.networks().get(i)));
        write(out, bytes(result.scores().get(i)));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  static TrialResult decode(byte[] recorded) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(recorded))) {
      double cpuSeconds = in.readDouble();
      int count = in.readInt();
      List<Network> networks = new ArrayList<>();
      List<float[]> scores = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        networks.add(OnnxFile.decode(read(in), "the record of a trial"));
        scores.add(floats(read(in)));
      }
      return new TrialResult(networks, scores, cpuSeconds);
    } catch (IOException damaged) {
      throw new UncheckedIOException("The record of a trial is damaged.", damaged);
    }
  }

  private static void write(DataOutputStream out, byte[] part) throws IOException {
    out.writeInt(part.length);
    out.write(part);
  }

  private static byte[] read(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  private static float[] floats(byte[] bytes) {
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    return values;
  }
}
