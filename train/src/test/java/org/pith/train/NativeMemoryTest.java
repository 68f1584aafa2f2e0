package org.pith.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pith.network.Network;
import org.pith.network.Shape;

class NativeMemoryTest {

  private static final Path STATUS = Path.of("/proc/self/status");

  /**
   * A thousand trainings may take 300 MB more than the first, so two hundred may take 60. The Java
   * heap is not counted: what other tests left there says nothing. Nor are the first two hundred:
   * the compiler of the JVM works in native memory too, some 50 MB until the loop is compiled.
   */
  @Test
  void trainingsGiveTheirMemoryBack() throws IOException {
    assumeThat(STATUS).as("the resident size is read from /proc, only Linux has it").exists();
    List<Network> networks = StackingTest.networks(StackingTest::cnn);
    Examples examples = StackingTest.random(64, Shape.of(2, 6, 6), 1);
    Recipe recipe =
        Recipe.defaults()
            .withEpochs(2)
            .withBatchSize(32)
            .withPatience(1)
            .withAveraging(new Recipe.Averaging.Tail(0.5));
    train(networks, examples, recipe, 200);
    long before = nativeMegabytes();
    train(networks, examples, recipe, 200);
    assertThat(nativeMegabytes() - before).isLessThan(60);
  }

  private static void train(List<Network> networks, Examples examples, Recipe recipe, int times) {
    for (int i = 0; i < times; i++) {
      Trainer.train(networks, examples, examples, recipe, i);
      Inference.scores(networks.getFirst(), examples);
    }
  }

  /**
   * What is resident beyond all that the heap has taken from the system. Pages of the heap become
   * resident when they are first written, so all of them are written before.
   */
  private static long nativeMegabytes() throws IOException {
    writeTheWholeHeap();
    System.gc();
    long resident =
        Files.readAllLines(STATUS).stream()
            .filter(line -> line.startsWith("VmRSS"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
            .findFirst()
            .orElseThrow();
    return resident - Runtime.getRuntime().totalMemory() / (1 << 20);
  }

  private static void writeTheWholeHeap() {
    byte[] written = new byte[0];
    for (long left = Runtime.getRuntime().totalMemory(); left > 0; left -= written.length) {
      written = new byte[1 << 20];
      written[0] = 1;
    }
  }
}
