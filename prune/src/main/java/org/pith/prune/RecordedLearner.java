package org.pith.prune;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.pith.network.Network;
import org.pith.network.Tensor;
import org.pith.network.onnx.OnnxFile;
import org.pith.runs.Codec;
import org.pith.runs.Journal;
import org.pith.train.Recipe;

/**
 * Asks the run's record before it lets train: what the record holds is not learned again, anything else is recorded as soon as it is
 * done. Cuts are functions of their settings and of what was learned, so a killed pruning that is begun again goes through its record
 * to where it stopped. A key names the network, what it reads, the recipe and the seed; the rows are those of the run.
 *
 * <p>For one thread at a time.
 */
public final class RecordedLearner implements Descent.Learner {

  /** What a network learned: only its numbers change. */
  private record Learned(double cpuSeconds, Map<String, float[]> constants) {}

  private static final Codec<Learned> CODEC =
      Codec.of(RecordedLearner::encode, RecordedLearner::decode);

  private final Descent.Learner learner;
  private final Journal journal;
  private double replayedSeconds;

  /** Lets {@code learner} train what {@code journal} does not hold. */
  public RecordedLearner(Descent.Learner learner, Journal journal) {
    this.learner = learner;
    this.journal = journal;
  }

  @Override
  public Network learn(Pruned cut, Recipe recipe, long seed) {
    boolean[] fresh = {false};
    Learned learned =
        journal.once(
            key(cut, recipe, seed),
            CODEC,
            () -> {
              fresh[0] = true;
              return learned(cut, recipe, seed);
            });
    replayedSeconds += fresh[0] ? 0 : learned.cpuSeconds;
    Map<String, Tensor> constants = new LinkedHashMap<>();
    learned.constants.forEach(
        (name, values) ->
            constants.put(name, new Tensor.Floats(cut.network().constant(name).shape(), values)));
    return cut.network().withConstants(constants);
  }

  /** CPU time of the learning that was not done again, in seconds. */
  public double replayedSeconds() {
    return replayedSeconds;
  }

  private Learned learned(Pruned cut, Recipe recipe, long seed) {
    long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    Network network = learner.learn(cut, recipe, seed);
    Map<String, float[]> changed = new LinkedHashMap<>();
    network
        .constants()
        .forEach(
            (name, tensor) -> {
              if (tensor instanceof Tensor.Floats floats
                  && !tensor.equals(cut.network().constant(name))) {
                changed.put(name, floats.values());
              }
            });
    double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun) / 1e9;
    return new Learned(seconds, changed);
  }

  private static String key(Pruned cut, Recipe recipe, long seed) {
    byte[] network = OnnxFile.encode(cut.network());
    String settings = "%s %s %s %d".formatted(content(network), cut.inputs(), recipe, seed);
    return "learn/" + content(settings.getBytes(StandardCharsets.UTF_8));
  }

  private static UUID content(byte[] bytes) {
    return UUID.nameUUIDFromBytes(bytes);
  }

  private static byte[] encode(Learned learned) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeDouble(learned.cpuSeconds);
      out.writeInt(learned.constants.size());
      for (Map.Entry<String, float[]> constant : learned.constants.entrySet()) {
        out.writeUTF(constant.getKey());
        out.writeInt(constant.getValue().length);
        for (float value : constant.getValue()) {
          out.writeFloat(value);
        }
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static Learned decode(byte[] recorded) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(recorded))) {
      double cpuSeconds = in.readDouble();
      int count = in.readInt();
      Map<String, float[]> constants = new LinkedHashMap<>();
      for (int i = 0; i < count; i++) {
        String name = in.readUTF();
        float[] values = new float[in.readInt()];
        for (int k = 0; k < values.length; k++) {
          values[k] = in.readFloat();
        }
        constants.put(name, values);
      }
      return new Learned(cpuSeconds, constants);
    } catch (IOException damaged) {
      throw new UncheckedIOException("The record of what was learned is damaged.", damaged);
    }
  }
}
