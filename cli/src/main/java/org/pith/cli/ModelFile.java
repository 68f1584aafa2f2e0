package org.pith.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pith.network.GraphCheck;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.onnx.Observation;
import org.pith.network.onnx.OnnxFile;
import org.pith.network.rewrite.BypassConcatenation;
import org.pith.network.rewrite.FuseLayerNormalization;
import org.pith.network.rewrite.Splice;

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
   * The file as it is.
   *
   * @throws InputException as {@link #read}
   */
  static byte[] bytes(Path model) {
    return read(model, Files::readAllBytes);
  }

  /**
   * How many bytes the file has.
   *
   * @throws InputException as {@link #read}
   */
  static long size(Path model) {
    return read(model, Files::size);
  }

  /**
   * Reads it.
   *
   * @throws InputException where it is not there or cannot be read
   */
  static Network read(Path model) {
    return read(model, OnnxFile::read);
  }

  private interface Reader<T> {
    T read(Path file) throws IOException;
  }

  private static <T> T read(Path model, Reader<T> reader) {
    requireThere(model);
    try {
      return reader.read(model);
    } catch (AccessDeniedException denied) {
      throw new InputException("%s cannot be read: permission denied.".formatted(model));
    } catch (IOException failure) {
      throw new InputException(
          "%s cannot be read: %s. Maybe it is still being written."
              .formatted(model, failure.getMessage()));
    }
  }

  /**
   * Reads a model, wherever it was made, so that as much of it as can be is understood: what operators outside of the table make is
   * observed, normalisation that was written out is one node again, what is picked out of several parts is picked out of its own,
   * and what no output depends on is left out. It goes by the name of the file. Its precision is that of the file where ONNX Runtime runs it so.
   *
   * @throws InputException where it is not there, cannot be read, or its shapes or weights are wrong
   */
  static Network readForeign(Path model) {
    Network network = Splice.withoutDeadNodes(read(model));
    GraphCheck.of(network).stream()
        .findFirst()
        .ifPresent(
            f -> {
              throw new InputException("%s: %s".formatted(model.getFileName(), f.message()));
            });
    Network observed = Observation.of(Observation.inPrecisionThatRuns(network));
    return FuseLayerNormalization.apply(BypassConcatenation.apply(observed))
        .withName(model.getFileName().toString());
  }

  /**
   * As {@link #readForeign}, for who needs the model's answers.
   *
   * @throws InputException also where ONNX Runtime cannot run an operator of it
   */
  static Network readRunnable(Path model) {
    Network network = readForeign(model);
    for (Node node : network.nodes()) {
      if (node.operator() instanceof Operator.Unknown unknown && !unknown.isObserved()) {
        throw new InputException(
            "%s: ONNX Runtime cannot run operator %s of node %s, so nobody can say what is lost. Maybe write the model with operators of ONNX; pith inspect reads what comes before."
                .formatted(model.getFileName(), unknown.qualifiedName(), node.name()));
      }
    }
    return network;
  }
}
