package org.pith.runs;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Remembers the outcome of work by a key, so that the same work is not done twice. A deterministic computation that asks its
 * journal before every expensive or unrepeatable step (a training, a measured latency) can be killed at any moment and
 * started again from the beginning: it runs through its past by lookup and ends with the answer of an unbroken run.
 *
 * <p>Keys name the work completely, for example {@code "rung2/candidate17"}; the same key must always mean the same work.
 *
 * <p>Every method may be called from many threads at once. Work of one key is done once, other callers of that key wait for
 * it; work of different keys runs side by side. Work may ask the journal for other keys, never for its own.
 */
public interface Journal {

  /**
   * The outcome recorded under {@code key}, or else that of {@code work}, recorded before it is returned. Where the work
   * throws, nothing is recorded, the exception reaches the caller, and the next call tries again.
   *
   * @throws NullPointerException where the work returns null
   * @throws StoreException where the outcome cannot be recorded; it is then not returned either
   */
  byte[] once(String key, Supplier<byte[]> work);

  /**
   * As {@link #once(String, Supplier)} for a value of type T. The value returned has always been through {@code codec}, on
   * the first run as on a replay, so that both compute on with the same one.
   */
  default <T> T once(String key, Codec<T> codec, Supplier<T> work) {
    return codec.decode(once(key, () -> codec.encode(work.get())));
  }

  /** A journal that lives as long as this process, for work that needs no record. */
  static Journal inMemory() {
    return new KeyedOnce(new ConcurrentHashMap<>());
  }
}
