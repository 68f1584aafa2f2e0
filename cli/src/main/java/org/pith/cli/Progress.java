package org.pith.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pith.search.Outcome;
import org.pith.search.SearchListener;

/**
 * How a verb goes on: one live line on a terminal, a plain line per stage elsewhere, nothing when quiet. Everything goes to
 * standard error, so that standard output holds the result alone.
 */
final class Progress implements SearchListener {

  private final PrintStream out;
  private final boolean live;
  private final boolean quiet;
  private final long start = System.nanoTime();
  private String stage = "";
  private int done;
  private int total;
  private double best = Double.NaN;
  private List<Planned> plan = List.of();
  private double share;
  private long planned;
  private int lastLength;

  private Progress(PrintStream out, boolean live, boolean quiet) {
    this.out = out;
    this.live = live;
    this.quiet = quiet;
  }

  /** Progress on standard error. */
  @SuppressWarnings("SystemConsoleNull") // JDK 25's own console is null again without a terminal.
  static Progress of(boolean quiet) {
    boolean terminal = System.console() != null && System.console().isTerminal();
    return new Progress(System.err, terminal && !quiet, quiet);
  }

  @Override
  public synchronized void planned(List<Planned> stages) {
    plan = stages;
    planned = System.nanoTime();
  }

  @Override
  public synchronized void done(double finished) {
    share = finished;
    done = (int) Math.round(finished * total);
    if (live) {
      redraw();
    }
  }

  @Override
  public synchronized void stage(String name, int candidates) {
    stage = name;
    done = 0;
    share = 0;
    total = candidates;
    if (live) {
      redraw();
    } else {
      say(line());
    }
  }

  @Override
  public synchronized void outcome(Outcome outcome) {
    if (!outcome.score().isDiverged() && !(outcome.bits() <= best)) {
      best = outcome.bits();
    }
    if (live) {
      redraw();
    }
  }

  /** One more of the stage's items is done. */
  synchronized void done() {
    done++;
    if (live) {
      redraw();
    }
  }

  /** A stage that is worth a line only while it lasts. */
  void busy(String name) {
    if (live) {
      step(name);
    }
  }

  /** A stage without candidates. */
  void step(String name) {
    stage(name, 0);
  }

  /** A line that stays. */
  synchronized void say(String text) {
    if (!quiet) {
      clear();
      out.println(text);
      if (live) {
        redraw();
      }
    }
  }

  /** Takes the live line away. */
  synchronized void end() {
    clear();
    stage = "";
  }

  private String line() {
    StringBuilder line = new StringBuilder(elapsed()).append("  ").append(stage);
    if (total > 0) {
      line.append(live ? " %d/%d".formatted(done, total) : " (%d)".formatted(total));
    }
    if (!Double.isNaN(best)) {
      line.append(String.format(Locale.ROOT, "  best %.3f bits", best));
    }
    if (live) {
      left().ifPresent(time -> line.append("  about ").append(minutes(time)).append(" left"));
    }
    return line.toString();
  }

  /** What the planned stages still take at the pace so far; empty before any work is done and outside of them. */
  private Optional<Duration> left() {
    double before = 0;
    double here = Double.NaN;
    double all = 0;
    for (Planned step : plan) {
      if (step.name().equals(stage)) {
        before = all;
        here = step.work();
      }
      all += step.work();
    }
    double finished = before + share * here;
    return finished > 0
        ? Optional.of(
            Duration.ofNanos(
                Math.round((System.nanoTime() - planned) * (all - finished) / finished)))
        : Optional.empty();
  }

  private String elapsed() {
    return minutes(Duration.ofNanos(System.nanoTime() - start));
  }

  private static String minutes(Duration time) {
    return "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }

  private void redraw() {
    clear();
    String line = line();
    out.print(line);
    out.flush();
    lastLength = line.length();
  }

  private void clear() {
    if (live && lastLength > 0) {
      out.print("\r" + " ".repeat(lastLength) + "\r");
      out.flush();
      lastLength = 0;
    }
  }
}
