package org.pith.runs;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** What differs between the databases that hold a store. Everything else is one SQL text for all. */
sealed interface Engine permits Sqlite, Postgres {

  /** The engine of a folder or a JDBC URL; {@code patience} bounds every wait for another process. */
  static Engine of(String url, Duration patience) {
    if (url.isBlank()) {
      throw new IllegalArgumentException(
          "The store must be a folder or a PostgreSQL URL, not blank. Maybe ~/.pith was meant.");
    }
    if (url.startsWith(Postgres.PREFIX)) {
      return new Postgres(url, patience);
    }
    if (url.startsWith("jdbc:")) {
      throw new IllegalArgumentException(
          "The store %s is neither a folder nor a PostgreSQL database. Maybe %shost/database was meant."
              .formatted(Postgres.withoutSecrets(url), Postgres.PREFIX));
    }
    return Sqlite.in(url, patience);
  }

  /** The store as a message may name it: no password in it. */
  String location();

  /** The suffix of this engine's own part of each schema script. */
  String dialect();

  /** A new connection that commits durably. */
  Connection connect() throws SQLException;

  /** Inside a transaction: makes every other process that wants to change the schema wait for its end. */
  void holdSchema(Connection connection) throws SQLException;

  /** The right to write one run, which ends with the process that has it; empty where another process has it. */
  Optional<Lease> lease(String run, Connection connection) throws SQLException, IOException;

  /** Whether some process holds the lease of a run. */
  boolean isLeased(String run, Connection connection) throws SQLException, IOException;

  /** Forgets what a removed run's lease left behind. The caller holds the lease. */
  void forgetLease(String run) throws IOException;

  /** Why a statement failed and what to do about it: the rest of a sentence that begins with the store's name. */
  String explain(SQLException e);

  /** The first line of an exception's own message. */
  static String firstLine(Exception e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.lines().findFirst().orElse("").strip();
  }
}
