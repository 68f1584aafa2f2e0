package org.pith.runs;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to write one run. Two locks make it: a database's or file's lock, which the operating system or server drops when
 * the process dies, so there is nothing stale to detect; and this process's own set, because those locks do not tell two
 * holders in one process apart.
 */
final class Lease implements AutoCloseable {

  /** Releases the lock outside this process. */
  interface Release {
    /** Called once. Failure means the lock is already gone. */
    void run() throws Exception;
  }

  private static final Set<String> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final String name;
  private final Release release;
  private boolean closed;

  private Lease(String name, Release release) {
    this.name = name;
    this.release = release;
  }

  /** Reserves {@code name} in this process; false where it is taken. Follow with {@link #held} or {@link #giveUp}. */
  static boolean reserve(String name) {
    return HELD_HERE.add(name);
  }

  static boolean isHeldHere(String name) {
    return HELD_HERE.contains(name);
  }

  static void giveUp(String name) {
    HELD_HERE.remove(name);
  }

  /** The lease of a name reserved before. */
  static Lease held(String name, Release release) {
    return new Lease(name, release);
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      release.run();
    } catch (Exception alreadyGone) {
      // The connection or file is closed, and its lock with it.
    } finally {
      HELD_HERE.remove(name);
    }
  }
}
