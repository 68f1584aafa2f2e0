package org.pith.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Where tests find the repository and the data that lies beside it. */
final class Repository {

  private Repository() {}

  /** The folder that holds {@code examples}. */
  static Path root() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
        .filter(folder -> Files.isDirectory(folder.resolve("examples")))
        .findFirst()
        .orElseThrow();
  }

  /** A file of the shared data; skips the test where it is not there. */
  static Path shared(String name) {
    Path folder =
        Optional.ofNullable(System.getenv("PITH_SHARED"))
            .map(Path::of)
            .orElseGet(() -> root().resolveSibling("shared"));
    Path file = folder.resolve("data").resolve(name);
    Assumptions.assumeTrue(Files.exists(file), () -> file + " is not here; skipped.");
    return file;
  }
}
