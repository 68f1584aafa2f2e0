package org.pith.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of what a table says, not of the file that says it: column names, types and cells in
 * order, and pixels. So a file and its compressed copy, or the same table as CSV and Parquet, have
 * the same fingerprint; another order of rows or columns, or another reading of a column's type,
 * has another.
 *
 * <p>Hashed, in order: the number of rows; per column its name, type, and cells (numbers as IEEE
 * 754 doubles with one NaN for missing, categories as the level names and an int per row, texts as
 * themselves); the images' shape and bytes. Strings are UTF-8 with their length before them,
 * numbers big-endian.
 */
public final class Fingerprint {

  private static final int BLOCK = 1 << 16;

  private final MessageDigest digest;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK);

  private Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  /**
   * The fingerprint of {@code table}, for example {@code "sha256:9f86…"}. Cost: one pass over the
   * cells.
   */
  public static String of(Table table) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add(table.rows());
    table.columns().forEach(fingerprint::add);
    table.images().ifPresent(fingerprint::add);
    fingerprint.flush();
    return "sha256:" + HexFormat.of().formatHex(fingerprint.digest.digest());
  }

  private void add(Column column) {
    add(column.name());
    add(column.type().word());
    switch (column) {
      case Column.Numbers numbers -> {
        for (double value : numbers.values()) {
          add(Double.doubleToLongBits(value + 0.0));
        }
      }
      case Column.Category category -> {
        category.levels().forEach(this::add);
        for (int code : category.codes()) {
          add(code);
        }
      }
      case Column.Text text -> {
        for (String value : text.values()) {
          add(value);
        }
      }
    }
  }

  private void add(Images images) {
    add(images.shape().toString());
    flush();
    digest.update(images.pixels());
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    flush();
    digest.update(bytes);
  }

  private void add(long number) {
    if (block.remaining() < Long.BYTES) {
      flush();
    }
    block.putLong(number);
  }

  private void flush() {
    digest.update(block.flip());
    block.clear();
  }
}
