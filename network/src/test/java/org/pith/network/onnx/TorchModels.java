package org.pith.network.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.pith.network.Network;
import org.pith.network.Port;

/** The models that {@code torch/models.py} exported, and what torch computes with them. */
public final class TorchModels {

  /** Files of models that the table holds whole. */
  public static final List<String> UNDERSTOOD =
      List.of(
          "mlp-11",
          "mlp-17",
          "lenet5-13",
          "resnet20-13",
          "mobilenet2-13",
          "transformer-13",
          "transformer-17",
          "vit-16",
          "vit-17",
          "lstm-11",
          "lstm-14",
          "bilstm-14",
          "gru-14",
          "tokens-13",
          "decoder-14",
          "activations-12",
          "waves-11",
          "squeeze-13",
          "grouped-14",
          "shared-15",
          "stack-13");

  private TorchModels() {}

  /** The bytes of a file. */
  public static byte[] bytes(String model) {
    try (InputStream in = open(model + ".onnx")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The network of a file. */
  public static Network read(String model) {
    return OnnxFile.decode(bytes(model), model);
  }

  /** Two rows: sin(0), sin(1), ..., or the words 0, 1, ... of 20. */
  public static float[] rows(Network network) {
    Port input = network.inputs().getFirst();
    boolean words = input.type() != org.pith.network.ElementType.FLOAT;
    float[] rows = new float[2 * (int) input.shape().elements()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = words ? i % 20 : (float) Math.sin(i);
    }
    return rows;
  }

  /** What torch computes for these rows. */
  public static float[] expected(String model) {
    String name = model.substring(0, model.indexOf('-'));
    try (InputStream in = open("models.txt")) {
      String[] numbers =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(l -> l.split(" "))
              .filter(l -> l[0].equals(name))
              .findFirst()
              .orElseThrow();
      float[] values = new float[numbers.length - 1];
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.parseFloat(numbers[i + 1]);
      }
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String file) {
    InputStream in = TorchModels.class.getResourceAsStream("/torch/" + file);
    if (in == null) {
      throw new IllegalArgumentException("no " + file);
    }
    return in;
  }
}
