package org.pith.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a verb's files go. It is checked before any work, files are written to temporary names and moved, so that a file that is
 * there is whole.
 */
final class OutputFolder {

  private final Path folder;
  private final List<Path> made;

  private OutputFolder(Path folder, List<Path> made) {
    this.folder = folder;
    this.made = made;
  }

  /** Refuses a folder that {@link #create} would refuse for what it holds, and touches nothing. */
  static void requireFree(Path folder, boolean overwrite) {
    try {
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw new InputException(
            "--out %s is a file. Maybe choose another folder.".formatted(folder));
      }
      if (!overwrite && Files.exists(folder) && !isEmpty(folder)) {
        throw new InputException(
            "--out %s is not empty. Maybe choose another folder, or add --overwrite."
                .formatted(folder));
      }
    } catch (IOException failure) {
      throw unusable(folder, failure);
    }
  }

  /** Creates the folder, and refuses one that holds files already unless {@code overwrite}. */
  static OutputFolder create(Path folder, boolean overwrite) {
    requireFree(folder, overwrite);
    List<Path> made = missing(folder);
    try {
      Files.createDirectories(folder);
    } catch (IOException failure) {
      throw unusable(folder, failure);
    }
    if (!Files.isWritable(folder)) {
      throw new InputException("--out %s is not writable.".formatted(folder));
    }
    return new OutputFolder(folder, made);
  }

  private static InputException unusable(Path folder, IOException failure) {
    return new InputException(
        "--out %s cannot be made (%s). Maybe choose another folder."
            .formatted(folder, reason(failure)));
  }

  /** The folders on the way that are not there yet, the deepest first. */
  private static List<Path> missing(Path folder) {
    List<Path> missing = new ArrayList<>();
    for (Path at = folder.toAbsolutePath(); at != null && !Files.exists(at); at = at.getParent()) {
      missing.add(at);
    }
    return missing;
  }

  /** Takes away what {@link #create} made, as far as it is empty. */
  void discard() {
    made.forEach(OutputFolder::deleteQuietly);
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
  void write(String name, byte[] content) {
    write(Map.of(name, content));
  }

  /** Writes all files whole, or none of them. */
  void write(Map<String, byte[]> contents) {
    try {
      for (Map.Entry<String, byte[]> file : contents.entrySet()) {
        Files.write(draft(file.getKey()), file.getValue());
      }
      for (String name : contents.keySet()) {
        move(draft(name), file(name));
      }
    } catch (IOException failure) {
      throw new InputException(
          "Nothing is written to %s (%s). Maybe make room or choose another place with --out; a recorded run goes on with --resume."
              .formatted(folder, reason(failure)));
    } finally {
      contents.keySet().forEach(name -> deleteQuietly(draft(name)));
    }
  }

  private Path draft(String name) {
    return file("." + name + ".part");
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
    return switch (failure) {
      case NoSuchFileException place -> "its place does not take folders";
      case FileAlreadyExistsException file -> file.getFile() + " is a file";
      case AccessDeniedException denied -> "no permission";
      case FileSystemException system when system.getReason() != null -> system.getReason();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
