package org.pith.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.pith.network.Network;
import org.pith.network.cost.Cost;
import org.pith.network.onnx.OnnxException;
import org.pith.network.onnx.OnnxFile;
import org.pith.network.rewrite.ChannelGroups;
import org.pith.network.rewrite.FuseLayerNormalization;

/**
 * ONNX files with flipped bytes, and some cut short: each is read, costed, grouped and written again, or refused in one line. What
 * counts against it is any other exception, and a file that takes longer than five seconds.
 *
 * @param files how many
 */
record OnnxFuzz(String name, int files, int minutes) implements Evaluation {

  private static final double LONGEST_SECONDS = 5;

  @Override
  public String mark() {
    return "none that crashes or takes 5 s";
  }

  @Override
  public Verdict run(Bench bench) {
    List<byte[]> models = models(bench);
    Random random = new Random(42);
    int count = bench.isQuick() ? files / 20 : files;
    int read = 0;
    int failed = 0;
    double slowest = 0;
    for (int i = 0; i < count; i++) {
      byte[] damaged = damage(models.get(i % models.size()), random);
      long start = System.nanoTime();
      try {
        read += understand(damaged) ? 1 : 0;
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
        failed++;
        bench.print("file %d: %s", i, failure);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      slowest = Math.max(slowest, seconds);
      failed += seconds > LONGEST_SECONDS ? 1 : 0;
    }
    bench.print(
        "%,d files: %,d read, %,d refused, slowest %.2f s", count, read, count - read, slowest);
    return new Verdict("%d of %,d files".formatted(failed, count), failed == 0);
  }

  private static List<byte[]> models(Bench bench) {
    Path folder = bench.root().resolve("network/src/test/resources/torch");
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files = all.filter(f -> f.toString().endsWith(".onnx")).sorted().toList();
      if (files.isEmpty()) {
        throw new AbsentException("%s holds no models.".formatted(folder));
      }
      return files.stream().map(OnnxFuzz::bytes).toList();
    } catch (IOException absent) {
      throw new AbsentException("%s is not here.".formatted(folder));
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static byte[] damage(byte[] whole, Random random) {
    byte[] damaged = whole.clone();
    for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
      int range = random.nextBoolean() ? damaged.length : Math.min(damaged.length, 4000);
      damaged[random.nextInt(range)] ^= (byte) (1 << random.nextInt(8));
    }
    return random.nextInt(8) == 0
        ? Arrays.copyOf(damaged, random.nextInt(damaged.length))
        : damaged;
  }

  private static boolean understand(byte[] bytes) {
    Network network;
    try {
      network = FuseLayerNormalization.apply(OnnxFile.decode(bytes, "damaged.onnx"));
    } catch (OnnxException refused) {
      return false;
    }
    try {
      Cost.of(network);
      ChannelGroups.of(network);
      OnnxFile.encode(network);
      return true;
    } catch (IllegalArgumentException named) {
      return false;
    }
  }
}
