package org.pith.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A call of {@code ./pith compact}, as a user makes it: a process of its own, timed from start to end.
 *
 * @param data the rows; as {@link Bench#file} takes it
 * @param test separate test rows, if there are any
 * @param target the column to know
 * @param budget the limits
 */
record Compact(String data, Optional<String> test, String target, String budget) {

  private static final JsonMapper JSON = new JsonMapper();

  /** Without separate test rows. */
  Compact(String data, String target, String budget) {
    this(data, Optional.empty(), target, budget);
  }

  Compact withBudget(String other) {
    return new Compact(data, test, target, other);
  }

  /**
   * How a call ended. The folder is gone when the call that hands this out returns.
   *
   * @param process the call
   * @param out the folder it wrote
   */
  record Ended(Command.Ended process, Path out) {

    int exit() {
      return process.exit();
    }

    double seconds() {
      return process.seconds();
    }

    String lastWord() {
      return process.lastWord();
    }

    /**
     * The result that it printed.
     *
     * @throws FailedRunException where it failed
     */
    JsonNode result() {
      return JSON.readTree(process.succeeded().output());
    }
  }

  /** Calls it with a store and an output folder that are gone afterwards; {@code use} looks at what it left. */
  <T> T call(Bench bench, long seed, List<String> more, Function<Ended, T> use) {
    try (TemporaryFolder folder = TemporaryFolder.make()) {
      Path out = folder.file("out");
      Command command =
          command(bench, seed)
              .and(more.toArray())
              .and("--out", out, "--store", folder.file("store"));
      return use.apply(new Ended(command.run(), out));
    }
  }

  private Command command(Bench bench, long seed) {
    Command command = Command.pith(bench, "compact", bench.file(data));
    Command tested = test.map(name -> command.and("--test", bench.file(name))).orElse(command);
    return tested
        .and("--target", target, "--budget", budget)
        .and("--seed", seed, "--json", "--quiet");
  }
}
