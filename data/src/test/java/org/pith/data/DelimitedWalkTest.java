package org.pith.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class DelimitedWalkTest {

  /** Keeps everything; a refusal becomes a note. */
  private static final class Kept implements DelimitedWalk.Watcher {
    private final List<List<String>> records = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private List<String> present = new ArrayList<>();

    @Override
    public void cell(int index, char[] text, int length) {
      present.add(new String(text, 0, length));
    }

    @Override
    public void record(int cells, int expected, long line) {
      records.add(present);
      present = new ArrayList<>();
    }

    @Override
    public void tooLong(int cell, long line) {
      notes.add("long");
    }

    @Override
    public void stray(int cell, long line) {
      notes.add("stray " + cell + " in " + line);
    }

    @Override
    public void unclosed(long line) {
      notes.add("unclosed " + line);
    }
  }

  private static Kept walk(String text, int block) {
    Kept kept = new Kept();
    DelimitedWalk walk = new DelimitedWalk(',', kept);
    for (int from = 0; from < text.length(); from += block) {
      char[] part = text.substring(from, Math.min(from + block, text.length())).toCharArray();
      walk.accept(part, part.length);
    }
    walk.end();
    return kept;
  }

  @Provide
  Arbitrary<List<List<String>>> tables() {
    Arbitrary<String> cell =
        Arbitraries.strings()
            .withChars('a', 'b', ',', ' ', '"', '\n', '\r', ';', 'é')
            .ofMaxLength(6);
    return Arbitraries.integers()
        .between(2, 4)
        .flatMap(width -> cell.list().ofSize(width).list().ofMinSize(1).ofMaxSize(5));
  }

  @Property(tries = 300)
  void whatIsQuotedIsReadBack(
      @ForAll("tables") List<List<String>> table, @ForAll @IntRange(min = 1, max = 7) int block) {
    StringBuilder text = new StringBuilder();
    for (List<String> record : table) {
      List<String> cells = record.stream().map(c -> '"' + c.replace("\"", "\"\"") + '"').toList();
      text.append(String.join(",", cells)).append("\r\n");
    }
    Kept kept = walk(text.toString(), block);
    assertThat(kept.notes).isEmpty();
    assertThat(kept.records).isEqualTo(table);
  }

  @Example
  void unquotedCellsMayHoldQuotes() {
    assertThat(walk("a,5\" x\n,\n", 100).records)
        .isEqualTo(List.of(List.of("a", "5\" x"), List.of("", "")));
  }

  @Example
  void blankLinesAreNoRecords() {
    assertThat(walk("\n\na,b\n\n1,2\n\n", 100).records).hasSize(2);
    assertThat(walk("a\n1\n\n2\n", 100).records)
        .isEqualTo(List.of(List.of("a"), List.of("1"), List.of(""), List.of("2")));
  }

  @Example
  void notesNameTheLine() {
    assertThat(walk("a,b\n1,\"x\ny\"\n2,\"z\"w\n", 100).notes).containsExactly("stray 2 in 4");
    assertThat(walk("a,b\n1,\"x\n", 100).notes).containsExactly("unclosed 2");
  }

  @Property(tries = 500)
  void simpleNumbersAreThoseOfTheLibrary(
      @ForAll @DoubleRange(min = -1e9, max = 1e9) double value,
      @ForAll @IntRange(min = 0, max = 6) int digits) {
    String text = String.format(Locale.ROOT, "%." + digits + "f", value);
    double read = Cells.simpleNumber(text.toCharArray(), text.length());
    if (Double.isNaN(read)) {
      assertThat(text.replaceAll("\\D", "").length()).isGreaterThan(15);
    } else {
      assertThat(read).isEqualTo(Double.parseDouble(text));
    }
  }

  @Example
  void otherTextIsNoSimpleNumber() {
    for (String text : List.of("", "-", ".", "1e5", "1.2.3", "12a", " 1", "1234567890123456")) {
      assertThat(Cells.simpleNumber(text.toCharArray(), text.length())).as(text).isNaN();
    }
    assertThat(Cells.simpleNumber("+.5".toCharArray(), 3)).isEqualTo(0.5);
    assertThat(Cells.simpleNumber("7.".toCharArray(), 2)).isEqualTo(7);
  }
}
