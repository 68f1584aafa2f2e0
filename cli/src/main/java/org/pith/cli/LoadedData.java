package org.pith.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.pith.data.ColumnType;
import org.pith.data.Dataset;
import org.pith.data.Finding;
import org.pith.data.Fingerprint;
import org.pith.data.Screening;
import org.pith.data.Split;
import org.pith.data.Table;
import org.pith.data.TableReader;
import org.pith.network.Network;
import org.pith.runs.Run;
import org.pith.train.encode.Feeding;

/**
 * The data of one run, divided before anything looks at it: test rows are set aside first and serve for the last judgement alone.
 *
 * @param file as the user named it
 * @param rows of the file, those without a target left out
 * @param columns of the file, the target left out
 * @param fingerprint of everything that was read
 * @param seed that set the test rows aside; empty where they are a file of their own
 * @param development rows for every choice
 * @param test rows for the last judgement
 * @param findings what was dealt with and should be known
 */
record LoadedData(
    Path file,
    int rows,
    int columns,
    String fingerprint,
    OptionalLong seed,
    Dataset development,
    Dataset test,
    List<Finding> findings) {

  private static final double TEST_SHARE = 0.2;

  private static final String FINGERPRINT = "pith.fingerprint";
  private static final String SEED = "pith.seed";

  /** Reads and divides the data that the options name; columns that can say nothing are dropped. */
  static LoadedData load(Path file, CommonOptions options) {
    LoadedData read = read(file, options, reader(options, expected(options)), Map.of());
    Screening screening = Screening.of(read.development.features());
    List<Finding> findings = new ArrayList<>(read.findings);
    findings.addAll(screening.findings());
    findings.addAll(Screening.unseen(read.development.features(), read.test.features()));
    return new LoadedData(
        file,
        read.rows,
        read.columns,
        read.fingerprint,
        read.seed,
        screening.apply(read.development),
        screening.apply(read.test),
        List.copyOf(findings));
  }

  /**
   * Reads and divides data for a model: no column is dropped, they are of the types it takes, and rows that were test rows when it was
   * made are test rows again, whatever the seed.
   */
  static LoadedData forModel(Path file, CommonOptions options, Network model) {
    Map<String, ColumnType> types =
        Feeding.recorded(model).map(f -> f.takes().declared()).orElse(Map.of());
    TableReader reader = reader(options, expected(options)).withTypes(types);
    return read(file, options, reader, model.metadata());
  }

  /** What a model made from these data says of where it comes from. */
  Map<String, String> provenance(Run run) {
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put("pith.version", Pith.VERSION);
    provenance.put("pith.run", run.id());
    provenance.put(FINGERPRINT, fingerprint);
    seed.ifPresent(s -> provenance.put(SEED, Long.toString(s)));
    return provenance;
  }

  private static List<String> expected(CommonOptions options) {
    return options.target == null ? List.of() : List.of(options.target);
  }

  private static LoadedData read(
      Path file, CommonOptions options, TableReader reader, Map<String, String> made) {
    Table table = reader.read(file);
    requireColumns(table, options);
    if (options.target == null) {
      throw new InputException(
          "--target is missing. The columns of %s are %s."
              .formatted(file, String.join(", ", table.names())));
    }
    Optional<ColumnType> declared = declared(options, options.target);
    Dataset all = Dataset.of(table, options.target, declared);
    List<Finding> findings = new ArrayList<>(all.findings());
    Dataset development;
    Dataset test;
    String fingerprint = Fingerprint.of(table);
    OptionalLong seed = OptionalLong.empty();
    if (options.test == null) {
      Optional<Long> before = seed(made, fingerprint);
      before.ifPresent(s -> findings.add(divided(s, all.rows())));
      seed = OptionalLong.of(before.orElse(options.seed));
      Split split = Split.of(all, 0, TEST_SHARE, seed.getAsLong());
      development = all.select(split.train());
      test = all.select(split.test());
    } else {
      Table separate = TableReader.like(table).expecting(options.target).read(options.test);
      development = all;
      test = all.test(separate);
      test.findings().stream().filter(f -> !findings.contains(f)).forEach(findings::add);
      fingerprint = fingerprint + "+" + Fingerprint.of(separate);
    }
    if (development.rows() < 10) {
      throw new InputException(
          "%s leaves %d rows to learn from; at least 10 are needed."
              .formatted(file, development.rows()));
    }
    return new LoadedData(
        file,
        all.rows(),
        all.features().names().isEmpty()
            ? all.features().imageShape().map(s -> s.elements()).orElse(0)
            : all.features().names().size(),
        fingerprint,
        seed,
        development,
        test,
        List.copyOf(findings));
  }

  /** The seed that divided these very data when a model of that metadata was made. */
  private static Optional<Long> seed(Map<String, String> made, String fingerprint) {
    if (!fingerprint.equals(made.get(FINGERPRINT))) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(made.get(SEED)).map(Long::parseLong);
    } catch (NumberFormatException wrong) {
      throw new InputException(
          "The model's metadata say %s '%s', which is no whole number."
              .formatted(SEED, made.get(SEED)));
    }
  }

  private static Finding divided(long seed, int rows) {
    return new Finding(
        Finding.Kind.DIVIDED_AS_BEFORE,
        "",
        rows,
        "Rows are divided as when the model was made (seed %d), so that test rows are rows it has not seen."
            .formatted(seed));
  }

  /**
   * The whole table with the declared types.
   *
   * @param expected columns that it should have, a help in recognising the header
   */
  static Table table(Path file, CommonOptions options, List<String> expected) {
    Table table = reader(options, expected).read(file);
    requireColumns(table, options);
    return table;
  }

  private static void requireColumns(Table table, CommonOptions options) {
    for (Map.Entry<String, String> column : options.columns.entrySet()) {
      String name = column.getKey();
      boolean drop = column.getValue().equalsIgnoreCase("drop");
      if (drop && name.equals(options.target)) {
        throw new InputException(
            "--column drops '%s', which --target asks to know.".formatted(name));
      }
      if (!drop && !table.names().contains(name)) {
        throw new InputException(
            "--column: %s has no column '%s'. Its columns: %s."
                .formatted(table.source(), name, String.join(", ", table.names())));
      }
    }
  }

  private static TableReader reader(CommonOptions options, List<String> expected) {
    TableReader reader = TableReader.defaults();
    for (String name : expected) {
      reader = reader.expecting(name);
    }
    for (Map.Entry<String, String> column : options.columns.entrySet()) {
      try {
        reader = reader.with(column.getKey() + "=" + column.getValue());
      } catch (IllegalArgumentException unknown) {
        throw new InputException("--column: " + unknown.getMessage());
      }
    }
    return reader;
  }

  private static Optional<ColumnType> declared(CommonOptions options, String target) {
    String type = options.columns.get(target);
    return type == null || type.equalsIgnoreCase("drop")
        ? Optional.empty()
        : Optional.of(ColumnType.valueOf(type.toUpperCase(Locale.ROOT)));
  }
}
