package org.pith.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pith.runs.Event.Kind;

/** The embedded store, and the ways in which its file can be unusable. */
class SqliteStoreTest extends RunStoreContract {

  @TempDir Path folder;

  @Override
  String url() {
    return folder.resolve("störe").toString();
  }

  @Override
  void execute(String sql) throws SQLException {
    try (Connection connection = raw();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private Connection raw() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + url() + "/runs.db");
  }

  private RunStore impatient() {
    return RunStore.open(url(), Duration.ofMillis(100), CLOCK);
  }

  @Test
  void commitsSurviveThePowerCord() throws SQLException {
    try (RunStore store = impatient();
        Connection connection = Engine.of(url(), Duration.ofMillis(100)).connect();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeQuery("PRAGMA journal_mode").getString(1)).isEqualTo("wal");
      assertThat(statement.executeQuery("PRAGMA synchronous").getInt(1)).isEqualTo(2);
      assertThat(store.location()).isEqualTo(url());
    }
  }

  @Test
  void aStoreLockedByAnotherProcessIsOneClearLine() throws SQLException {
    try (RunStore store = impatient();
        Run run = store.begin(settings());
        Connection other = raw();
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      assertThatThrownBy(() -> run.append(Kind.STAGE, "30 trained"))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "The store %s is locked by another process (waited 0.1 s). Maybe wait for it to end,"
                  + " or choose another place with --store.",
              url());
      assertThatThrownBy(() -> store.begin(settings())).isInstanceOf(StoreException.class);
      statement.execute("ROLLBACK");
      run.append(Kind.STAGE, "30 trained");
      assertThat(store.list()).hasSize(1);
    }
  }

  /** On a full disk SQLite undoes the transaction by itself; what fails after that is not the cause. */
  @Test
  void tellsTheFirstFailureOfATransaction() {
    Database database = new Database(url(), Duration.ofMillis(100));
    assertThatThrownBy(
            () ->
                database.transaction(
                    c -> {
                      c.createStatement().execute("CREATE TABLE gone (id INTEGER)");
                      c.createStatement().execute("ROLLBACK");
                      throw new SQLException("the first failure");
                    }))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the first failure");
    assertThat(database.<Boolean>call(Connection::getAutoCommit)).isTrue();
    database.close();
  }

  @Test
  void aFullDiskLeavesNothingHalfWritten() throws SQLException {
    Database database = new Database(url(), Duration.ofMillis(100));
    RunStore store = impatient();
    String id = store.begin(settings()).id();
    database.call(c -> c.createStatement().execute("PRAGMA max_page_count = 1"));
    Run full = new Run(id, settings(), database, CLOCK, Lease.held("none", () -> {}));
    assertThatThrownBy(() -> full.once("big", () -> new byte[1_000_000]))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "The store %s cannot grow: its disk is full. Maybe free some space; nothing"
                + " half-written was kept.",
            url());
    assertThat(store.show(id).outcomes()).isEmpty();
    database.close();
    store.close();
  }

  @Test
  void aPlaceThatCannotBeAStoreIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    assertThatThrownBy(() -> RunStore.open(file + "/store"))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("The store %s/store cannot be created: ", file)
        .hasMessageEndingWith("Maybe choose another place with --store.");
    assertThatThrownBy(() -> RunStore.open("/proc/pith"))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("The store /proc/pith cannot be created: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunStore.open("jdbc:mysql://me:secret@host/db?password=secret"))
        .withMessage(
            "The store jdbc:mysql://host/db is neither a folder nor a PostgreSQL database. Maybe"
                + " jdbc:postgresql:host/database was meant.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunStore.open(" "))
        .withMessageContaining("not blank");
  }

  @Test
  void aFileThatIsNoStoreIsNamed() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("runs.db"), "certainly not a database".repeat(100));
    assertThatThrownBy(() -> RunStore.open(other.toString()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is damaged or not a store")
        .hasMessageContaining("Maybe move it away");
  }

  @Test
  void aNewerStoreIsLeftAlone() throws Exception {
    execute("INSERT INTO pith_schema (version) VALUES (7)");
    assertThatThrownBy(this::impatient)
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "The store %s has schema 7, newer than this Pith's 1. Maybe update Pith, or choose"
                + " another place with --store.",
            url());
  }

  @Test
  void manyMayCreateAStoreAtOnce() throws Exception {
    String fresh = folder.resolve("fresh").toString();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      Callable<Integer> task =
          () -> {
            try (RunStore mine = RunStore.open(fresh)) {
              return mine.list().size();
            }
          };
      List<Future<Integer>> all =
          threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> task).toList());
      for (Future<Integer> each : all) {
        assertThat(each.get()).isZero();
      }
    }
  }

  @Test
  void removingARunGivesItsSpaceBack() throws Exception {
    try (RunStore store = impatient()) {
      Run run = store.begin(settings());
      run.artifact("weights", new byte[2_000_000]);
      run.finish("done");
      store.remove(run.id());
    }
    execute("PRAGMA wal_checkpoint(TRUNCATE)");
    assertThat(Files.size(Path.of(url(), "runs.db"))).isLessThan(500_000);
    assertThat(Path.of(url(), "locks")).isEmptyDirectory();
  }
}
