package org.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a report says was typed can be typed again. */
class TypedTest {

  @Test
  void whatAShellWouldTakeApartIsQuoted() {
    CommonOptions common = new CommonOptions();
    common.target = "it's good";
    common.columns.put("post code", "category");
    common.test = Path.of("in", "my rows.csv");
    assertThat(common.type(Typed.verb("prune").word(Path.of("a model.onnx"))))
        .hasToString(
            "pith prune 'a model.onnx' --target 'it'\\''s good' --column 'post code=category'"
                + " --test 'my rows.csv' --seed 42");
  }

  @Test
  void plainWordsStayPlain() {
    ControlOptions controls = new ControlOptions();
    controls.control = true;
    controls.seeds = 5;
    assertThat(controls.type(Typed.verb("prune").option("--keep", "99%").option("--budget", null)))
        .hasToString("pith prune --keep 99% --control --control-seeds 5");
  }
}
