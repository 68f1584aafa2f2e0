package org.pith.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pith.runs.Event.Kind;

/** What every store does, wherever it keeps its tables. */
abstract class RunStoreContract {

  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T21:30:45.123Z"), ZoneOffset.UTC);

  private RunStore store;

  /** The URL of a store that is empty at the beginning of each test. */
  abstract String url() throws Exception;

  /** Executes a statement of a user who goes round Pith. */
  abstract void execute(String sql) throws Exception;

  @BeforeEach
  void open() throws Exception {
    store = RunStore.open(url(), Duration.ofMillis(500), CLOCK);
  }

  @AfterEach
  void close() {
    store.close();
  }

  static RunSettings settings() {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    options.put("data", "digits.csv.gz");
    options.put("budget", "params=5k");
    options.put("a", "Zürich 学 'quoted'; DROP TABLE run; --");
    return new RunSettings(
        "compact", -42, "sha256:9f86", options, new LinkedHashMap<>(Map.of("pith", "0.1.0")));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void recordsWhatHappenedInOrder() {
    String id;
    try (Run run = store.begin(settings())) {
      id = run.id();
      run.append(Kind.FINDING, "Column 'ink' is constant.");
      run.append(Kind.STAGE, "120 proposed, 30 trained.");
      run.metric("bits", 0, 3.25);
      run.metric("bits", 1, Double.NaN);
      run.metric("bits", 2, Double.NEGATIVE_INFINITY);
      run.artifact("model.onnx", new byte[] {1, 0, -1});
      assertThat(run.once("trial/0", () -> bytes("x"))).isEqualTo(bytes("x"));
      run.finish("98.7 % with 4,812 parameters");
    }
    RunRecord record = store.show(id);
    assertThat(id).matches("20261122-213045-[2-9a-z]{4}");
    assertThat(record.summary())
        .isEqualTo(
            new RunSummary(
                id,
                CLOCK.instant(),
                CLOCK.instant(),
                settings(),
                RunState.FINISHED,
                "98.7 % with 4,812 parameters"));
    assertThat(record.summary().settings().options().sequencedKeySet())
        .containsExactly("data", "budget", "a");
    assertThat(record.events())
        .extracting(Event::kind)
        .containsExactly(Kind.BEGUN, Kind.FINDING, Kind.STAGE, Kind.FINISHED);
    assertThat(record.metrics())
        .containsExactly(
            new Metric("bits", 0, 3.25),
            new Metric("bits", 1, Double.NaN),
            new Metric("bits", 2, Double.NEGATIVE_INFINITY));
    assertThat(record.artifacts())
        .containsExactly(
            new Artifact(
                "model.onnx",
                3,
                // printf '\x01\x00\xff' | sha256sum
                "b7ae7729555ec6829c579c2602edc6cb94b4ed3d820ddda0a45ac54030f8a53d",
                CLOCK.instant()));
    assertThat(store.artifact(id, "model.onnx")).containsExactly(1, 0, -1);
    assertThat(record.outcomes()).containsExactly("trial/0");
  }

  @Test
  void listsTheNewestFirst() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      try (Run run = store.begin(settings())) {
        ids.add(run.id());
      }
    }
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(store.list()).extracting(RunSummary::id).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(store.list())
        .extracting(RunSummary::id)
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void tellsWhereARunStands() {
    Run run = store.begin(settings());
    assertThat(state(run)).isEqualTo(RunState.RUNNING);
    run.close();
    assertThat(state(run)).isEqualTo(RunState.INTERRUPTED);
    Run again = store.resume(run.id());
    assertThat(state(run)).isEqualTo(RunState.RUNNING);
    again.fail("the disk is full");
    assertThat(state(run)).isEqualTo(RunState.FAILED);
    assertThat(store.show(run.id()).summary().text()).isEqualTo("the disk is full");
    store.resume(run.id()).finish("done");
    assertThat(state(run)).isEqualTo(RunState.FINISHED);
  }

  private RunState state(Run run) {
    return store.show(run.id()).summary().state();
  }

  @Test
  void resumingFindsThePast() {
    Run run = store.begin(settings());
    run.once("a", () -> bytes("first"));
    run.close();
    try (Run again = store.resume(run.id())) {
      assertThat(again.settings()).isEqualTo(settings());
      assertThat(again.once("a", () -> bytes("second"))).isEqualTo(bytes("first"));
      assertThat(again.once("b", Codec.TEXT, () -> "new")).isEqualTo("new");
    }
    assertThat(store.show(run.id()).outcomes()).containsExactly("a", "b");
  }

  @Test
  void whatIsReportedAgainIsNotRecordedAgain() {
    Run run = store.begin(settings());
    report(run);
    run.close();
    RunRecord before = store.show(run.id());
    try (Run again = store.resume(run.id())) {
      report(again);
      again.metric("bits", 0, 99);
    }
    RunRecord after = store.show(run.id());
    assertThat(after.metrics()).isEqualTo(before.metrics());
    assertThat(after.artifacts()).isEqualTo(before.artifacts());
    assertThat(after.events())
        .extracting(Event::kind)
        .containsExactly(Kind.BEGUN, Kind.STAGE, Kind.RESUMED);
  }

  private static void report(Run run) {
    run.append(Kind.STAGE, "30 trained");
    run.metric("bits", 0, 1);
    run.artifact("front.csv", bytes("id"));
  }

