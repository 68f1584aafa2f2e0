package org.pith.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Reads a text file once, block by block, refusing bytes that are not UTF-8. A byte order mark is
 * skipped.
 */
final class TextScan {

  private static final int BLOCK = 1 << 16;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Path file;
  private long bytesBefore;
  private long linesBefore = 1;

  private TextScan(Path file) {
    this.file = file;
  }

  /** Takes a block of characters. */
  @FunctionalInterface
  interface Sink {
    /** Takes {@code length} characters; false when no more are wanted. */
    boolean accept(char[] block, int length);
  }

  /**
   * Passes the characters of {@code file} to {@code sink} until it wants no more.
   *
   * @throws DataException naming line and byte of the first one that is not UTF-8, or if the file
   *     is cut off
   */
  static void scan(Path file, Sink sink) {
    try (InputStream in = Source.open(file)) {
      new TextScan(file).run(in, sink);
    } catch (IOException e) {
      throw Source.unreadable(file, e);
    }
  }

  private void run(InputStream in, Sink sink) throws IOException {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    byte[] block = new byte[BLOCK];
    char[] text = new char[BLOCK];
    int kept = 0;
    boolean more = true;
    boolean first = true;
    while (more) {
      int read = in.readNBytes(block, kept, BLOCK - kept);
      boolean end = read < BLOCK - kept;
      ByteBuffer bytes = ByteBuffer.wrap(block, 0, kept + read);
      CharBuffer chars = CharBuffer.wrap(text);
      CoderResult result = decoder.decode(bytes, chars, end);
      if (result.isError()) {
        throw notUtf8(block, bytes.position());
      }
      int skipped = first && chars.position() > 0 && text[0] == BYTE_ORDER_MARK ? 1 : 0;
      System.arraycopy(text, skipped, text, 0, chars.position() - skipped);
      more = sink.accept(text, chars.position() - skipped) && !end;
      count(block, bytes.position());
      kept = bytes.remaining();
      System.arraycopy(block, bytes.position(), block, 0, kept);
      first = false;
    }
  }

  private void count(byte[] block, int length) {
    bytesBefore += length;
    for (int i = 0; i < length; i++) {
      linesBefore += block[i] == '\n' ? 1 : 0;
    }
  }

  private DataException notUtf8(byte[] block, int at) {
    if (bytesBefore == 0 && at == 0 && isUtf16(block)) {
      return new DataException(
          "%s is encoded as UTF-16, not UTF-8. Maybe save it as UTF-8, or run iconv -f UTF-16 -t UTF-8."
              .formatted(file.getFileName()));
    }
    int bad = Byte.toUnsignedInt(block[at]);
    count(block, at);
    return new DataException(
        "%s is not UTF-8: byte 0x%02X in line %d (byte %d of the file). Maybe it is Windows-1252: run iconv -f WINDOWS-1252 -t UTF-8."
            .formatted(file.getFileName(), bad, linesBefore, bytesBefore + 1));
  }

  private static boolean isUtf16(byte[] block) {
    return block[0] == (byte) 0xFF && block[1] == (byte) 0xFE
        || block[0] == (byte) 0xFE && block[1] == (byte) 0xFF;
  }
}
