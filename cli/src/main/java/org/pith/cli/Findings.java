package org.pith.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pith.data.Task;
import org.pith.measure.Estimate;
import org.pith.measure.Unit;
import org.pith.measure.discrete.DiscreteInformation;
import org.pith.measure.select.Redundancy;
import org.pith.measure.significance.Ceiling;
import org.pith.train.encode.Export;

/** An audit in numbers and words, for its files and for the terminal; all from the same figures. */
final class Findings {

  private static final int SHOWN = 20;

  final LoadedData data;
  final Audit audit;

  Findings(LoadedData data, Audit audit) {
    this.data = data;
    this.audit = audit;
  }

  boolean isClassification() {
    return data.development().task() instanceof Task.Classification;
  }

  String target() {
    return data.development().target().name();
  }

  /** Entropy of the target over the development rows, in nats; empty for numbers. */
  OptionalDouble entropy() {
    return isClassification()
        ? OptionalDouble.of(
            DiscreteInformation.withDefaults()
                .entropy(PairSide.labels(data.development().target()))
                .value())
        : OptionalDouble.empty();
  }

  /** What was shown to be known, in nats. */
  Optional<Estimate> ceiling() {
    return audit.ceiling().map(decoder -> decoder.heldOut().information());
  }

  /** What so many bits allow a classifier; empty for numbers. */
  Optional<MeasureResult.Accuracy> accuracy() {
    if (!isClassification()) {
      return Optional.empty();
    }
    int classes = data.development().classes().size();
    double entropy = Math.min(entropy().orElseThrow(), Math.log(classes));
    return audit
        .ceiling()
        .map(
            decoder -> {
              double known = Math.max(0, decoder.heldOut().information().value());
              double right = decoder.heldOut().accuracy();
              return new MeasureResult.Accuracy(
                  Ceiling.mostAccuracy(known, entropy, classes),
                  Ceiling.leastAccuracy(known, entropy, classes),
                  right,
                  Arrays.stream(Wilson.interval(right, data.test().rows())).boxed().toList());
            });
  }

  private Optional<MeasureResult.Numbers> numbers() {
    if (isClassification()) {
      return Optional.empty();
    }
    double unit = Export.Scale.of(data.development().numbers()).deviation();
    return audit
        .ceiling()
        .map(
            decoder ->
                new MeasureResult.Numbers(
                    decoder.heldOut().rmse() * unit,
                    1 - Math.exp(-2 * decoder.heldOut().information().value())));
  }

  /** Every column, the one that knows most first. */
  List<MeasureResult.Column> columns() {
    return Arrays.stream(ColumnInformation.best(audit.columns(), Integer.MAX_VALUE))
        .mapToObj(this::column)
        .toList();
  }

  private MeasureResult.Column column(int i) {
    ColumnInformation known = audit.columns().get(i);
    Redundancy.Repeated repeated = audit.redundancy().repeated(i);
    int rank = audit.order().indexOf(i);
    Estimate e = known.information();
    return new MeasureResult.Column(
        known.column(),
        known.type(),
        Json.finite(e.bits()),
        bits(e),
        e.verdict().name(),
        e.reason(),
        e.n(),
        repeated.peer() < 0 ? null : Unit.BITS.fromNats(repeated.nats()),
        repeated.peer() < 0 ? null : audit.columns().get(repeated.peer()).column(),
        rank < 0 ? null : rank + 1,
        rank < 0 ? null : cumulative(rank).map(Estimate::bits).orElse(null));
  }

  /** What a decoder of the first columns of the order knows. */
  Optional<Estimate> cumulative(int rank) {
    return audit.cumulative().get(rank).map(decoder -> decoder.heldOut().information());
  }

  static List<Double> bits(Estimate e) {
    return Arrays.asList(
        Json.finite(Unit.BITS.fromNats(e.low())), Json.finite(Unit.BITS.fromNats(e.high())));
  }

  MeasureResult result(String run, long seed, double wallSeconds) {
    return new MeasureResult(
        Pith.VERSION,
        run,
        "measure",
        isClassification() ? "classification" : "regression",
        seed,
        new CompactResult.Data(
            data.file().toString(),
            data.rows(),
            data.columns(),
            target(),
            data.development().classes(),
            data.fingerprint()),
        new MeasureResult.Information(
            entropy().isPresent() ? Unit.BITS.fromNats(entropy().getAsDouble()) : null,
            ceiling().map(Estimate::bits).map(Json::finite).orElse(null),
            ceiling().map(Findings::bits).orElse(null),
            Decoder.words(),
            data.test().rows(),
            audit.order().isEmpty()
                ? null
                : cumulative(audit.order().size() - 1).map(Estimate::bits).orElse(null)),
        accuracy().orElse(null),
        numbers().orElse(null),
        new MeasureResult.Selection(audit.method(), audit.order().size()),
        columns(),
        wallSeconds);
  }