  @Test
  void theNewestArtifactCounts() {
    try (Run run = store.begin(settings())) {
      run.artifact("a", bytes("1"));
      run.artifact("a", bytes("2"));
      run.artifact("a", bytes("1"));
      assertThat(store.artifact(run.id(), "a")).isEqualTo(bytes("1"));
      assertThat(store.show(run.id()).artifacts()).hasSize(1);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.artifact(run.id(), "b"))
          .withMessage("Run %s has no artifact 'b'. It has: a.", run.id());
    }
  }

  @Test
  void theSameWorkIsDoneOnceAmongThreads() throws Exception {
    AtomicInteger worked = new AtomicInteger();
    try (Run run = store.begin(settings());
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      Callable<List<String>> task =
          () ->
              IntStream.range(0, 20)
                  .mapToObj(
                      i ->
                          run.once(
                              "k" + i, Codec.TEXT, () -> "v" + i + "#" + worked.incrementAndGet()))
                  .toList();
      List<Future<List<String>>> all =
          threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> task).toList());
      for (Future<List<String>> each : all) {
        assertThat(each.get()).isEqualTo(all.getFirst().get());
      }
    }
    assertThat(worked).hasValue(20);
  }

  @Test
  void failedWorkIsTriedAgain() {
    try (Run run = store.begin(settings())) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  run.once(
                      "a",
                      () -> {
                        throw new IllegalStateException("no luck");
                      }))
          .withMessage("no luck");
      assertThatThrownBy(() -> run.once("a", () -> null))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("The work of 'a' returned null.");
      assertThat(run.once("a", () -> bytes("luck"))).isEqualTo(bytes("luck"));
    }
  }

  @Test
  void aRunHasOneWriter() throws Exception {
    try (Run run = store.begin(settings());
        RunStore other = RunStore.open(url(), Duration.ofMillis(500), CLOCK)) {
      String alive = "Run " + run.id() + " is being written by a living process.";
      for (RunStore any : List.of(store, other)) {
        assertThatThrownBy(() -> any.resume(run.id()))
            .isInstanceOf(StoreException.class)
            .hasMessageStartingWith(alive);
        assertThatThrownBy(() -> any.remove(run.id()))
            .isInstanceOf(StoreException.class)
            .hasMessageStartingWith(alive);
        assertThat(any.list()).extracting(RunSummary::state).containsExactly(RunState.RUNNING);
      }
      run.close();
      other.resume(run.id()).close();
    }
  }

  @Test
  void anEndedRunTakesNothingMore() {
    Run run = store.begin(settings());
    run.finish("done");
    run.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> run.metric("bits", 0, 1))
        .withMessage("Run %s is finished; nothing can be added.", run.id());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.resume(run.id()))
        .withMessageContaining("is finished; there is nothing to resume");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run.append(Kind.FINISHED, "again"))
        .withMessage("FINISHED is recorded by the store itself. Maybe STAGE, FINDING or WARNING.");
  }

  @Test
  void removesARunAltogether() {
    try (Run kept = store.begin(settings())) {
      report(kept);
      Run run = store.begin(settings());
      report(run);
      run.once("a", () -> bytes("x"));
      run.finish("done");
      store.remove(run.id());
      assertThat(store.list()).extracting(RunSummary::id).containsExactly(kept.id());
      for (Runnable use :
          List.<Runnable>of(
              () -> store.show(run.id()),
              () -> store.resume(run.id()),
              () -> store.remove(run.id()))) {
        assertThatIllegalArgumentException()
            .isThrownBy(use::run)
            .withMessage(
                "The store %s has no run '%s'. Maybe pith runs list shows the one you mean.",
                store.location(), run.id());
      }
    }
  }

  @Test
  void theDatabaseItselfRefusesToChangeTheRecord() throws Exception {
    Run run = store.begin(settings());
    report(run);
    run.once("a", () -> bytes("x"));
    run.close();
    RunRecord before = store.show(run.id());
    for (String statement :
        List.of(
            "UPDATE run SET seed = 1",
            "UPDATE setting SET value = 'x'",
            "UPDATE event SET text = 'x'",
            "UPDATE metric SET value = 1",
            "UPDATE outcome SET name = 'x'",
            "UPDATE artifact SET name = 'x'",
            "DELETE FROM setting",
            "DELETE FROM event",
            "DELETE FROM metric",
            "DELETE FROM outcome",
            "DELETE FROM artifact")) {
      assertThatThrownBy(() -> execute(statement))
          .as(statement)
          .hasMessageContaining("append-only");
    }
    assertThat(store.show(run.id())).isEqualTo(before);
    store.remove(run.id());
    assertThat(store.list()).isEmpty();
  }

  @Test
  void manyProcessesMayOpenANewStoreAtOnce() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      Callable<String> task =
          () -> {
            try (RunStore mine = RunStore.open(url(), Duration.ofSeconds(5), CLOCK);
                Run run = mine.begin(settings())) {
              report(run);
              return run.id();
            }
          };
      for (Future<String> each :
          threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> task).toList())) {
        assertThat(store.show(each.get()).metrics()).hasSize(1);
      }
    }
  }

  @Test
  void textThatNoDatabaseTakesIsStoredAsNearlyAsPossible() {
    try (Run run = store.begin(settings())) {
      run.append(Kind.FINDING, "a\0b\uD800c");
      assertThat(store.show(run.id()).events().getLast().text()).isEqualTo("a\uFFFDb?c");
    }
  }
}
