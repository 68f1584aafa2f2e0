package org.pith.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pith.data.Column;
import org.pith.data.Dataset;
import org.pith.data.Table;
import org.pith.data.Task;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.route.MutualInformation;
import org.pith.measure.select.ForwardSelection;
import org.pith.measure.select.LogDeterminantSelection;
import org.pith.measure.select.Redundancy;

/**
 * What a data set has to say about its target: what each column knows alone, what columns repeat of each other, which to take
 * together and in which order, and what a decoder of all of them was shown to know.
 *
 * <p>Columns are measured on the development rows and decoders judged on the rows set aside. Wide tables are measured on fewer rows,
 * so that the time stays bounded; each estimate says its own.
 *
 * @param rows the development rows that columns are measured on, pixels as columns
 * @param columns what each column knows alone, in the order of the data
 * @param peers places of the columns that {@code redundancy} compares with
 * @param redundancy of each column with the peers
 * @param order places of the columns in the order in which they add most
 * @param method how that order was found
 * @param cumulative what a decoder of the first columns of the order knows; empty where one could not learn from them
 * @param ceiling what the decoder of all columns knows; empty where it could not learn
 * @param cpuSeconds of all decoders
 */
record Audit(
    Dataset rows,
    List<ColumnInformation> columns,
    int[] peers,
    Redundancy redundancy,
    List<Integer> order,
    String method,
    List<Optional<Decoder>> cumulative,
    Optional<Decoder> ceiling,
    double cpuSeconds) {

  private static final long MOST_CELLS = 10_000_000;
  private static final int MOST_ROWS = 50_000;
  private static final int LEAST_ROWS = 2_000;
  private static final int MOST_PEERS = 256;
  private static final long MOST_COUNTED = 1_000_000_000;
  private static final int MOST_RANKED = 32;
  private static final int MOST_COUNTED_COLUMNS = 64;
  private static final int SELECTION_ROWS = 10_000;
  private static final int DECODER_ROWS = 12_000;

  /** Measures. */
  static Audit of(LoadedData data, int threads, long seed, Progress progress) {
    Dataset thin = thinned(data.development(), columns(data), seed);
    Dataset rows = thin.withFeatures(Pixels.asColumns(thin.features()));
    List<Column> columns = rows.features().columns();
    progress.stage("columns", columns.size());
    MutualInformation route = MutualInformation.withDefaults().withSeed(seed);
    List<ColumnInformation> alone =
        parallel(
            threads,
            columns.stream()
                .<Callable<ColumnInformation>>map(
                    c ->
                        () -> {
                          ColumnInformation known = ColumnInformation.of(c, rows.target(), route);
                          progress.done();
                          return known;
                        })
                .toList());
    progress.step("redundancy");
    int[] peers = ColumnInformation.best(alone, MOST_PEERS);
    Arrays.sort(peers);
    long pairs = (long) columns.size() * peers.length;
    Dataset counted =
        head(rows, (int) Math.clamp(MOST_COUNTED / pairs, LEAST_ROWS, 2 * SELECTION_ROWS), seed);
    List<Labels> coarse = counted.features().columns().stream().map(Coarse::of).toList();
    Redundancy redundancy = Redundancy.of(coarse, Coarse.of(counted.target()), peers, threads);
    progress.step("joint order");
    boolean few = columns.size() <= MOST_COUNTED_COLUMNS;
    List<Integer> order =
        few ? byCounts(rows, seed) : byDeterminants(head(rows, SELECTION_ROWS, seed));
    progress.stage("decoders", order.size() + 1);
    List<Optional<Decoder>> decoders = decoders(data, rows, order, threads, seed, progress);
    return new Audit(
        rows,
        alone,
        peers,
        redundancy,
        order,
        few
            ? "least conditional information given any one column taken (CMIM), until a permuted column would add as much"
            : "conditional information of normal scores (log-determinant), until the likelihood-ratio test stops it",
        decoders.subList(1, decoders.size()),
        decoders.getFirst(),
        decoders.stream().flatMap(Optional::stream).mapToDouble(Decoder::cpuSeconds).sum());
  }

  private static int columns(LoadedData data) {
    Table features = data.development().features();
    return features.columns().size()
        + features.images().map(images -> images.shape().elements()).orElse(0);
  }

  private static Dataset thinned(Dataset data, int columns, long seed) {
    return head(data, (int) Math.clamp(MOST_CELLS / columns, LEAST_ROWS, MOST_ROWS), seed);
  }

  /** That many rows by chance, in their order; or all. */
  private static Dataset head(Dataset data, int most, long seed) {
    return data.rows() <= most ? data : data.select(DrawnRows.ascending(data.rows(), most, seed));
  }

  private static List<Integer> byCounts(Dataset all, long seed) {
    Dataset rows = head(all, SELECTION_ROWS, seed);
    return ForwardSelection.withDefaults()
        .withMost(MOST_RANKED)
        .withSeed(seed)
        .select(
            rows.features().columns().stream().map(Coarse::of).toList(),
            Coarse.of(rows.target()),
            ForwardSelection.Criterion.CMIM)
        .stream()
        .map(ForwardSelection.Step::column)
        .toList();
  }

  private static List<Integer> byDeterminants(Dataset rows) {
    Samples columns =
        Samples.of(rows.features().columns().stream().map(Audit::numbers).toArray(double[][]::new));
    return LogDeterminantSelection.withDefaults()
        .withMost(MOST_RANKED)
        .select(columns, target(rows))
        .stream()
        .map(ForwardSelection.Step::column)
        .toList();
  }

  /** Missing cells at the median; names by their place. */
  private static double[] numbers(Column column) {
    double[] values =
        column instanceof Column.Numbers numbers
            ? numbers.values().clone()
            : Arrays.stream(((Column.Category) column).codes()).asDoubleStream().toArray();
    double[] known = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    double median = known.length == 0 ? 0 : known[known.length / 2];
    return Arrays.stream(values).map(v -> Double.isNaN(v) ? median : v).toArray();
  }

  /** Numbers, or a flag for every class but the last. */
  private static Samples target(Dataset rows) {
    if (rows.task() instanceof Task.Regression) {
      return Samples.of(rows.numbers());
    }
    int[] labels = rows.labels();
    return Samples.of(
        IntStream.range(0, rows.classes().size() - 1)
            .mapToObj(k -> Arrays.stream(labels).mapToDouble(l -> l == k ? 1 : 0).toArray())
            .toArray(double[][]::new));
  }

  /** The decoder of all columns, then those of the first one, two, ... of the order. */
  private static List<Optional<Decoder>> decoders(
      LoadedData data,
      Dataset rows,
      List<Integer> order,
      int threads,
      long seed,
      Progress progress) {
    List<String> names = order.stream().map(i -> rows.features().columns().get(i).name()).toList();
    Dataset fit = head(data.development(), DECODER_ROWS, seed);
    Dataset judge = head(data.test(), DECODER_ROWS, seed);
    Dataset fitColumns = narrow(fit, names);
    Dataset judgeColumns = narrow(judge, names);
    Stream<Callable<Optional<Decoder>>> prefixes =
        IntStream.rangeClosed(1, names.size())
            .mapToObj(
                m ->
                    () -> {
                      List<String> first = names.subList(0, m);
                      return counted(
                          Decoder.of(keep(fitColumns, first), keep(judgeColumns, first), seed),
                          progress);
                    });
    Stream<Callable<Optional<Decoder>>> all =
        Stream.of(() -> counted(Decoder.of(data.development(), data.test(), seed), progress));
    return parallel(threads, Stream.concat(all, prefixes).toList());
  }

  private static Optional<Decoder> counted(Optional<Decoder> decoder, Progress progress) {
    progress.done();
    return decoder;
  }

  private static Dataset narrow(Dataset rows, List<String> names) {
    return names.isEmpty() ? rows : rows.withFeatures(Pixels.keep(rows.features(), names));
  }

  private static Dataset keep(Dataset rows, List<String> names) {
    return rows.withFeatures(rows.features().keep(names));
  }

  private static <T> List<T> parallel(int threads, List<Callable<T>> tasks) {
    try (ExecutorService workers =
        Executors.newFixedThreadPool(
            threads, task -> Thread.ofPlatform().daemon().name("measure").unstarted(task))) {
      List<T> results = new ArrayList<>();
      for (Future<T> running : workers.invokeAll(tasks)) {
        results.add(running.get());
      }
      return results;
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failure.getCause());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Measuring was interrupted.", stop);
    }
  }
}
