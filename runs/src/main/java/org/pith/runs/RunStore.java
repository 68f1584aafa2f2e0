package org.pith.runs;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pith.runs.Event.Kind;

/**
 * Where runs are recorded: a folder with an embedded SQL database, or a PostgreSQL database. Several processes may use one
 * store at once; each run has one writer.
 *
 * <p>The record is append-only, and the database itself refuses a change of it: rows never change, and leave only when a whole
 * run is {@linkplain #remove removed}.
 *
 * <p>Every method throws {@link StoreException} where the store cannot be used; nothing half-written is left then. Safe for
 * use by many threads.
 */
public final class RunStore implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final DateTimeFormatter ID_TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  /** Letters and digits that are not mistaken for one another. */
  private static final String ID_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz";

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Database database;
  private final Records records;
  private final Clock clock;

  private RunStore(Database database, Clock clock) {
    this.database = database;
    this.records = new Records(database);
    this.clock = clock;
  }

  /**
   * Opens a store, and makes it where it does not exist.
   *
   * @param url a folder, or {@code jdbc:postgresql://host/database?user=…}; its tables then live in the connection's current
   *     schema, which {@code currentSchema=…} sets
   * @throws IllegalArgumentException where {@code url} is neither
   * @throws StoreException where the store cannot be created or reached, or another process keeps it locked for 5 seconds
   */
  public static RunStore open(String url) {
    return open(url, PATIENCE, Clock.systemDefaultZone());
  }

  static RunStore open(String url, Duration patience, Clock clock) {
    return new RunStore(new Database(url, patience), clock);
  }

  /** The folder, or the URL without user, password and parameters. */
  public String location() {
    return database.location();
  }

  /** Begins a run. */
  public Run begin(RunSettings settings) {
    while (true) {
      String id = newId();
      Lease lease = lease(id);
      try {
        if (database.transaction(c -> insert(c, id, settings))) {
          return new Run(id, settings, database, clock, lease);
        }
        lease.close();
      } catch (RuntimeException e) {
        lease.close();
        throw e;
      }
    }
  }

  /**
   * Takes up a run that was killed, interrupted or failed. The caller starts its work again from the beginning, with the run
   * as its {@link Journal}.
   *
   * @throws IllegalArgumentException where the store has no such run, or it is finished
   * @throws StoreException where a living process writes the run
   */
  public Run resume(String id) {
    records.get(id);
    Lease lease = lease(id);
    try {
      RunSummary summary = records.get(id);
      if (summary.state() == RunState.FINISHED) {
        throw new IllegalArgumentException(
            "Run %s is finished; there is nothing to resume. Maybe pith runs show %s.".formatted(id, id));
      }
      Run run = new Run(id, summary.settings(), database, clock, lease);
      run.record(Kind.RESUMED, "");
      return run;
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  /** Every run, the newest first. */
  public List<RunSummary> list() {
    return records.list();
  }

  /**
   * Everything recorded about a run.
   *
   * @throws IllegalArgumentException where the store has no such run
   */
  public RunRecord show(String id) {
    return records.show(id);
  }

  /**
   * The newest content of an artifact.
   *
   * @throws IllegalArgumentException where the store has no such run, or the run no such artifact
   */
  public byte[] artifact(String id, String name) {
    return records.artifact(id, name).orElseThrow(() -> noArtifact(records.show(id), name));
  }

  private static IllegalArgumentException noArtifact(RunRecord run, String name) {
    String others = run.artifacts().stream().map(Artifact::name).collect(Collectors.joining(", "));
    return new IllegalArgumentException(
        "Run %s has no artifact '%s'. It has: %s."
            .formatted(run.summary().id(), name, others.isEmpty() ? "none" : others));
  }

  /**
   * Removes a run with everything recorded about it.
   *
   * @throws IllegalArgumentException where the store has no such run
   * @throws StoreException where a living process writes the run
   */
  public void remove(String id) {
    records.get(id);
    try (Lease lease = lease(id)) {
      database.update("DELETE FROM run WHERE id = ?", id);
      database.forgetLease(id);
    }
  }

  /** Closes the store. Its open runs can record nothing more. */
  @Override
  public void close() {
    database.close();
  }

  private Lease lease(String id) {
    return database
        .lease(id)
        .orElseThrow(
            () ->
                new StoreException(
                    "Run %s is being written by a living process. Maybe wait for it to end, or stop it."
                        .formatted(id)));
  }

  private String newId() {
    String letters =
        IntStream.range(0, 4)
            .mapToObj(i -> ID_LETTERS.charAt(RANDOM.nextInt(ID_LETTERS.length())))
            .map(String::valueOf)
            .collect(Collectors.joining());
    return LocalDateTime.now(clock).format(ID_TIME) + "-" + letters;
  }

  /** False where the id is taken. */
  private boolean insert(Connection c, String id, RunSettings settings) throws SQLException {
    int inserted =
        Database.update(
            c,
            "INSERT INTO run (id, begun, verb, seed, fingerprint) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            id,
            clock.millis(),
            settings.verb(),
            settings.seed(),
            settings.fingerprint());
    if (inserted == 0) {
      return false;
    }
    insert(c, id, "option", settings.options());
    insert(c, id, "version", settings.versions());
    Run.record(c, id, clock.millis(), Kind.BEGUN, "");
    return true;
  }

  private static void insert(Connection c, String id, String kind, Map<String, String> settings)
      throws SQLException {
    int position = 0;
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      Database.update(
          c,
          "INSERT INTO setting (run, kind, position, name, value) VALUES (?, ?, ?, ?, ?)",
          id,
          kind,
          position++,
          setting.getKey(),
          setting.getValue());
    }
  }
}
