package org.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the last file is, all others of its call are. */
class OutputFolderTest {

  @TempDir Path folder;

  private void write(String content, String... names) {
    SequencedMap<String, byte[]> contents = new LinkedHashMap<>();
    for (String name : names) {
      contents.put(name, content.getBytes(StandardCharsets.UTF_8));
    }
    OutputFolder.create(folder, true).write(contents);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void allOfThemTakeThePlaceOfThoseBefore() throws IOException {
    write("old", "model.onnx", "result.json");
    write("new", "model.onnx", "result.json");
    assertThat(files()).containsExactly("model.onnx", "result.json");
    assertThat(folder.resolve("model.onnx")).hasContent("new");
    assertThat(folder.resolve("result.json")).hasContent("new");
  }

  @Test
  void whereOneFindsNoPlaceTheLastOneIsNotThere() throws IOException {
    write("old", "model.onnx", "result.json");
    Files.createDirectories(folder.resolve("front.csv/taken"));
    assertThatThrownBy(() -> write("new", "model.onnx", "front.csv", "result.json"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Not every file could be put into " + folder);
    assertThat(files()).containsExactly("front.csv", "model.onnx");
    assertThat(folder.resolve("model.onnx")).hasContent("new");
  }

  @Test
  void whereOneFindsNoRoomNothingChanges() throws IOException {
    write("old", "model.onnx", "result.json");
    Files.createDirectories(folder.resolve(".front.csv.part/taken"));
    assertThatThrownBy(() -> write("new", "model.onnx", "front.csv", "result.json"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Nothing is written to " + folder);
    assertThat(folder.resolve("model.onnx")).hasContent("old");
    assertThat(folder.resolve("result.json")).hasContent("old");
  }
}
