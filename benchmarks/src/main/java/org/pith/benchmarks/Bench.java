package org.pith.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where evaluations run: the checkout, the shared data, and a record of what they print. */
final class Bench {

  private final Path root;
  private final boolean quick;
  private final List<String> printed = new ArrayList<>();

  /**
   * A bench.
   *
   * @param root the checkout
   * @param quick whether one seed, no controls and few repetitions are enough
   */
  Bench(Path root, boolean quick) {
    this.root = root;
    this.quick = quick;
  }

  Path root() {
    return root;
  }

  boolean isQuick() {
    return quick;
  }

  /** Prints one line, and keeps it. */
  void print(String format, Object... values) {
    String line = String.format(Locale.ROOT, format, values);
    printed.add(line);
    System.out.println(line);
  }

  /** Every line so far. */
  List<String> printed() {
    return List.copyOf(printed);
  }

  /**
   * A file of the checkout, or of the shared data where {@code name} begins with {@code shared/}.
   *
   * @throws AbsentException if it is not there
   */
  Path file(String name) {
    Path file =
        name.startsWith("shared/")
            ? shared().resolve("data").resolve(name.substring("shared/".length()))
            : root.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new AbsentException(
          "%s is not here. Maybe set PITH_SHARED to the folder that holds data/."
              .formatted(file.normalize()));
    }
    return file;
  }

  private Path shared() {
    return Optional.ofNullable(System.getenv("PITH_SHARED"))
        .map(Path::of)
        .orElseGet(() -> root.resolveSibling("shared"));
  }
}
