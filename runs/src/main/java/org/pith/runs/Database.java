package org.pith.runs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One connection to the store, used by one thread at a time; failures come out as {@link
 * StoreException}.
 */
final class Database implements AutoCloseable {

  /** Statements on the connection. */
  interface Work<T> {
    T on(Connection connection) throws SQLException, IOException;
  }

  /** Makes a value of the current row. */
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** One script per version of the schema, in order; a script once released never changes. */
  private static final List<String> SCRIPTS = List.of("1-runs");

  private final Engine engine;
  private final Connection connection;
  private final ReentrantLock turn = new ReentrantLock();

  Database(String url, Duration patience) {
    this.engine = Engine.of(url, patience);
    try {
      this.connection = engine.connect();
    } catch (SQLException e) {
      throw failure(e);
    }
    try {
      if (call(Database::version) != SCRIPTS.size()) {
        transaction(this::upgrade);
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  String location() {
    return engine.location();
  }

  /** Runs {@code work} where each statement commits by itself. */
  <T> T call(Work<T> work) {
    turn.lock();
    try {
      return work.on(connection);
    } catch (SQLException e) {
      throw failure(e);
    } catch (IOException e) {
      throw new StoreException(
          "The store %s failed: %s.".formatted(location(), Engine.firstLine(e)), e);
    } finally {
      turn.unlock();
    }
  }

  /** Runs {@code work} so that all of it is recorded or nothing. */
  <T> T transaction(Work<T> work) {
    return call(
        c -> {
          c.setAutoCommit(false);
          try {
            T result = work.on(c);
            c.commit();
            c.setAutoCommit(true);
            return result;
          } catch (SQLException | IOException | RuntimeException e) {
            undo(c, e);
            throw e;
          }
        });
  }

  /** The first failure is the one to tell: a full disk has already undone the transaction, say. */
  private static void undo(Connection connection, Exception because) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      because.addSuppressed(e);
    }
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      because.addSuppressed(e);
    }
  }

  /** Executes one changing statement and tells how many rows it changed. */
  int update(String sql, Object... values) {
    return call(c -> update(c, sql, values));
  }

  static int update(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  /** The rows that {@code sql} selects. */
  <T> List<T> select(Row<T> row, String sql, Object... values) {
    return call(c -> select(c, row, sql, values));
  }

  static <T> List<T> select(Connection connection, Row<T> row, String sql, Object... values)
      throws SQLException {
    List<T> rows = new ArrayList<>();
    try (PreparedStatement statement = prepare(connection, sql, values);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        rows.add(row.of(result));
      }
    }
    return rows;
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      switch (values[i]) {
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        case String text -> statement.setString(i + 1, storable(text));
        case Double number when number.isNaN() -> statement.setNull(i + 1, java.sql.Types.DOUBLE);
        case Object other -> statement.setObject(i + 1, other);
      }
    }
    return statement;
  }

  /** PostgreSQL has no NUL in text, and neither store has half a surrogate pair. */
  private static String storable(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        .replace('\0', '\uFFFD');
  }

  /** The right to write a run, or empty where it is taken. */
  Optional<Lease> lease(String run) {
    return call(c -> engine.lease(run, c));
  }

  boolean isLeased(String run) {
    return call(c -> engine.isLeased(run, c));
  }

  void forgetLease(String run) {
    call(
        c -> {
          engine.forgetLease(run);
          return null;
        });
  }

  /** The schema's version; 0 for a new store. Reads only, so that a store in use can be opened. */
  private static int version(Connection c) throws SQLException {
    try (ResultSet table = c.getMetaData().getTables(null, c.getSchema(), "pith_schema", null)) {
      if (!table.next()) {
        return 0;
      }
    }
    return select(c, r -> r.getInt(1), "SELECT COALESCE(MAX(version), 0) FROM pith_schema")
        .getFirst();
  }

  private Void upgrade(Connection c) throws SQLException {
    engine.holdSchema(c);
    int version = version(c);
    if (version > SCRIPTS.size()) {
      throw new StoreException(
          "The store %s has schema %d, newer than this Pith's %d. Maybe update Pith, or choose another place with --store."
              .formatted(location(), version, SCRIPTS.size()));
    }
    update(c, "CREATE TABLE IF NOT EXISTS pith_schema (version INTEGER NOT NULL PRIMARY KEY)");
    for (String script : SCRIPTS.subList(version, SCRIPTS.size())) {
      execute(c, script + ".sql");
      execute(c, script + "." + engine.dialect() + ".sql");
      update(c, "INSERT INTO pith_schema (version) VALUES (?)", ++version);
    }
    return null;
  }

  private static void execute(Connection connection, String script) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(resource(script));
    }
  }

  private static String resource(String name) {
    try (InputStream in = Database.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private StoreException failure(SQLException e) {
    return new StoreException("The store %s %s".formatted(location(), engine.explain(e)), e);
  }

  @Override
  public void close() {
    call(
        c -> {
          c.close();
          return null;
        });
  }
}
