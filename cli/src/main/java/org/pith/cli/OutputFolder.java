package org.pith.cli;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * Where a verb's files go. It is checked before any work, files are written to temporary names and moved, so that a file that is
 * there is whole.
 */
final class OutputFolder {

  private final Path folder;

  private OutputFolder(Path folder) {
    this.folder = folder;
  }

  /** Creates the folder, and refuses one that holds files already unless {@code overwrite}. */
  static OutputFolder create(Path folder, boolean overwrite) {
    try {
      Files.createDirectories(folder);
      if (!Files.isWritable(folder)) {
        throw new InputException("--out %s is not writable.".formatted(folder));
      }
      if (!overwrite && !isEmpty(folder)) {
        throw new InputException(
            "--out %s is not empty. Maybe choose another folder, or add --overwrite."
                .formatted(folder));
      }
      return new OutputFolder(folder);
    } catch (IOException failure) {
      throw new InputException(
          "--out %s cannot be used as a folder (%s).".formatted(folder, reason(failure)));
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /** The place of a file in it. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /** Where it is. */
  Path path() {
    return folder;
  }

  /** Writes a whole file or none. */
  Path write(String name, byte[] content) {
    Path target = file(name);
    Path temporary = file("." + name + ".part");
    try {
      Files.write(temporary, content);
      move(temporary, target);
      return target;
    } catch (IOException failure) {
      deleteQuietly(temporary);
      throw new InputException(
          "%s cannot be written (%s). Maybe the disk is full.".formatted(target, reason(failure)));
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException unsupported) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException ignored) {
      // The first failure is the one to report.
    }
  }

  private static String reason(IOException failure) {
    return failure.getClass().getSimpleName().replace("Exception", "")
        + (failure.getMessage() == null ? "" : ": " + failure.getMessage());
  }
}
