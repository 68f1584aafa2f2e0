package org.pith.search;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;

/**
 * Threads that run trials side by side, each trial with one thread; results do not depend on how many there are. Close it to end
 * the threads.
 */
public final class Workers implements AutoCloseable {

  private final ExecutorService threads;
  private final TrialRunner runner;

  /** {@code count} threads that run trials with {@code runner}. */
  public Workers(int count, TrialRunner runner) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "The number of threads (%d) must be positive. Maybe leave it out to use all cores."
              .formatted(count));
    }
    this.runner = runner;
    threads =
        Executors.newFixedThreadPool(
            count, task -> Thread.ofPlatform().daemon().name("trial").unstarted(task));
  }

  /** The results in the order of {@code trials}; the first failure, where there is one. */
  public List<TrialResult> run(List<Trial> trials) {
    return run(trials, share -> {});
  }

  /** As {@link #run(List)}; tells after each trial the share of the work that is done. */
  List<TrialResult> run(List<Trial> trials, DoubleConsumer done) {
    TrialResult[] results = new TrialResult[trials.size()];
    // Largest first, so that no long trial is left to run alone at the end.
    List<Integer> order =
        IntStream.range(0, trials.size())
            .boxed()
            .sorted((a, b) -> Double.compare(work(trials.get(b)), work(trials.get(a))))
            .toList();
    List<Future<TrialResult>> running = new ArrayList<>();
    order.forEach(i -> running.add(threads.submit(() -> runner.run(trials.get(i)))));
    try {
      double total = trials.stream().mapToDouble(Workers::work).sum();
      double finished = 0;
      for (int i = 0; i < order.size(); i++) {
        results[order.get(i)] = running.get(i).get();
        finished += work(trials.get(order.get(i)));
        done.accept(finished / total);
      }
      return List.of(results);
    } catch (ExecutionException failure) {
      running.forEach(task -> task.cancel(true));
      throw failure.getCause() instanceof RuntimeException cause
          ? cause
          : new CompletionException(failure.getCause());
    } catch (InterruptedException stop) {
      running.forEach(task -> task.cancel(true));
      Thread.currentThread().interrupt();
      throw new CompletionException(stop);
    }
  }

  private static double work(Trial trial) {
    double weights =
        trial.networks().stream()
            .flatMap(n -> n.trainable().stream().map(n::floats))
            .mapToLong(weight -> weight.shape().elements())
            .sum();
    return weights * trial.recipe().epochs() * trial.train().rows();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
