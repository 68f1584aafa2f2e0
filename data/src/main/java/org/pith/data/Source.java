package org.pith.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The bytes of a file, unpacked where it is compressed with gzip. */
final class Source {

  private static final int BUFFER = 1 << 16;

  private Source() {}

  /** Opens a file; its first two bytes say whether it is compressed. */
  static InputStream open(Path file) throws IOException {
    BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      in.mark(2);
      boolean packed = in.read() == 0x1F && in.read() == 0x8B;
      in.reset();
      return packed ? new GZIPInputStream(in, BUFFER) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** The whole content. */
  static byte[] bytes(Path file) {
    try (InputStream in = open(file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** What to tell about a failure to read. */
  static DataException unreadable(Path file, IOException failure) {
    return switch (failure) {
      case EOFException e ->
          new DataException(
              "%s ends in the middle of its gzip data. Maybe the download or copy was cut off."
                  .formatted(file.getFileName()),
              e);
      case ZipException e ->
          new DataException(
              "%s has damaged gzip data. Maybe download or copy it again."
                  .formatted(file.getFileName()),
              e);
      default ->
          new DataException(
              "%s cannot be read: %s.".formatted(file.getFileName(), failure.getMessage()),
              failure);
    };
  }
}
