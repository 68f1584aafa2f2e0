package org.pith.data;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The IDX format of MNIST: two zero bytes, a type byte (8: unsigned byte), the number of
 * dimensions, each dimension as a big-endian int, then the values.
 */
final class IdxFile {

  private static final int UNSIGNED_BYTE = 8;

  private IdxFile() {}

  /** Reads images and, from the file beside them that has their labels, column {@code label}. */
  static Table read(Path file) {
    String name = file.getFileName().toString();
    Content images = Content.of(file);
    if (images.dims.length == 1) {
      throw new DataException(
          "%s holds labels, not images. Maybe give the images: %s."
              .formatted(name, name.replace("labels", "images").replace("idx1", "idx3")));
    }
    if (images.dims.length != 3) {
      throw new DataException(
          "%s has %d dimensions; images have 3 (N, height, width)."
              .formatted(name, images.dims.length));
    }
    Path labelled = labels(file);
    Content labels = Content.of(labelled);
    if (labels.dims.length != 1 || labels.dims[0] != images.dims[0]) {
      throw new DataException(
          "%s holds %,d images, but %s holds %,d labels."
              .formatted(name, images.dims[0], labelled.getFileName(), labels.dims[0]));
    }
    ImageShape shape = new ImageShape(1, images.dims[1], images.dims[2]);
    return new Table(
        name,
        images.dims[0],
        List.of(Labels.column(labels.values)),
        Optional.of(new Images(shape, images.values)),
        List.of());
  }

  /**
   * The label file, compressed or not, whose name is the image file's with {@code images-idx3}
   * replaced.
   */
  private static Path labels(Path file) {
    String name = file.getFileName().toString();
    String wanted =
        name.replace("images-idx3", "labels-idx1")
            .replace("images.idx3", "labels.idx1")
            .replaceFirst("\\.gz$", "");
    for (String candidate : List.of(wanted, wanted + ".gz")) {
      Path path = file.resolveSibling(candidate);
      if (!candidate.equals(name) && Files.isRegularFile(path)) {
        return path;
      }
    }
    throw new DataException(
        "%s has no labels beside it. Maybe put %s[.gz] into the same folder."
            .formatted(name, wanted.equals(name) ? "its *-labels-idx1-ubyte file" : wanted));
  }

  private record Content(int[] dims, byte[] values) {

    static Content of(Path file) {
      String name = file.getFileName().toString();
      byte[] bytes = Source.bytes(file);
      if (bytes.length < 4 || bytes[0] != 0 || bytes[1] != 0) {
        throw new DataException("%s does not begin as an IDX file does.".formatted(name));
      }
      if (bytes[2] != UNSIGNED_BYTE) {
        throw new DataException(
            "%s has values of IDX type 0x%02X; only unsigned bytes (0x08) are supported."
                .formatted(name, bytes[2]));
      }
      int[] dims = new int[bytes[3]];
      long values = 1;
      ByteBuffer header = ByteBuffer.wrap(bytes, 4, bytes.length - 4);
      for (int i = 0; i < dims.length; i++) {
        dims[i] = header.remaining() < Integer.BYTES ? -1 : header.getInt();
        requireComplete(name, dims[i] >= 0, "its header");
        values *= dims[i];
      }
      requireComplete(
          name,
          header.remaining() >= values,
          "value %,d of %,d".formatted(header.remaining(), values));
      byte[] content = new byte[Math.toIntExact(values)];
      header.get(content);
      return new Content(dims, content);
    }

    private static void requireComplete(String name, boolean complete, String where) {
      if (!complete) {
        throw new DataException(
            "%s ends after %s. Maybe the download or copy was cut off.".formatted(name, where));
      }
    }
  }
}
