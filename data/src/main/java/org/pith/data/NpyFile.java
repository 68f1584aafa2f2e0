package org.pith.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * NumPy's NPY format, and NPZ, its archive of several arrays with the same number of rows. A vector
 * is a column of its name, a matrix {@code x} the columns {@code x0}, {@code x1}, …; unsigned bytes
 * [N,H,W], [N,C,H,W] or [N,H,W,C] (C of 1 or 3) are images. The array of an NPY file is called
 * {@code x}.
 */
final class NpyFile {

  private static final Pattern HEADER =
      Pattern.compile(
          "'descr': *'([<>|=]?)([fiub])(\\d)'.*'fortran_order': *(True|False).*'shape': *\\(([0-9,"
              + " ]*)\\)");

  private NpyFile() {}

  static Table read(Path file) {
    String source = file.getFileName().toString();
    return table(source, List.of(Array.of(source, "x", Source.bytes(file))));
  }

  static Table readArchive(Path file) {
    String source = file.getFileName().toString();
    List<Array> arrays = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(Source.bytes(file)))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName().replaceFirst("\\.npy$", "");
        arrays.add(Array.of(source, name, zip.readAllBytes()));
      }
    } catch (IOException e) {
      throw new DataException(
          "%s is a damaged archive. Maybe the download or copy was cut off.".formatted(source), e);
    }
    return table(source, arrays);
  }

  private static Table table(String source, List<Array> arrays) {
    if (arrays.isEmpty()) {
      throw new DataException("%s holds no array.".formatted(source));
    }
    int rows = arrays.getFirst().dims[0];
    List<Column> columns = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    Optional<Images> images = Optional.empty();
    for (Array array : arrays) {
      if (array.dims[0] != rows) {
        throw new DataException(
            "%s holds arrays of different lengths: %s with %,d rows, %s with %,d."
                .formatted(source, arrays.getFirst().name, rows, array.name, array.dims[0]));
      }
      switch (array.dims.length) {
        case 1 -> columns.add(array.column(array.name, 0, findings));
        case 2 -> {
          for (int i = 0; i < array.dims[1]; i++) {
            columns.add(array.column(array.name + i, i, findings));
          }
        }
        default -> images = Optional.of(array.images(source));
      }
    }
    return new Table(source, rows, columns, images, findings);
  }

  /**
   * One array.
   *
   * @param kind f, i, u or b: float, signed, unsigned, boolean
   * @param size bytes per value
   * @param columnMajor whether the first dimension runs fastest
   */
  private record Array(
      String name, char kind, int size, boolean columnMajor, int[] dims, ByteBuffer values) {

    static Array of(String source, String name, byte[] bytes) {
      try {
        return parse(source, name, bytes);
      } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
        throw cutOff(source, e);
      }
    }

    private static Array parse(String source, String name, byte[] bytes) {
      ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int version = bytes[6];
      file.position(8);
      int length = version == 1 ? Short.toUnsignedInt(file.getShort()) : file.getInt();
      int start = file.position();
      String text = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
      Matcher header = HEADER.matcher(text);
      if (!header.find()) {
        throw new DataException(
            "%s: array '%s' is not of numbers: %s.".formatted(source, name, text.strip()));
      }
      int[] dims =
          Arrays.stream(header.group(5).split(","))
              .map(String::strip)
              .filter(dim -> !dim.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
      if (dims.length < 1 || dims.length > 4) {
        throw new DataException(
            "%s: array '%s' has %d dimensions; 1 to 4 can be read."
                .formatted(source, name, dims.length));
      }
      int size = Integer.parseInt(header.group(3));
      ByteBuffer values = file.slice(start + length, file.capacity() - start - length);
      values.order(header.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      long needed = size * Arrays.stream(dims).asLongStream().reduce(1, Math::multiplyExact);
      if (values.remaining() < needed) {
        throw cutOff(source, null);
      }
      boolean columnMajor = header.group(4).equals("True");
      return new Array(name, header.group(2).charAt(0), size, columnMajor, dims, values);
    }

    private static DataException cutOff(String source, Throwable cause) {
      return new DataException(
          "%s ends in the middle of an array. Maybe the download or copy was cut off."
              .formatted(source),
          cause);
    }

    Column column(String column, int index, List<Finding> findings) {
      int width = dims.length == 1 ? 1 : dims[1];
      double[] cells = new double[dims[0]];
      for (int row = 0; row < cells.length; row++) {
        cells[row] = value(columnMajor ? index * dims[0] + row : row * width + index);
      }
      return kind == 'b'
          ? new Column.Bool(column, cells)
          : new CellCollector.Numbers(column, ColumnType.NUMERIC, cells).column(findings);
    }

    private double value(int index) {
      int at = index * size;
      return switch (kind) {
        case 'f' -> size == 4 ? values.getFloat(at) : size == 8 ? values.getDouble(at) : half(at);
        case 'i' ->
            switch (size) {
              case 1 -> values.get(at);
              case 2 -> values.getShort(at);
              case 4 -> values.getInt(at);
              default -> values.getLong(at);
            };
        default ->
            switch (size) {
              case 1 -> Byte.toUnsignedInt(values.get(at));
              case 2 -> Short.toUnsignedInt(values.getShort(at));
              case 4 -> Integer.toUnsignedLong(values.getInt(at));
              default -> unsigned(values.getLong(at));
            };
      };
    }

    private float half(int at) {
      return Float.float16ToFloat(values.getShort(at));
    }

    private static double unsigned(long bits) {
      return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
    }

    Images images(String source) {
      if (kind != 'u' || size != 1 || columnMajor) {
        throw new DataException(
            "%s: array '%s' of %d dimensions is not of unsigned bytes. Maybe scale the pixels to 0..255 and save them as uint8."
                .formatted(source, name, dims.length));
      }
      boolean channelsLast = dims.length == 4 && dims[1] > 4 && (dims[3] == 1 || dims[3] == 3);
      ImageShape shape =
          dims.length == 3
              ? new ImageShape(1, dims[1], dims[2])
              : channelsLast
                  ? new ImageShape(dims[3], dims[1], dims[2])
                  : new ImageShape(dims[1], dims[2], dims[3]);
      byte[] pixels = new byte[Math.multiplyExact(dims[0], shape.elements())];
      values.get(0, pixels);
      return new Images(shape, channelsLast ? channelsFirst(shape, pixels) : pixels);
    }

    private static byte[] channelsFirst(ImageShape shape, byte[] pixels) {
      int channels = shape.channels();
      int area = shape.height() * shape.width();
      byte[] reordered = new byte[pixels.length];
      for (int i = 0; i < pixels.length; i++) {
        int row = i / shape.elements();
        int within = i % shape.elements();
        reordered[row * shape.elements() + within % channels * area + within / channels] =
            pixels[i];
      }
      return reordered;
    }
  }
}
