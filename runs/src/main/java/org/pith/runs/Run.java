package org.pith.runs;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.pith.runs.Event.Kind;

/**
 * The record of one run, open for writing by this process alone. Every call is on the disk when it returns, so a process that
 * is killed loses at most what it was just recording.
 *
 * <p>A resumed run starts its work again from the beginning and finds its past in the {@link Journal}; what it reports a
 * second time on the way (the same event, the same metric, the same artifact) is recognised and not recorded again.
 *
 * <p>Closing a run that was neither finished nor failed leaves it interrupted, to be resumed. Every method may be called from
 * many threads.
 */
public final class Run implements Journal, AutoCloseable {

  private final String id;
  private final RunSettings settings;
  private final Database database;
  private final Clock clock;
  private final Lease lease;
  private final Journal outcomes;
  private volatile String end = "";

  Run(String id, RunSettings settings, Database database, Clock clock, Lease lease) {
    this.id = id;
    this.settings = settings;
    this.database = database;
    this.clock = clock;
    this.lease = lease;
    this.outcomes = new KeyedOnce(new RecordedOutcomes());
  }

  /** The run's id, for example {@code 20261122-213045-k3f9}: when it began in local time, and four random letters. */
  public String id() {
    return id;
  }

  /** What it was asked when it began. */
  public RunSettings settings() {
    return settings;
  }

  /**
   * Records a stage, finding or warning. The same text of the same kind is recorded once.
   *
   * @throws IllegalArgumentException where {@code kind} {@linkplain Kind#isLifecycle belongs to the store}
   */
  public void append(Kind kind, String text) {
    if (kind.isLifecycle()) {
      throw new IllegalArgumentException(
          "%s is recorded by the store itself. Maybe STAGE, FINDING or WARNING.".formatted(kind));
    }
    checkOpen();
    database.update(
        "INSERT INTO event (run, position, recorded, kind, text) SELECT ?, "
            + nextPosition("event")
            + ", ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM event WHERE run = ? AND kind = ? AND text = ?)",
        id, id, now(), kind.name(), text, id, kind.name(), text);
  }

  /** Records a number; the first value of a name and step stays. */
  public void metric(String name, long step, double value) {
    checkOpen();
    database.update(
        "INSERT INTO metric (run, position, name, step, value) VALUES (?, "
            + nextPosition("metric")
            + ", ?, ?, ?) ON CONFLICT DO NOTHING",
        id, id, name, step, value);
  }

  /** Keeps a file with the record. The newest content of a name counts; content that is already the newest is not added. */
  public void artifact(String name, byte[] content) {
    checkOpen();
    String sha256 = sha256(content);
    database.update(
        "INSERT INTO artifact (run, position, recorded, name, sha256, bytes, content) SELECT ?, "
            + nextPosition("artifact")
            + ", ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM artifact a WHERE a.run = ? AND a.name = ?"
            + " AND a.sha256 = ? AND a.position = (SELECT MAX(position) FROM artifact b"
            + " WHERE b.run = a.run AND b.name = a.name))",
        id, id, now(), name, sha256, (long) content.length, content, id, name, sha256);
  }

  @Override
  public byte[] once(String key, Supplier<byte[]> work) {
    checkOpen();
    return outcomes.once(key, work);
  }

  /** Ends the run well and closes it for good. {@code summary} is one sentence with what was found. */
  public void finish(String summary) {
    end(Kind.FINISHED, summary);
  }

  /** Ends the run with an error and closes it; it can be resumed. {@code reason} is one line. */
  public void fail(String reason) {
    end(Kind.FAILED, reason);
  }

  private synchronized void end(Kind kind, String text) {
    checkOpen();
    record(kind, text);
    end = kind == Kind.FINISHED ? "finished" : "failed";
    lease.close();
  }

  /** Gives up the right to write. Does nothing on a run that has ended. */
  @Override
  public synchronized void close() {
    if (end.isEmpty()) {
      end = "closed";
      lease.close();
    }
  }

  void record(Kind kind, String text) {
    database.call(
        c -> {
          record(c, id, clock.millis(), kind, text);
          return null;
        });
  }

  static void record(
      Connection connection, String id, long now, Kind kind, String text)
      throws SQLException {
    Database.update(
        connection,
        "INSERT INTO event (run, position, recorded, kind, text) VALUES (?, "
            + nextPosition("event")
            + ", ?, ?, ?)",
        id, id, now, kind.name(), text);
  }

  /** A run has one writer, so the next position is free. Takes the run's id as its parameter. */
  private static String nextPosition(String table) {
    return "(SELECT COALESCE(MAX(position), 0) + 1 FROM " + table + " WHERE run = ?)";
  }

  private long now() {
    return clock.millis();
  }

  private void checkOpen() {
    if (!end.isEmpty()) {
      throw new IllegalStateException("Run %s is %s; nothing can be added.".formatted(id, end));
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
  }

  /** The journal's rows. */
  private final class RecordedOutcomes implements KeyedOnce.Outcomes {
    @Override
    public byte[] find(String key) {
      List<byte[]> found =
          database.select(
              r -> r.getBytes(1), "SELECT content FROM outcome WHERE run = ? AND name = ?", id, key);
      return found.isEmpty() ? null : found.getFirst();
    }

    @Override
    public void keep(String key, byte[] outcome) {
      checkOpen();
      database.update(
          "INSERT INTO outcome (run, position, recorded, name, content) VALUES (?, "
              + nextPosition("outcome")
              + ", ?, ?, ?)",
          id, id, now(), key, outcome);
    }
  }
}
