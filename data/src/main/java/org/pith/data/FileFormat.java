package org.pith.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How a file is laid out, told by its first bytes and then by its name. */
enum FileFormat {
  DELIMITED,
  PARQUET,
  JSON_LINES,
  IDX,
  NPY,
  NPZ,
  CIFAR;

  private static final int HEAD = 8;

  /**
   * The format of {@code file}.
   *
   * @throws DataException if the file is empty or of a kind that is not a table
   */
  static FileFormat of(Path file) {
    byte[] head = head(file);
    String name = plainName(file);
    if (head.length == 0) {
      throw new DataException("%s is empty.".formatted(file.getFileName()));
    }
    if (startsWith(head, 'P', 'A', 'R', '1')) {
      return PARQUET;
    }
    if (startsWith(head, 0x93, 'N', 'U', 'M', 'P', 'Y')) {
      return NPY;
    }
    if (startsWith(head, 'P', 'K', 3, 4)) {
      return archive(file, name);
    }
    if (head.length >= 4 && head[0] == 0 && head[1] == 0 && head[3] >= 1 && head[3] <= 4) {
      return IDX;
    }
    return byName(file, name, head);
  }

  private static FileFormat byName(Path file, String name, byte[] head) {
    if (name.endsWith(".parquet")) {
      return PARQUET;
    }
    if (name.endsWith("-ubyte")) {
      return IDX;
    }
    if (name.endsWith(".npy") || name.endsWith(".npz")) {
      throw new DataException(
          "%s does not begin as a NumPy file does. Maybe it is damaged."
              .formatted(file.getFileName()));
    }
    if (name.endsWith(".bin")) {
      return CIFAR;
    }
    if (name.endsWith(".jsonl") || name.endsWith(".ndjson") || name.endsWith(".json")) {
      return JSON_LINES;
    }
    refuseOther(file, head);
    return head[0] == '{' ? JSON_LINES : DELIMITED;
  }

  private static FileFormat archive(Path file, String name) {
    if (name.endsWith(".npz")) {
      return NPZ;
    }
    throw new DataException(
        "%s is a ZIP archive or a spreadsheet. Maybe unpack it, or save the sheet as CSV."
            .formatted(file.getFileName()));
  }

  private static void refuseOther(Path file, byte[] head) {
    String found =
        startsWith(head, 0x89, 'P', 'N', 'G')
            ? "a PNG image"
            : startsWith(head, 0xFF, 0xD8, 0xFF)
                ? "a JPEG image"
                : startsWith(head, 'B', 'Z', 'h')
                    ? "compressed with bzip2"
                    : startsWith(head, 0x28, 0xB5, 0x2F, 0xFD)
                        ? "compressed with zstd"
                        : startsWith(head, 0xFD, '7', 'z', 'X', 'Z') ? "compressed with xz" : null;
    if (found != null) {
      throw new DataException(
          "%s is %s, which is not a table that can be read. Maybe unpack it, or give CSV, Parquet, JSON lines, NPY or IDX."
              .formatted(file.getFileName(), found));
    }
  }

  /**
   * A hint that names a file in the same place with nearly the same name; empty if there is none.
   */
  static String similar(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return "";
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(path -> path.getFileName().toString()).sorted().toList();
      return Names.nearest(file.getFileName().toString(), names)
          .map(" Maybe '%s'?"::formatted)
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  /** The file's name in lower case without {@code .gz}. */
  private static String plainName(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
  }

  private static byte[] head(Path file) {
    try (InputStream in = Source.open(file)) {
      return in.readNBytes(HEAD);
    } catch (IOException e) {
      throw Source.unreadable(file, e);
    }
  }

  private static boolean startsWith(byte[] head, int... magic) {
    byte[] expected = new byte[magic.length];
    for (int i = 0; i < magic.length; i++) {
      expected[i] = (byte) magic[i];
    }
    return head.length >= magic.length
        && Arrays.equals(head, 0, magic.length, expected, 0, magic.length);
  }
}
