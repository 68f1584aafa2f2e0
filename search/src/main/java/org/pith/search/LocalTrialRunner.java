package org.pith.search;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.pith.train.Inference;
import org.pith.train.Trained;
import org.pith.train.Trainer;

/**
 * Runs trials on threads of this machine, one trial a thread; each trial computes with one thread, so results do not depend on how
 * many there are. Close it to end the threads.
 */
public final class LocalTrialRunner implements TrialRunner, AutoCloseable {

  private final ExecutorService threads;

  /** A pool of {@code count} threads. */
  public LocalTrialRunner(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "The number of threads (%d) must be positive. Maybe leave it out to use all cores.".formatted(count));
    }
    threads =
        Executors.newFixedThreadPool(
            count, task -> Thread.ofPlatform().daemon().name("trial").unstarted(task));
  }

  @Override
  public List<TrialResult> run(List<Trial> trials) {
    List<Future<TrialResult>> running = new ArrayList<>();
    TrialResult[] results = new TrialResult[trials.size()];
    // Submitted largest first, so that no long trial is left to run alone at the end.
    List<Integer> order =
        IntStream.range(0, trials.size())
            .boxed()
            .sorted((a, b) -> Double.compare(work(trials.get(b)), work(trials.get(a))))
            .toList();
    order.forEach(i -> running.add(threads.submit(() -> train(trials.get(i)))));
    try {
      for (int i = 0; i < order.size(); i++) {
        results[order.get(i)] = running.get(i).get();
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

  /** One trial, here and now. */
  static TrialResult train(Trial trial) {
    List<Trained> trained =
        Trainer.train(
            trial.networks(),
            trial.train(),
            trial.heldOut().rows(new int[0]),
            trial.recipe(),
            trial.seed());
    return new TrialResult(
        trained.stream().map(Trained::network).toList(),
        trained.stream().map(t -> Inference.scores(t.network(), trial.heldOut())).toList(),
        trained.stream().mapToDouble(Trained::cpuSeconds).sum());
  }

  private static double work(Trial trial) {
    double weights =
        trial.networks().stream()
            .mapToDouble(n -> n.trainable().stream().mapToLong(w -> n.floats(w).shape().elements()).sum())
            .sum();
    return weights * trial.recipe().epochs() * trial.train().rows();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
