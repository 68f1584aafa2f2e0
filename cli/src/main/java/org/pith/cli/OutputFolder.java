package org.pith.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Stream;

/**
 * Where a verb's files go. It is checked before any work.
 *
 * <p>What is promised: a file that is there under its own name is whole, and where the last one of a call is there, so are all others of
 * the same call. Files are written under temporary names first, and moved only when all of them have found room; a file system moves one
 * file at a time, so between the first move and the last some are new and some are not, and the last one is not there.
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
    write(new LinkedHashMap<>(Map.of(name, content)));
  }

  /**
   * Writes files in this order, each of them whole. Where they do not all find room, nothing changes.
   *
   * @param contents by name; the last one tells of the others, so it is there only when all of them are
   */
  void write(SequencedMap<String, byte[]> contents) {
    try {
      draft(contents);
      publish(contents.sequencedKeySet());
    } finally {
      contents.keySet().forEach(name -> deleteQuietly(draft(name)));
    }
  }

  private void draft(SequencedMap<String, byte[]> contents) {
    try {
      for (Map.Entry<String, byte[]> file : contents.entrySet()) {
        Files.write(draft(file.getKey()), file.getValue());
      }
    } catch (IOException failure) {
      throw unwritten("Nothing is written to", failure);
    }
  }

  private void publish(SequencedSet<String> names) {
    try {
      if (names.size() > 1) {
        // One that is there from before does not tell of what comes now.
        Files.deleteIfExists(file(names.getLast()));
      }
      for (String name : names) {
        move(draft(name), file(name));
      }
    } catch (IOException failure) {
      throw unwritten("Not every file could be put into", failure);
    }
  }

  private InputException unwritten(String what, IOException failure) {
    return new InputException(
        "%s %s (%s). Maybe make room or choose another place with --out; a recorded run goes on with --resume."
            .formatted(what, folder, reason(failure)));
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
      case DirectoryNotEmptyException full -> full.getMessage() + " is a folder";
      case FileSystemException system when system.getReason() != null -> system.getReason();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
