package org.pith.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitTest {

  private static Dataset classes(int... labels) {
    List<String> names =
        IntStream.rangeClosed(0, Arrays.stream(labels).max().orElseThrow())
            .mapToObj(Integer::toString)
            .toList();
    double[] x = IntStream.range(0, labels.length).mapToDouble(i -> i).toArray();
    Table table =
        Table.of("t", List.of(new Column.Numeric("x", x), new Column.Category("y", names, labels)));
    return Dataset.of(table, "y");
  }

  private static long count(int[] rows, Dataset data, int label) {
    return Arrays.stream(rows).filter(row -> data.labels()[row] == label).count();
  }

  @Property(tries = 60)
  void everyRowIsInOnePartAndClassesAreShared(
      @ForAll @IntRange(min = 6, max = 200) int rows,
      @ForAll @IntRange(min = 2, max = 5) int classes,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] labels =
        IntStream.range(0, rows).map(i -> i < classes ? i : random.nextInt(classes)).toArray();
    Dataset data = classes(labels);
    Split split = Split.of(data, 0.2, 0.25, seed);
    int[] all = all(split);
    assertThat(all).containsExactlyInAnyOrder(IntStream.range(0, rows).toArray());
    for (int label = 0; label < classes; label++) {
      long size = count(all, data, label);
      assertThat(count(split.train(), data, label)).isPositive();
      if (size > 2) {
        // One row of rounding for the test part, and one more for what it leaves to the validation
        // part.
        assertThat((double) count(split.test(), data, label)).isCloseTo(size * 0.25, within(1.0));
        assertThat((double) count(split.validation(), data, label))
            .isCloseTo(size * 0.2, within(1.5));
      }
    }
  }

  private static int[] all(Split split) {
    return IntStream.concat(
            Arrays.stream(split.train()),
            IntStream.concat(Arrays.stream(split.validation()), Arrays.stream(split.test())))
        .toArray();
  }

  @Test
  void sharesAreTheRoundedOnes() {
    Dataset data = classes(IntStream.range(0, 1797).map(i -> i % 10).toArray());
    Split split = Split.of(data, 0.15, 0.2, 42);
    assertThat(split.test()).hasSize(359).isSorted();
    assertThat(split.validation()).hasSize(270).isSorted();
    assertThat(split.train()).hasSize(1168).isSorted();
    assertThat(Split.of(data, 0, 0, 42).train()).hasSize(1797);
  }

  @Test
  void theSeedDecides() {
    Dataset data = classes(IntStream.range(0, 100).map(i -> i % 3).toArray());
    assertThat(Split.of(data, 0.2, 0.2, 7).test()).isEqualTo(Split.of(data, 0.2, 0.2, 7).test());
    assertThat(Split.of(data, 0.2, 0.2, 7).test()).isNotEqualTo(Split.of(data, 0.2, 0.2, 8).test());
  }

  @Test
  void rareClassesAreTrainedOn() {
    int[] labels = new int[50];
    labels[17] = 1;
    labels[20] = 2;
    labels[30] = 2;
    Dataset data = classes(labels);
    for (int seed = 0; seed < 200; seed++) {
      Split split = Split.of(data, 0.3, 0.4, seed);
      assertThat(count(split.train(), data, 1)).isEqualTo(1);
      assertThat(count(split.train(), data, 2)).isPositive();
    }
  }

  @Test
  void numbersAreSharedAlongTheirOrder() {
    SplittableRandom random = new SplittableRandom(1);
    double[] y = random.doubles(1000).map(u -> Math.exp(8 * u)).toArray();
    Dataset data =
        Dataset.of(
            Table.of("t", List.of(new Column.Numeric("x", y), new Column.Numeric("y", y))), "y");
    Split split = Split.of(data, 0.2, 0.2, 3);
    double[] sorted = Arrays.stream(y).sorted().toArray();
    for (int tenth = 0; tenth < 10; tenth++) {
      double low = sorted[100 * tenth];
      double high = sorted[100 * tenth + 99];
      long tested =
          Arrays.stream(split.test()).filter(row -> y[row] >= low && y[row] <= high).count();
      // A tenth holds ten stretches of ten rows, shared to within one row at either end.
      assertThat((double) tested).isCloseTo(20, within(2.0));
    }
  }

  @Test
  void foldsHoldEveryRowOnce() {
    Dataset data = classes(IntStream.range(0, 103).map(i -> i % 2).toArray());
    List<Split> folds = Split.folds(data, 5, 1);
    assertThat(folds.stream().flatMapToInt(fold -> Arrays.stream(fold.validation())).toArray())
        .containsExactlyInAnyOrder(IntStream.range(0, 103).toArray());
    for (Split fold : folds) {
      assertThat(all(fold)).containsExactlyInAnyOrder(IntStream.range(0, 103).toArray());
      assertThat((double) count(fold.validation(), data, 0))
          .isCloseTo(count(fold.validation(), data, 1), within(2.0));
    }
  }

  @Test
  void refusesSharesThatLeaveNothing() {
    Dataset data = classes(0, 1, 0, 1);
    assertThatThrownBy(() -> Split.of(data, 0.5, 0.5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("validation share 0.5 and the test share 0.5");
    assertThatThrownBy(() -> Split.folds(data, 5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 folds of 4 rows");
  }
}
