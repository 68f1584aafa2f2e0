package org.pith.runs;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/**
 * A store that several machines share: the tables live in the connection's current schema. A run's lease is an advisory lock
 * of the session, which the server drops with the connection.
 */
record Postgres(String url, Duration patience) implements Engine {

  static final String PREFIX = "jdbc:postgresql:";

  /** Any constant of our own: the advisory lock under which the schema changes. */
  private static final long SCHEMA_LOCK = 0x50697468_52756e73L;

  /** The URL without its parameters and without a user and password before the host. */
  static String withoutSecrets(String url) {
    return url.replaceFirst("\\?.*", "").replaceFirst("//[^/]*@", "//");
  }

  static String seconds(Duration patience) {
    return Double.toString(patience.toMillis() / 1000.0).replaceFirst("\\.0$", "");
  }

  @Override
  public String location() {
    return withoutSecrets(url);
  }

  @Override
  public String dialect() {
    return "postgresql";
  }

  @Override
  public Connection connect() throws SQLException {
    String seconds = Long.toString(Math.max(1, patience.toSeconds()));
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "pith");
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("loginTimeout", seconds);
    properties.setProperty("tcpKeepAlive", "true");
    Connection connection = DriverManager.getConnection(url, properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET lock_timeout = " + patience.toMillis());
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void holdSchema(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_xact_lock(" + SCHEMA_LOCK + ")");
    }
  }

  @Override
  public Optional<Lease> lease(String run, Connection connection) throws SQLException {
    String name = leaseName(run);
    if (!Lease.reserve(name)) {
      return Optional.empty();
    }
    try {
      if (ask(connection, "SELECT pg_try_advisory_lock(hashtextextended(?, 0))", run)) {
        return Optional.of(Lease.held(name, () -> release(run, connection)));
      }
    } catch (SQLException e) {
      Lease.giveUp(name);
      throw e;
    }
    Lease.giveUp(name);
    return Optional.empty();
  }

  private static void release(String run, Connection connection) throws SQLException {
    ask(connection, "SELECT pg_advisory_unlock(hashtextextended(?, 0))", run);
  }

  @Override
  public boolean isLeased(String run, Connection connection) throws SQLException {
    return Lease.isHeldHere(leaseName(run))
        || ask(
            connection,
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1"
                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                + " AND (classid::bigint << 32 | objid::bigint) = hashtextextended(?, 0))",
            run);
  }

  @Override
  public void forgetLease(String run) {
    // The server keeps nothing of a lock that was released.
  }

  private String leaseName(String run) {
    return location() + "#" + run;
  }

  private static boolean ask(Connection connection, String sql, String run) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, run);
      try (ResultSet answer = statement.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }

  @Override
  public String explain(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String said = Engine.firstLine(e);
    return switch (state) {
      case "55P03" ->
          "is locked by another process (waited %s s). Maybe wait for it to end."
              .formatted(seconds(patience));
      case "53100" -> "cannot grow: the server's disk is full. Maybe free some space there.";
      case "42501" ->
          "refused: %s. Maybe ask for the right to create tables, or name a schema with ?currentSchema=."
              .formatted(said);
      case "28P01", "28000", "3D000" ->
          "cannot be opened: %s. Maybe check user, password and database in its URL.".formatted(said);
      case String s when s.startsWith("08") ->
          "cannot be reached: %s Maybe check host and port, and that the server runs.".formatted(said);
      default -> "failed: " + said;
    };
  }
}
