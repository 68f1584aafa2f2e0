package org.pith.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableReaderTest {

  @TempDir Path folder;

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private Table read(String content) throws IOException {
    return TableReader.defaults().read(write("data.csv", content));
  }

  private static double[] values(Table table, String column) {
    return ((Column.Numbers) table.column(column)).values();
  }

  private static List<Finding.Kind> kinds(Table table) {
    return table.findings().stream().map(Finding::kind).toList();
  }

  @Test
  void tellsTypesFromEveryCell() throws IOException {
    Table table =
        read(
            """
            n,code,name,flag,day,note
            1.5,1, red ,true,2020-01-02,%s
            NA,2,blue,FALSE,,b
            -2e3,3,red,,1970-01-01,c
            """
                .formatted("a long remark, ".repeat(20).replace(",", ";")));
    assertThat(table.columns().stream().map(Column::type))
        .containsExactly(
            ColumnType.NUMERIC,
            ColumnType.NUMERIC,
            ColumnType.CATEGORY,
            ColumnType.BOOLEAN,
            ColumnType.DATE,
            ColumnType.TEXT);
    assertThat(values(table, "n")).containsExactly(1.5, Double.NaN, -2000);
    assertThat(values(table, "flag")).containsExactly(1, 0, Double.NaN);
    assertThat(values(table, "day")).containsExactly(18263, Double.NaN, 0);
    Column.Category name = (Column.Category) table.column("name");
    assertThat(name.levels()).containsExactly("blue", "red");
    assertThat(name.codes()).containsExactly(1, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void tellsTheDelimiter(String delimiter) throws IOException {
    Table table =
        read(
            "a,b,c\n1,\"x, y; z\",3\n4,u,6\n"
                .replace(",", delimiter)
                .replace("\"x" + delimiter, "\"x,"));
    assertThat(table.names()).containsExactly("a", "b", "c");
    assertThat(table.column("b").text(0)).startsWith("x,");
    assertThat(values(table, "c")).containsExactly(3, 6);
  }

  @Test
  void readsQuotedNamesSpacesAndUnicode() throws IOException {
    Table table =
        read("\uFEFF\"first, name\", größe ,\"say \"\"hi\"\"\"\nÉmile,1,\"a\nb\"\n李,2,c\n");
    assertThat(table.names()).containsExactly("first, name", "größe", "say \"hi\"");
    assertThat(table.column("first, name").text(1)).isEqualTo("李");
    assertThat(table.column("say \"hi\"").text(0)).isEqualTo("a\nb");
  }

  @Test
  void renamesRepeatedAndMissingNames() throws IOException {
    Table table = read("a,a,,a_2\n1,2,3,4\n5,6,7,8\n");
    assertThat(table.names()).containsExactly("a", "a_3", "column3", "a_2");
    assertThat(kinds(table))
        .containsExactly(Finding.Kind.RENAMED_COLUMN, Finding.Kind.RENAMED_COLUMN);
    assertThat(table.findings().getFirst().message())
        .isEqualTo("Column 2 is a second 'a' and is called 'a_3'.");
  }

  @Test
  void recognisesAMissingHeader() throws IOException {
    Table table = read("39,State-gov,Male\n50,Private,Female\n");
    assertThat(table.names()).containsExactly("column1", "column2", "column3");
    assertThat(table.rows()).isEqualTo(2);
    assertThat(kinds(table)).containsExactly(Finding.Kind.NO_HEADER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id,2019,2020\n1,2,3\n4,5,6\n",
        "name,kind\nx,y\nz,w\n",
        "na,k\n1,2\n3,4\n",
      })
  void recognisesAHeader(String content) throws IOException {
    assertThat(read(content).rows()).isEqualTo(2);
  }

  @Test
  void recognisesAHeaderOfNumbersByTheNameThatIsExpected() throws IOException {
    Path file = write("data.csv", "0,1,2,digit\n1,2,3,a\n4,5,6,b\n");
    assertThat(TableReader.defaults().read(file).rows()).isEqualTo(3);
    assertThat(TableReader.defaults().expecting("digit").read(file).names())
        .containsExactly("0", "1", "2", "digit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\n", "\r"})
  void bearsEveryLineEnd(String end) throws IOException {
    assertThat(values(read("a,b\n1,2\n3,4".replace("\n", end)), "b")).containsExactly(2, 4);
  }

  @Test
  void bearsMixedLineEndsBlankLinesAndStrayQuotes() throws IOException {
    Table table = read("a,b\n1,5\" pipe\r\n\n3,x\n\n");
    assertThat(table.rows()).isEqualTo(2);
    assertThat(table.column("b").text(0)).isEqualTo("5\" pipe");
  }

  @Test
  void oneColumnIsATable() throws IOException {
    assertThat(values(read("a\n1\n2\n"), "a")).containsExactly(1, 2);
  }

  @Test
  void compressedAndPlainAreTheSame() throws IOException {
    String content = "a,b\n1,x\n2,y\n";
    Path packed = folder.resolve("data.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(Fingerprint.of(TableReader.defaults().read(packed)))
        .isEqualTo(Fingerprint.of(read(content)));
  }

  @Test
  void pathsArePlainTextNotPatterns() throws IOException {
    write("d1.csv", "a\n1\n");
    Path odd = write("d[1] it's.csv", "a\n2\n");
    assertThat(values(TableReader.defaults().read(odd), "a")).containsExactly(2);
  }

  @Test
  void columnsMayTurnOutToBeNames() throws IOException {
    Table table = read("a,b,c\n1,7,\n2,7x,\n3,8,z\n4,7x,z\n");
    assertThat(values(table, "a")).containsExactly(1, 2, 3, 4);
    assertThat(((Column.Category) table.column("b")).levels()).containsExactly("7", "7x", "8");
    assertThat(table.column("b").text(0)).isEqualTo("7");
    assertThat(table.column("c").isMissing(1)).isTrue();
    assertThat(table.column("c").text(3)).isEqualTo("z");
    Table headless = read("1,7,u\nx,8,v\n2,y,w\n");
    assertThat(headless.column("column1").text(0)).isEqualTo("1");
    assertThat(headless.column("column2").text(2)).isEqualTo("y");
  }

  @Test
  void declarationsOverride() throws IOException {
    Path file = write("data.csv", "zip,size,id,x\n1,7,a,1\n2,tall,b,2\n10,9,c,3\n");
    Table table =
        TableReader.defaults()
            .with("zip=category")
            .with("size=numeric")
            .with("id=text")
            .with("x=drop")
            .read(file);
    assertThat(table.names()).containsExactly("zip", "size", "id");
    assertThat(((Column.Category) table.column("zip")).levels()).containsExactly("1", "2", "10");
    assertThat(values(table, "size")).containsExactly(7, Double.NaN, 9);
    assertThat(table.column("id")).isInstanceOf(Column.Text.class);
    assertThat(table.findings())
        .extracting(Finding::message)
        .containsExactly(
            "1 cells of 'size' are no number, the first 'tall' in row 2; missing now.");
  }

  @Test
  void reportsNumbersWithSlips() throws IOException {
    String rows =
        IntStream.range(0, 30).mapToObj(i -> i + "," + i).collect(Collectors.joining("\n"));
    Table table = read("a,b\n" + rows + "\nabout 31,31\n");
    assertThat(table.column("a").type()).isNotEqualTo(ColumnType.NUMERIC);
    assertThat(table.findings()).isEmpty();
    Table repeated = read("a\n" + "7\n".repeat(20) + "seven\n");
    assertThat(repeated.findings().getFirst().message())
        .contains("'seven' in row 21")
        .contains("a=numeric");
  }

  @Test
  void clipsInfiniteCells() throws IOException {
    Table table = read("a,b\n1,x\ninf,y\n-Infinity,z\n5,w\n");
    assertThat(values(table, "a")).containsExactly(1, 5, 1, 5);
    assertThat(table.findings().getFirst().kind()).isEqualTo(Finding.Kind.INFINITE_CELLS);
    assertThat(table.findings().getFirst().count()).isEqualTo(2);
  }

  @Test
  void identifiersAreTextAndRepeatedNamesAreCategories() throws IOException {
    String rows =
        IntStream.range(0, 60)
            .mapToObj(i -> "id%d,town %d".formatted(i, i % 25))
            .collect(Collectors.joining("\n"));
    Table table = read("id,town\n" + rows + "\n");
    assertThat(table.column("id").type()).isEqualTo(ColumnType.TEXT);
    assertThat(table.column("town").type()).isEqualTo(ColumnType.CATEGORY);
  }

  @Test
  void readsManyColumns() throws IOException {
    String header = IntStream.range(0, 400).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    String row = IntStream.range(0, 400).mapToObj(i -> "" + i).collect(Collectors.joining(","));
    Table table = read(header + "\n" + row + "\n" + row + "\n");
    assertThat(table.columns()).hasSize(400);
    assertThat(values(table, "c399")).containsExactly(399, 399);
  }

  @Test
  void rowsKeepTheirOrder() throws IOException {
    String rows =
        IntStream.range(0, 200_000)
            .mapToObj(i -> i + ",\"" + (i % 3 == 0 ? "a\nb" : "c") + "\"")
            .collect(Collectors.joining("\n"));
    double[] order = values(read("i,t\n" + rows + "\n"), "i");
    assertThat(order).isEqualTo(IntStream.range(0, 200_000).asDoubleStream().toArray());
  }

  @Test
  void readsJsonLines() throws IOException {
    Path file =
        write(
            "data.jsonl",
            """
            {"a": 1, "b": "x", "c": true, "d": [1], "e": "2020-01-02", "f": 1}
            {"a": 2.5, "b": null, "c": false, "e": "2020-01-03", "f": "two"}
            """);
    Table table = TableReader.defaults().read(file);
    assertThat(table.columns().stream().map(column -> column.name() + " " + column.type().word()))
        .containsExactly("a numeric", "b category", "c boolean", "e date", "f category");
    assertThat(values(table, "e")).containsExactly(18263, 18264);
    assertThat(table.column("f").text(1)).isEqualTo("two");
    assertThat(table.column("b").isMissing(1)).isTrue();
    assertThat(kinds(table)).containsExactly(Finding.Kind.UNSUPPORTED_COLUMN);
  }

  @Test
  void readsParquetAsItReadsCsv() throws IOException, SQLException {
    Path csv = write("data.csv", "n,w,flag,t\n1,x,true,2020-01-02\n,y,false,2021-01-01\n3,,,\n");
    Path parquet = folder.resolve("data.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (SELECT * FROM '%s') TO '%s'".formatted(csv, parquet));
    }
    Table table = TableReader.defaults().read(parquet);
    assertThat(table.columns().stream().map(Column::type))
        .containsExactly(
            ColumnType.NUMERIC, ColumnType.CATEGORY, ColumnType.BOOLEAN, ColumnType.DATE);
    assertThat(Fingerprint.of(table)).isEqualTo(Fingerprint.of(TableReader.defaults().read(csv)));
  }

  @Test
  void readsTheTypesOfParquet() throws SQLException {
    Path parquet = folder.resolve("types.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          COPY (SELECT 7::UTINYINT AS a, 1.25::DECIMAL(9, 2) AS b, 'x'::ENUM('x', 'y') AS c,
            TIMESTAMPTZ '1970-01-02 06:00:00+00' AS d, 'Infinity'::DOUBLE AS e, [1, 2] AS f
            UNION ALL SELECT NULL, NULL, NULL, NULL, 3, NULL) TO '%s'
          """
              .formatted(parquet));
    }
    Table table = TableReader.defaults().read(parquet);
    assertThat(table.names()).containsExactly("a", "b", "c", "d", "e");
    assertThat(values(table, "a")).containsExactly(7, Double.NaN);
    assertThat(values(table, "b")).containsExactly(1.25, Double.NaN);
    assertThat(table.column("c").text(0)).isEqualTo("x");
    assertThat(values(table, "d")).containsExactly(1.25, Double.NaN);
    assertThat(values(table, "e")).containsExactly(3, 3);
    assertThat(kinds(table))
        .containsExactly(Finding.Kind.UNSUPPORTED_COLUMN, Finding.Kind.INFINITE_CELLS);
  }

  @Test
  void readsDatesOfEveryPrecision() throws IOException {
    Table table =
        read(
            """
            month,time,zone
            1749-01,1970-01-02 12:00,1970-01-02T00:00:00+06:00
            1970-02,1970-01-01T00:00:00.5,1970-01-01T00:00Z
            """);
    assertThat(table.columns().stream().map(Column::type)).containsOnly(ColumnType.DATE);
    assertThat(values(table, "month")).containsExactly(-80_718, 31);
    assertThat(values(table, "time")).containsExactly(1.5, 0.5 / 86_400);
    assertThat(values(table, "zone")).containsExactly(0.75, 0);
  }

  @Test
  void theFormatsAgreeOnTheExample() {
    Path example = Repository.root().resolve("examples/digits.csv.gz");
    Table table = TableReader.defaults().read(example);
    assertThat(table.rows()).isEqualTo(1797);
    Dataset digits = Dataset.of(table, "digit");
    assertThat(digits.classes()).hasSize(10);
    assertThat(digits.features().imageShape()).contains(new ImageShape(1, 8, 8));
    assertThat(digits.features().gridOrder().orElseThrow())
        .isEqualTo(IntStream.range(0, 64).toArray());
    assertThat(Arrays.stream(((Column.Category) digits.target()).counts()))
        .containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
  }
}
