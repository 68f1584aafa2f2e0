package org.pith.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetTest {

  private static Column.Numeric numeric(String name, double... values) {
    return new Column.Numeric(name, values);
  }

  private static Column.Category category(String name, String... values) {
    List<String> levels =
        Arrays.stream(values).filter(v -> !v.isEmpty()).distinct().sorted().toList();
    return new Column.Category(
        name, levels, Arrays.stream(values).mapToInt(levels::indexOf).toArray());
  }

  private static List<Finding.Kind> kinds(Dataset data) {
    return data.findings().stream().map(Finding::kind).toList();
  }

  private static double[] repeated(int distinct, int rows) {
    return IntStream.range(0, rows).mapToDouble(i -> i % distinct).toArray();
  }

  private static Dataset ofTarget(double[] target, Optional<ColumnType> declared) {
    double[] x = IntStream.range(0, target.length).mapToDouble(i -> i).toArray();
    return Dataset.of(Table.of("t", List.of(numeric("x", x), numeric("y", target))), "y", declared);
  }

  @Test
  void fewWholeNumbersAreClasses() {
    assertThat(ofTarget(repeated(20, 100), Optional.empty()).classes())
        .hasSize(20)
        .startsWith("0", "1")
        .endsWith("19");
    assertThat(ofTarget(repeated(21, 100), Optional.empty()).task())
        .isEqualTo(new Task.Regression("y"));
    assertThat(ofTarget(new double[] {0.5, 1, 0.5, 1}, Optional.empty()).task())
        .isInstanceOf(Task.Regression.class);
    assertThat(ofTarget(repeated(5, 6), Optional.empty()).task())
        .isInstanceOf(Task.Regression.class);
  }

  @Test
  void theDeclaredKindWins() {
    assertThat(ofTarget(repeated(5, 100), Optional.of(ColumnType.NUMERIC)).task())
        .isInstanceOf(Task.Regression.class);
    assertThat(ofTarget(repeated(30, 100), Optional.of(ColumnType.CATEGORY)).classes()).hasSize(30);
    assertThat(ofTarget(repeated(30, 100), Optional.empty()).findings())
        .extracting(Finding::message)
        .containsExactly(
            "Target 'y' has 30 whole numbers and was read as a number; 'y=category' makes them"
                + " classes.");
  }

  @Test
  void rowsWithoutATargetAreDropped() {
    Table table =
        Table.of("t", List.of(numeric("x", 1, 2, 3, 4), category("y", "b", "", "a", "b")));
    Dataset data = Dataset.of(table, "y");
    assertThat(data.rows()).isEqualTo(3);
    assertThat(data.labels()).containsExactly(1, 0, 1);
    assertThat(((Column.Numeric) data.features().column("x")).values()).containsExactly(1, 3, 4);
    assertThat(kinds(data))
        .containsExactly(Finding.Kind.MISSING_TARGET, Finding.Kind.SINGLE_ROW_CLASS);
  }

  @Test
  void truthValuesAreClasses() {
    Table table =
        Table.of("t", List.of(numeric("x", 1, 2), new Column.Bool("y", new double[] {1, 0})));
    assertThat(Dataset.of(table, "y").classes()).containsExactly("false", "true");
    assertThat(Dataset.of(table, "y").labels()).containsExactly(1, 0);
  }

  @Test
  void repeatedRowsAreCounted() {
    Table table =
        Table.of(
            "t",
            List.of(numeric("x", 1, 1, 2, 1, Double.NaN), category("y", "a", "a", "b", "b", "a")));
    Finding finding = Dataset.of(table, "y").findings().getLast();
    assertThat(finding.kind()).isEqualTo(Finding.Kind.DUPLICATE_ROWS);
    assertThat(finding.count()).isEqualTo(1);
  }

  @Test
  void aTestSetMayOrderItsColumnsOtherwise() {
    Dataset data =
        Dataset.of(
            Table.of(
                "train.csv",
                List.of(
                    numeric("x", 1, 2, 3),
                    category("c", "u", "v", "u"),
                    category("y", "a", "b", "a"))),
            "y");
    Dataset test =
        data.test(
            Table.of(
                "test.csv",
                List.of(
                    category("y", "b", "z", ""),
                    numeric("more", 0, 0, 0),
                    category("c", "w", "w", "w"),
                    numeric("x", 9, 8, 7))));
    assertThat(test.features().names()).containsExactly("x", "c");
    assertThat(test.labels()).containsExactly(1);
    assertThat(test.task()).isEqualTo(data.task());
    assertThat(kinds(test))
        .containsExactly(Finding.Kind.MISSING_TARGET, Finding.Kind.UNKNOWN_CLASS);
    assertThat(Screening.unseen(data.features(), test.features()).getFirst().message())
        .contains("'c' has 1 categories")
        .contains("'w'");
  }

  @Test
  void aTestSetOfOtherColumnsIsRefused() {
    Dataset data =
        Dataset.of(
            Table.of("train.csv", List.of(numeric("x", 1, 2), category("y", "a", "b"))), "y");
    assertThatThrownBy(
            () -> data.test(Table.of("test.csv", List.of(numeric("z", 1), category("y", "a")))))
        .isInstanceOf(DataException.class)
        .hasMessage("test.csv has no column 'x'. Maybe 'z'? Its columns: z, y.");
    assertThatThrownBy(
            () -> data.test(Table.of("test.csv", List.of(category("x", "q"), category("y", "a")))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'x' of test.csv is category, but numeric in train.csv");
    assertThatThrownBy(
            () -> data.test(Table.of("test.csv", List.of(numeric("x", 1), category("y", "q")))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no row whose 'y'");
  }

  @Test
  void screeningDropsWhatCarriesNothing() {
    Table train =
        Table.of(
            "t",
            List.of(
                numeric("same", 1, 1, 1),
                numeric("none", Double.NaN, Double.NaN, Double.NaN),
                numeric("x", 1, 2, 3),
                numeric("copy", 1, 2, 3),
                numeric("sometimes", 1, Double.NaN, 1),
                category("c", "u", "v", "u"),
                category("d", "u", "v", "u"),
                category("e", "u", "u", "u")));
    Screening screening = Screening.of(train);
    assertThat(screening.kept()).containsExactly("x", "sometimes", "c");
    assertThat(screening.findings())
        .extracting(Finding::message)
        .containsExactly(
            "Column 'same' is '1' in every training row and was dropped.",
            "Column 'none' has no value in any training row and was dropped.",
            "Column 'copy' repeats column 'x' and was dropped.",
            "Column 'd' repeats column 'c' and was dropped.",
            "Column 'e' is 'u' in every training row and was dropped.");
    assertThat(screening.apply(train).names()).containsExactly("x", "sometimes", "c");
  }

  @Test
  void screeningKeepsTheGrid() {
    Table grid =
        Table.of(
            "t",
            List.of(
                numeric("p1_1", 1, 2),
                numeric("p0_1", 1, 2),
                numeric("p1_0", 0, 0),
                numeric("p0_0", 3, 4)));
    assertThat(grid.imageShape()).contains(new ImageShape(1, 2, 2));
    assertThat(grid.gridOrder().orElseThrow()).containsExactly(3, 1, 2, 0);
    assertThat(Screening.of(grid).kept()).hasSize(4);
    assertThat(Screening.of(grid).findings().getFirst().message()).startsWith("1 of 4 pixels");
    assertThat(grid.without("p0_0").imageShape()).isEmpty();
    assertThat(
            Table.of(
                    "t",
                    List.of(numeric("a1", 1), numeric("a2", 1), numeric("a3", 1), numeric("a4", 1)))
                .imageShape())
        .isEmpty();
  }

  @Test
  void screeningNamesWhatSinglePrecisionDoesNotTellApart() {
    double[] seconds = new double[31];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = 1.7e9 + i;
    }
    Screening screening = Screening.of(Table.of("t", List.of(numeric("seconds", seconds))));
    assertThat(screening.kept()).containsExactly("seconds");
    assertThat(screening.findings())
        .extracting(Finding::kind, Finding::message)
        .containsExactly(
            tuple(
                Finding.Kind.SINGLE_PRECISION,
                "Column 'seconds' has 31 values from 1700000000 on, of which models, which read single precision, tell only 1 apart. Maybe subtract 1700000000 from it first."));
    assertThat(Screening.of(Table.of("t", List.of(numeric("x", 0.1, 0.2, 3e20)))).findings())
        .isEmpty();
  }

  @Test
  void nothingLeftIsRefused() {
    assertThatThrownBy(() -> Screening.of(Table.of("t", List.of(numeric("x", 1, 1)))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("all 1 columns");
  }

  @Test
  void fingerprintsTellContentsApart() {
    Table table = Table.of("a", List.of(numeric("x", 1, Double.NaN), category("c", "u", "v")));
    String fingerprint = Fingerprint.of(table);
    assertThat(fingerprint).matches("sha256:[0-9a-f]{64}");
    assertThat(Fingerprint.of(Table.of("b", table.columns()))).isEqualTo(fingerprint);
    assertThat(Fingerprint.of(table.select(new int[] {1, 0}))).isNotEqualTo(fingerprint);
    assertThat(Fingerprint.of(table.withColumns(table.columns().reversed())))
        .isNotEqualTo(fingerprint);
    assertThat(Fingerprint.of(table.without("c"))).isNotEqualTo(fingerprint);
  }
}
