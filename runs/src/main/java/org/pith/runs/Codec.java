package org.pith.runs;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * How a value becomes bytes in a {@link Journal} and comes back. Decoding what was encoded must give a value that computes
 * on exactly as the original would.
 *
 * @param <T> the value's type
 */
public interface Codec<T> {
  /** Text as UTF-8. */
  Codec<String> TEXT =
      of(s -> s.getBytes(StandardCharsets.UTF_8), b -> new String(b, StandardCharsets.UTF_8));

  /** The bytes of {@code value}; never null. */
  byte[] encode(T value);

  /** The value of {@code bytes}. */
  T decode(byte[] bytes);

  /** The codec of these two directions. */
  static <T> Codec<T> of(Function<T, byte[]> encode, Function<byte[], T> decode) {
    return new Codec<>() {
      @Override
      public byte[] encode(T value) {
        return encode.apply(value);
      }

      @Override
      public T decode(byte[] bytes) {
        return decode.apply(bytes);
      }
    };
  }
}
