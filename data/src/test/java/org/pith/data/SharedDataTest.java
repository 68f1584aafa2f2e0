package org.pith.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The real data that lies beside the repository; skipped where it does not. */
class SharedDataTest {

  private static Table read(String name) {
    return TableReader.defaults().read(Repository.shared(name));
  }

  @Test
  void adult() {
    Dataset train = Dataset.of(read("adult/adult_train.csv"), "target");
    Table table =
        TableReader.like(train.features()).read(Repository.shared("adult/adult_test.csv"));
    Dataset test = train.test(table);
    assertThat(train.rows()).isEqualTo(32_561);
    assertThat(test.rows()).isEqualTo(16_281);
    assertThat(train.classes()).isEqualTo(List.of("<=50K", ">50K"));
    assertThat(((Column.Category) train.target()).counts()).containsExactly(24_720, 7_841);
    assertThat(((Column.Category) test.target()).counts()).containsExactly(12_435, 3_846);
    assertThat(missing(train)).isEqualTo(4_262);
    assertThat(missing(test)).isEqualTo(2_203);
  }

  private static int missing(Dataset data) {
    return data.features().columns().stream().mapToInt(Column::missing).sum();
  }

  @Test
  void mnist() {
    Dataset data = Dataset.of(read("mnist/train-images-idx3-ubyte.gz"), "label");
    assertThat(data.rows()).isEqualTo(60_000);
    assertThat(((Column.Category) data.target()).counts()[1]).isEqualTo(6_742);
  }

  @Test
  void cifar() {
    Dataset data = Dataset.of(read("cifar10/data_batch_1.bin.gz"), "label");
    assertThat(data.classes()).startsWith("airplane").endsWith("truck");
    assertThat(((Column.Category) data.target()).counts())
        .containsExactly(1005, 974, 1032, 1016, 999, 937, 1030, 1001, 1025, 981);
  }

  @Test
  void textIsNamed() {
    Dataset data = Dataset.of(read("20newsgroups/20news-bydate-test.csv.gz"), "target");
    assertThat(data.classes()).hasSize(20);
    assertThat(data.findings()).extracting(Finding::column).containsExactly("text");
  }
}
