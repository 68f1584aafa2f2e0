package org.pith.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pith.network.Network;
import org.pith.network.onnx.OnnxFile;

/** The model that a verb is given. */
final class ModelFile {

  private ModelFile() {}

  /** Refuses, before anything is read, a file that is not there. */
  static void requireThere(Path model) {
    if (!Files.exists(model)) {
      throw new InputException("%s does not exist.".formatted(model));
    }
    if (Files.isDirectory(model)) {
      throw new InputException("%s is a directory. Maybe a file in it is meant.".formatted(model));
    }
  }

  /**
   * Reads it.
   *
   * @throws InputException where it is not there or cannot be read
   */
  static Network read(Path model) {
    requireThere(model);
    try {
      return OnnxFile.read(model);
    } catch (AccessDeniedException denied) {
      throw new InputException("%s cannot be read: permission denied.".formatted(model));
    } catch (IOException failure) {
      throw new InputException(
          "%s cannot be read: %s. Maybe it is still being written."
              .formatted(model, failure.getMessage()));
    }
  }
}