  /** {@code columns.csv}. */
  String csv() {
    Csv csv =
        new Csv(
            List.of(
                "column",
                "type",
                "informationBits",
                "low",
                "high",
                "verdict",
                "redundancyBits",
                "jointRank",
                "cumulativeBits",
                "redundantWith",
                "rows",
                "reason"));
    for (MeasureResult.Column c : columns()) {
      csv.line(
          List.of(
              c.column(),
              c.type(),
              number(c.informationBits()),
              number(c.interval().get(0)),
              number(c.interval().get(1)),
              c.verdict(),
              number(c.redundancyBits()),
              c.jointRank() == null ? "" : c.jointRank(),
              number(c.cumulativeBits()),
              c.redundantWith() == null ? "" : c.redundantWith(),
              c.rows(),
              c.reason()));
    }
    return csv.toString();
  }

  private static String number(Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.6f", value);
  }

  /** What was found, in one sentence. */
  String sentence() {
    if (ceiling().isEmpty()) {
      return "No decoder could learn %s from these columns.".formatted(target());
    }
    String known = bits(ceiling().get().bits());
    return isClassification()
        ? "The columns were shown to know %s of the %s bits of %s: a decoder names %s of %,d held-out rows rightly."
            .formatted(
                known,
                bits(Unit.BITS.fromNats(entropy().orElseThrow())),
                target(),
                percent(accuracy().orElseThrow().decoder()),
                data.test().rows())
        : "The columns were shown to know %s bits about %s: a decoder explains %s of its variance on %,d held-out rows."
            .formatted(known, target(), percent(numbers().orElseThrow().r2()), data.test().rows());
  }

  /** What the ceiling implies, in one sentence. */
  String implication() {
    return accuracy()
        .map(
            a ->
                "So many bits allow at most %s right answers (Fano); the best decision is sure of %s (Hellman and Raviv)."
                    .formatted(percent(a.most()), percent(a.least())))
        .orElseGet(
            () ->
                numbers()
                    .map(
                        n ->
                            String.format(
                                Locale.ROOT,
                                "Its root mean square error is %.5g, in the unit of %s.",
                                n.rmse(),
                                target()))
                    .orElse(""));
  }

  static String bits(double bits) {
    return String.format(Locale.ROOT, "%.3f", bits);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** What a terminal shows. */
  List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(sentence());
    if (!implication().isEmpty()) {
      lines.add(implication());
    }
    lines.add("");
    List<MeasureResult.Column> columns = columns();
    int width = columns.stream().limit(SHOWN).mapToInt(c -> c.column().length()).max().orElse(6);
    lines.add(
        "  %-"
            .concat(Math.clamp(width, 6, 24) + "s  %6s  %-16s  %-12s  %9s  %5s  %10s")
            .formatted(
                "column", "bits", "95 % interval", "verdict", "redundant", "rank", "cumulative"));
    columns.stream().limit(SHOWN).forEach(c -> lines.add(line(c, Math.clamp(width, 6, 24))));
    if (columns.size() > SHOWN) {
      lines.add("  %,d more columns are in columns.csv.".formatted(columns.size() - SHOWN));
    }
    lines.add("");
    lines.add(
        "  redundant: of its bits, those that one other column repeats; cumulative: known by a decoder of the columns up to this rank.");
    return lines;
  }

  private static String line(MeasureResult.Column c, int width) {
    String name =
        c.column().length() <= width ? c.column() : c.column().substring(0, width - 1) + "…";
    return String.format(
        Locale.ROOT,
        "  %-" + width + "s  %6s  %-16s  %-12s  %9s  %5s  %10s",
        name,
        cell(c.informationBits()),
        c.interval().getFirst() == null
            ? ""
            : cell(c.interval().get(0)) + " to " + cell(c.interval().get(1)),
        c.verdict().toLowerCase(Locale.ROOT),
        cell(c.redundancyBits()),
        c.jointRank() == null ? "" : c.jointRank(),
        cell(c.cumulativeBits()));
  }

  private static String cell(Double value) {
    return value == null ? "" : bits(value);
  }

  /** The names of the order. */
  List<String> ordered() {
    return audit.order().stream().map(i -> audit.columns().get(i).column()).toList();
  }

  /** Columns whose estimates are not to be trusted, by verdict. */
  String doubts() {
    return audit.columns().stream()
        .map(c -> c.information().verdict().name())
        .filter(v -> !v.equals("TRUSTED"))
        .collect(Collectors.groupingBy(v -> v, java.util.TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(e -> e.getValue() + " " + e.getKey().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  /** What a column and a peer share, in bits. */
  double shared(int column, int peer) {
    return Unit.BITS.fromNats(
        audit.redundancy().shared(column, Arrays.binarySearch(audit.peers(), peer)));
  }

  /** Places of the columns that a picture of redundancy shows: those that know most, of the peers. */
  int[] pictured(int most) {
    return IntStream.of(ColumnInformation.best(audit.columns(), audit.columns().size()))
        .filter(i -> Arrays.binarySearch(audit.peers(), i) >= 0)
        .limit(most)
        .toArray();
  }
}
