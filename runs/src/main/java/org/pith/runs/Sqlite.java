package org.pith.runs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The embedded store: a folder with {@code runs.db} and one empty lock file per run. The write-ahead log lets processes read
 * while one writes; every commit is flushed to the disk.
 */
record Sqlite(Path folder, Duration patience) implements Engine {

  static Sqlite in(String folder, Duration patience) {
    try {
      return new Sqlite(Path.of(folder).toAbsolutePath().normalize(), patience);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "The store %s is not a folder's name: %s.".formatted(folder, e.getReason()), e);
    }
  }

  @Override
  public String location() {
    return folder.toString();
  }

  @Override
  public String dialect() {
    return "sqlite";
  }

  @Override
  public Connection connect() throws SQLException {
    makeFolder(folder);
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(Math.toIntExact(patience.toMillis()));
    config.enforceForeignKeys(true);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    Connection connection = config.createConnection("jdbc:sqlite:" + folder.resolve("runs.db"));
    try {
      keepLogAhead(connection);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private void makeFolder(Path wanted) {
    try {
      Files.createDirectories(wanted);
    } catch (IOException e) {
      throw new StoreException(
          "The store %s cannot be created: %s. Maybe choose another place with --store."
              .formatted(location(), reason(e)),
          e);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case java.nio.file.FileAlreadyExistsException f -> f.getFile() + " is not a folder";
      case java.nio.file.AccessDeniedException f -> "no permission to write " + f.getFile();
      default -> Engine.firstLine(e);
    };
  }

  /** SQLite does not wait for another process that switches the same new file, so the waiting is done here. */
  private void keepLogAhead(Connection connection) throws SQLException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try (Statement statement = connection.createStatement()) {
        if (!journalMode(statement, "").equals("wal")) {
          statement.execute("PRAGMA auto_vacuum = FULL");
          journalMode(statement, " = WAL");
        }
        return;
      } catch (SQLiteException e) {
        if (e.getResultCode() != SQLiteErrorCode.SQLITE_BUSY || System.nanoTime() > end) {
          throw e;
        }
        pause();
      }
    }
  }

  private static String journalMode(Statement statement, String setting) throws SQLException {
    try (ResultSet mode = statement.executeQuery("PRAGMA journal_mode" + setting)) {
      return mode.getString(1);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void holdSchema(Connection connection) {
    // Every transaction starts as a writer, and SQLite has one writer.
  }

  @Override
  public Optional<Lease> lease(String run, Connection connection) throws IOException {
    String name = leaseFile(run).toString();
    if (!Lease.reserve(name)) {
      return Optional.empty();
    }
    try {
      makeFolder(leaseFile(run).getParent());
      FileChannel channel =
          FileChannel.open(leaseFile(run), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lockWithin(channel, Duration.ofMillis(200))) {
        return Optional.of(Lease.held(name, channel::close));
      }
      channel.close();
    } catch (IOException | RuntimeException e) {
      Lease.giveUp(name);
      throw e;
    }
    Lease.giveUp(name);
    return Optional.empty();
  }

  /** Tries for a moment, because {@link #isLeased} of another process may be looking just now. */
  private static boolean lockWithin(FileChannel channel, Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    while (channel.tryLock() == null) {
      if (System.nanoTime() > end) {
        return false;
      }
      pause();
    }
    return true;
  }

  @Override
  public boolean isLeased(String run, Connection connection) throws IOException {
    Path file = leaseFile(run);
    // Closing any channel of a file drops every lock this process has on it, so a lease held here must not be probed.
    if (!Lease.reserve(file.toString())) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      FileLock lock = channel.tryLock();
      return lock == null;
    } catch (NoSuchFileException e) {
      return false;
    } finally {
      Lease.giveUp(file.toString());
    }
  }

  @Override
  public void forgetLease(String run) throws IOException {
    Files.deleteIfExists(leaseFile(run));
  }

  private Path leaseFile(String run) {
    return folder.resolve("locks").resolve(run + ".lock");
  }

  @Override
  public String explain(SQLException e) {
    if (!(e instanceof SQLiteException sqlite)) {
      return "failed: " + Engine.firstLine(e);
    }
    // The low byte is the primary result; the rest refines it.
    return switch (sqlite.getResultCode().code & 0xff) {
      case 5, 6 ->
          "is locked by another process (waited %s s). Maybe wait for it to end, or choose another place with --store."
              .formatted(Postgres.seconds(patience));
      case 13 -> "cannot grow: its disk is full. Maybe free some space; nothing half-written was kept.";
      case 8, 14 ->
          "cannot be written: no permission, or the file system is read-only. Maybe choose another place with --store.";
      case 10 -> "cannot be read or written: %s. Maybe its disk is full or gone.".formatted(code(sqlite));
      case 11, 26 ->
          "is damaged or not a store: %s. Maybe move it away and start with a new one.".formatted(code(sqlite));
      default -> "failed: " + Engine.firstLine(e);
    };
  }

  private static String code(SQLiteException e) {
    return e.getResultCode().message;
  }
}
