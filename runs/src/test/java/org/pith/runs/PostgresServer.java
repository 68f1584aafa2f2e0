package org.pith.runs;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server for tests: the one that {@code PITH_TEST_POSTGRES} names by a JDBC URL, or
 * else a fresh one from the installed binaries, on a free local port, in a folder that goes with
 * it.
 *
 * <p>PostgreSQL refuses to run as root; it then runs as the user {@code postgres} that Debian's
 * package creates.
 */
record PostgresServer(String url, Optional<Path> folder) implements AutoCloseable {

  static PostgresServer start() throws IOException, InterruptedException {
    String given = System.getenv("PITH_TEST_POSTGRES");
    if (given != null && !given.isBlank()) {
      return new PostgresServer(given, Optional.empty());
    }
    Optional<Path> bin = binaries();
    if (bin.isEmpty()) {
      return abort(
          "PostgreSQL is not tested: no server under /usr/lib/postgresql (Debian: apt-get install"
              + " postgresql) and PITH_TEST_POSTGRES is not set.");
    }
    return start(bin.get());
  }

  private static Optional<Path> binaries() throws IOException {
    Path root = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(root)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(root)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder());
    }
  }

  private static PostgresServer start(Path bin) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("pith-postgres");
    Path data = folder.resolve("data");
    int port = freePort();
    if (isRoot()) {
      run(List.of("chown", "postgres", folder.toString()));
    }
    run(as(bin, "initdb", "-D", data.toString(), "-U", "pith", "-A", "trust", "-N", "-E", "UTF8"));
    run(
        as(
            bin,
            "pg_ctl",
            "-D",
            data.toString(),
            "-w",
            "-l",
            folder.resolve("log").toString(),
            "-o",
            "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
                .formatted(port),
            "start"));
    return new PostgresServer(
        "jdbc:postgresql://127.0.0.1:%d/postgres?user=pith".formatted(port), Optional.of(folder));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (folder.isPresent()) {
      Path data = folder.get().resolve("data");
      run(as(binaries().orElseThrow(), "pg_ctl", "-D", data.toString(), "-m", "immediate", "stop"));
      run(List.of("rm", "-rf", folder.get().toString()));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static List<String> as(Path bin, String program, String... args) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(bin.resolve(program).toString());
    command.addAll(List.of(args));
    return command;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("pith-postgres", ".out");
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    String said = Files.readString(output);
    Files.delete(output);
    if (!ended || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(command + " failed: " + said);
    }
  }
}
