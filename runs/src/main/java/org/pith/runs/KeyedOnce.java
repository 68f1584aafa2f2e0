package org.pith.runs;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Does the work of each key once, over any place that keeps outcomes. */
final class KeyedOnce implements Journal {

  /** Where outcomes are kept. */
  interface Outcomes {
    /** The outcome of {@code key}, or null. */
    byte[] find(String key);

    /** Keeps a new outcome durably. */
    void keep(String key, byte[] outcome);
  }

  private final Outcomes outcomes;
  private final Map<String, Object> turns = new ConcurrentHashMap<>();

  KeyedOnce(Outcomes outcomes) {
    this.outcomes = outcomes;
  }

  KeyedOnce(Map<String, byte[]> memory) {
    this(
        new Outcomes() {
          @Override
          public byte[] find(String key) {
            byte[] found = memory.get(key);
            return found == null ? null : found.clone();
          }

          @Override
          public void keep(String key, byte[] outcome) {
            memory.put(key, outcome.clone());
          }
        });
  }

  @Override
  public byte[] once(String key, Supplier<byte[]> work) {
    Objects.requireNonNull(work, "work");
    if (key.isBlank()) {
      throw new IllegalArgumentException("The key of an outcome must not be blank.");
    }
    synchronized (turns.computeIfAbsent(key, k -> new Object())) {
      byte[] found = outcomes.find(key);
      return found != null ? found : work(key, work);
    }
  }

  private byte[] work(String key, Supplier<byte[]> work) {
    byte[] outcome =
        Objects.requireNonNull(work.get(), () -> "The work of '" + key + "' returned null.");
    outcomes.keep(key, outcome);
    return outcome;
  }
}
