package org.pith.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pith.runs.Event.Kind;

/**
 * A search that is killed with signal 9 again and again ends with the record of an unbroken one.
 */
class KilledRunTest {

  private static final int TRIALS = 60;

  @TempDir Path folder;

  /**
   * A deterministic search of parallel trials; {@code millis} makes them last, {@code heard} learns
   * of each recorded one.
   */
  private static void search(Run run, long millis, IntConsumer heard) {
    run.append(Kind.STAGE, TRIALS + " proposed");
    List<Double> scores = trials(run, millis, heard);
    IntStream.range(0, TRIALS).forEach(i -> run.metric("bits", i, scores.get(i)));
    double best = Collections.max(scores);
    run.artifact("best.txt", Codec.TEXT.encode(Double.toString(best)));
    run.finish("best " + best);
  }

  private static List<Double> trials(Run run, long millis, IntConsumer heard) {
    try (ForkJoinPool threads = new ForkJoinPool(4)) {
      return threads
          .submit(
              () ->
                  IntStream.range(0, TRIALS)
                      .parallel()
                      .mapToObj(i -> recordedTrial(run, i, millis, heard))
                      .toList())
          .join();
    }
  }

  private static double recordedTrial(Run run, int i, long millis, IntConsumer heard) {
    String score =
        run.once("trial/" + i, Codec.TEXT, () -> trial(run.settings().seed(), i, millis));
    heard.accept(i);
    return Double.parseDouble(score);
  }

  private static String trial(long seed, int i, long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    return Double.toString(new Random(seed + i).nextDouble());
  }

  /**
   * The process that is killed: searches in the store of the first argument, resuming the run of
   * the second.
   */
  public static void main(String[] args) {
    try (RunStore store = RunStore.open(args[0]);
        Run run =
            args.length == 1 ? store.begin(RunStoreContract.settings()) : store.resume(args[1])) {
      search(run, 30, System.out::println);
    }
  }

  @Test
  void endsAsIfUnbroken() throws Exception {
    String unbroken;
    String broken;
    try (RunStore store = RunStore.open(folder.resolve("unbroken").toString())) {
      Run run = store.begin(RunStoreContract.settings());
      unbroken = run.id();
      search(run, 0, i -> {});
    }
    String url = folder.resolve("broken").toString();
    killAfter(15, url);
    try (RunStore store = RunStore.open(url)) {
      RunSummary killed = store.list().getFirst();
      broken = killed.id();
      assertThat(killed.state()).isEqualTo(RunState.INTERRUPTED);
      assertThat(store.show(broken).outcomes()).hasSizeBetween(15, TRIALS - 1);
    }
    killAfter(35, url, broken);
    try (RunStore store = RunStore.open(url);
        Run run = store.resume(broken)) {
      search(run, 0, i -> {});
    }
    assertThat(facts(url, broken))
        .isEqualTo(facts(folder.resolve("unbroken").toString(), unbroken));
  }

  /** Starts the search in a process of its own and kills it once that many trials are recorded. */
  private static void killAfter(int trials, String... args)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KilledRunTest.class.getName()));
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader lines = process.inputReader()) {
      assertThat(lines.lines().limit(trials).count()).isEqualTo(trials);
      process.destroyForcibly();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(128 + 9);
    }
  }

  /** Everything but the times, the resumptions and the order in which parallel trials ended. */
  private static List<Object> facts(String url, String id) {
    try (RunStore store = RunStore.open(url)) {
      RunRecord record = store.show(id);
      return List.of(
          record.summary().settings(),
          record.summary().text(),
          record.events().stream().filter(e -> !e.kind().isLifecycle()).map(Event::text).toList(),
          record.metrics(),
          record.artifacts().stream().map(Artifact::sha256).toList(),
          record.outcomes().stream().sorted().toList());
    }
  }
}
