package org.pith.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OperatorTableTest {

  @Test
  void isWhatTheDocumentationShows() throws IOException {
    Path document = Path.of("..", "docs", "operators.md");
    assertThat(Files.readString(document))
        .as("%s is OperatorTable.toMarkdown()", document)
        .isEqualTo(OperatorTable.toMarkdown());
  }

  @Test
  void hasARowThatNamesEveryFunction() {
    Stream.concat(
            Arrays.stream(Operator.Unary.Function.values()).map(Operator.Unary::new),
            Arrays.stream(Operator.Binary.Function.values()).map(Operator.Binary::new))
        .forEach(
            operator ->
                assertThat(OperatorTable.row(operator).operators().split(", "))
                    .contains(operator.type()));
  }

  @Test
  void listsEveryRowOnce() {
    assertThat(OperatorTable.rows())
        .doesNotHaveDuplicates()
        .extracting(OperatorTable.Row::operators)
        .doesNotHaveDuplicates();
    assertThat(OperatorTable.rows())
        .contains(
            OperatorTable.row(new Operator.Reduce(Operator.Reduce.Kind.MEAN, true)),
            OperatorTable.row(new Operator.OneHot(List.of("a"))));
  }
}
