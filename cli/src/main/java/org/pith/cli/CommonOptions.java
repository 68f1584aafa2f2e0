package org.pith.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pith.runs.RunStore;
import picocli.CommandLine.Option;

/** Options that every verb which works on data shares. */
final class CommonOptions {

  @Option(
      names = "--target",
      paramLabel = "COL",
      description = "The column to know; 'label' for IDX images.")
  String target;

  @Option(
      names = "--column",
      paramLabel = "NAME=TYPE",
      description = "A column's type: numeric, category, text or drop. May be repeated.")
  Map<String, String> columns = new LinkedHashMap<>();

  @Option(
      names = "--test",
      paramLabel = "DATA",
      description = "Separate test data. Default: a stratified 20 %% is set aside first.")
  Path test;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "All randomness. Default: ${DEFAULT-VALUE}.")
  long seed = 42;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Worker threads; the answer does not depend on it. Default: all cores.")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where files go. Default: pith-out/<verb>-<run>.")
  Path out;

  @Option(names = "--overwrite", description = "Write into a folder that is not empty.")
  boolean overwrite;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description =
          "Where runs are recorded: a folder or jdbc:postgresql://... Default: PITH_STORE or"
              + " ~/.pith.")
  String store;

  @Option(names = "--json", description = "The result as one JSON object on standard output.")
  boolean json;

  @Option(names = "--quiet", description = "No progress.")
  boolean quiet;

  @Option(names = "--verbose", description = "Say more.")
  boolean verbose;

  /** Adds those of these options that the answer depends on. */
  Typed type(Typed command) {
    command.option("--target", target);
    columns.forEach((name, type) -> command.option("--column", name + "=" + type));
    return command
        .option("--test", test == null ? null : test.getFileName())
        .option("--seed", seed);
  }

  /**
   * Opens the store.
   *
   * @throws InputException where its address is none
   */
  RunStore openStore() {
    try {
      return RunStore.open(storeUrl());
    } catch (IllegalArgumentException address) {
      throw new InputException("--store: " + address.getMessage());
    }
  }

  /** The store's address: the option, the environment, or the home folder. */
  String storeUrl() {
    if (store != null) {
      return store;
    }
    String configured = System.getenv("PITH_STORE");
    return configured != null && !configured.isBlank()
        ? configured
        : Path.of(System.getProperty("user.home"), ".pith").toString();
  }
}
