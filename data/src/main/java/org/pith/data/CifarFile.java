package org.pith.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The CIFAR-10 binary format: records of a label byte and 3 x 32 x 32 pixels, without a header. The
 * class names come from {@code batches.meta.txt} in the same folder, where there is one.
 */
final class CifarFile {

  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
  private static final int RECORD = 1 + SHAPE.elements();

  private CifarFile() {}

  static Table read(Path file) {
    String name = file.getFileName().toString();
    byte[] bytes = Source.bytes(file);
    if (bytes.length % RECORD != 0) {
      throw new DataException(
          "%s has %,d bytes, which is not a whole number of CIFAR records of %,d bytes. Maybe it was cut off, or is of another format."
              .formatted(name, bytes.length, RECORD));
    }
    int rows = bytes.length / RECORD;
    byte[] labels = new byte[rows];
    byte[] pixels = new byte[rows * SHAPE.elements()];
    for (int row = 0; row < rows; row++) {
      labels[row] = bytes[row * RECORD];
      System.arraycopy(bytes, row * RECORD + 1, pixels, row * SHAPE.elements(), SHAPE.elements());
    }
    return new Table(
        name,
        rows,
        List.of(label(file, labels)),
        Optional.of(new Images(SHAPE, pixels)),
        List.of());
  }

  private static Column.Category label(Path file, byte[] labels) {
    Column.Category numbered = Labels.column(labels);
    List<String> names = classNames(file.resolveSibling("batches.meta.txt"));
    return names.size() < numbered.levels().size() ? numbered : Labels.column(labels, names);
  }

  private static List<String> classNames(Path meta) {
    if (!Files.isRegularFile(meta)) {
      return List.of();
    }
    try {
      return Files.readAllLines(meta).stream()
          .map(String::strip)
          .filter(s -> !s.isEmpty())
          .toList();
    } catch (IOException e) {
      throw Source.unreadable(meta, e);
    }
  }
}
