package org.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pith.data.Finding;
import org.pith.data.Fingerprint;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.search.space.Activation;
import org.pith.search.space.Mlp;

/** Rows that a model has not seen stay those that judge it. */
class LoadedDataTest {

  @TempDir Path folder;

  private Path file;
  private final CommonOptions options = new CommonOptions();

  @BeforeEach
  void write() throws IOException {
    file = Pithy.classes(folder);
    options.target = "class";
  }

  private static Network model(String fingerprint, String seed) {
    return new Mlp(List.of(3), Activation.RELU, false, false, 0)
        .body(Shape.of(3), 2)
        .withMetadata(Map.of("pith.fingerprint", fingerprint, "pith.seed", seed));
  }

  private LoadedData made(long seed) {
    options.seed = seed;
    return LoadedData.load(file, options);
  }

  private static String testRows(LoadedData data) {
    return Fingerprint.of(data.test().features());
  }

  @Test
  void theDataOfAModelAreDividedAsWhenItWasMade() {
    LoadedData made = made(1);
    options.seed = 42;
    LoadedData again = LoadedData.forModel(file, options, model(made.fingerprint(), "1"));
    assertThat(testRows(again)).isEqualTo(testRows(made)).isNotEqualTo(testRows(made(42)));
    assertThat(again.seed()).hasValue(1);
    assertThat(again.findings())
        .extracting(Finding::message)
        .contains(
            "Rows are divided as when the model was made (seed 1), so that test rows are rows it has not seen.");
  }

  @Test
  void otherDataAreDividedByTheSeedThatIsAskedFor() {
    LoadedData other = made(42);
    LoadedData again = LoadedData.forModel(file, options, model("sha256:other", "1"));
    assertThat(testRows(again)).isEqualTo(testRows(other));
    assertThat(again.seed()).hasValue(42);
    assertThat(again.findings()).isEqualTo(other.findings());
  }

  @Test
  void testRowsOfTheirOwnHaveNoSeed() {
    String fingerprint = made(1).fingerprint();
    options.test = file;
    LoadedData apart = LoadedData.forModel(file, options, model(fingerprint, "1"));
    assertThat(apart.seed()).isEmpty();
    assertThat(apart.test().rows()).isEqualTo(300);
  }

  @Test
  void aSeedThatIsNoNumberIsRefused() {
    Network model = model(made(1).fingerprint(), "one");
    assertThatThrownBy(() -> LoadedData.forModel(file, options, model))
        .isInstanceOf(InputException.class)
        .hasMessage("The model's metadata say pith.seed 'one', which is no whole number.");
  }
}
