package org.pith.measure.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Loops over independent rows, shared among threads. Each row writes its own cell, so no answer
 * depends on the threads.
 */
public final class Parallel {
  private static final int CHUNK = 512;

  private Parallel() {}

  /** Work on the rows {@code from} (inclusive) to {@code to} (exclusive). */
  @FunctionalInterface
  public interface Rows {
    void accept(int from, int to);
  }

  /**
   * Runs {@code work} for each of {@code 0..n}, one at a time to a thread: for few and heavy items.
   */
  public static void overItems(int n, int threads, IntConsumer work) {
    Rows items =
        (from, to) -> {
          for (int i = from; i < to; i++) {
            work.accept(i);
          }
        };
    if (threads <= 1) {
      items.accept(0, n);
    } else {
      run(n, 1, Math.min(n, threads), items);
    }
  }

  /**
   * Runs {@code work} over {@code 0..n} in chunks on {@code threads} threads; the first failure is
   * thrown again here.
   */
  public static void overRows(int n, int threads, Rows work) {
    if (threads == 1 || n <= CHUNK) {
      work.accept(0, n);
    } else {
      run(n, CHUNK, threads, work);
    }
  }

  private static void run(int n, int chunk, int threads, Rows work) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Runnable worker = () -> drain(n, chunk, next, work, failure);
    List<Thread> others = new ArrayList<>();
    for (int t = 1; t < threads; t++) {
      others.add(Thread.ofPlatform().daemon().start(worker));
    }
    worker.run();
    others.forEach(Parallel::join);
    if (failure.get() != null) {
      throw new IllegalStateException(
          "A parallel loop failed: " + failure.get().getMessage(), failure.get());
    }
  }

  private static void drain(
      int n, int chunk, AtomicInteger next, Rows work, AtomicReference<Throwable> failure) {
    try {
      for (int from = next.getAndAdd(chunk);
          from < n && failure.get() == null;
          from = next.getAndAdd(chunk)) {
        work.accept(from, Math.min(n, from + chunk));
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
