package org.pith.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.onnx.OnnxSession;

/** Softmax regression by plain gradient descent: an oracle of what layers show, which shares no code with the decoders. */
final class LinearProbe {

  private static final int STEPS = 3_000;
  private static final double RATE = 0.3;

  private LinearProbe() {}

  /** Of these nodes, the one whose output tells most nats for each of its numbers; the last fifth of the rows judge. */
  static String best(Network network, Path csv, List<String> nodes) throws IOException {
    List<String[]> rows =
        Files.readAllLines(csv).stream().skip(1).map(line -> line.split(",")).toList();
    int width = rows.getFirst().length - 1;
    float[] x = new float[rows.size() * width];
    int[] labels = new int[rows.size()];
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < width; j++) {
        x[i * width + j] = Float.parseFloat(rows.get(i)[j]);
      }
      labels[i] = List.of("low", "middle", "up").indexOf(rows.get(i)[width]);
    }
    Map<String, Double> told = new HashMap<>();
    for (String node : nodes) {
      String output = network.node(node).output();
      try (OnnxSession session = OnnxSession.open(network.withOutputs(List.of(output)), 1)) {
        Tensor in = new Tensor.Floats(Shape.of(rows.size(), width), x);
        float[] values = session.run(Map.of(network.inputs().getFirst().name(), in)).floats(output);
        int numbers = values.length / rows.size();
        told.put(node, (Math.log(3) - loss(values, numbers, labels)) / numbers);
      }
    }
    return nodes.stream().max(Comparator.comparingDouble(told::get)).orElseThrow();
  }

  private static double loss(float[] values, int width, int[] labels) {
    double[][] x = standardised(values, width, labels.length);
    double[][] w = new double[3][width + 1];
    int fitted = labels.length * 4 / 5;
    for (int step = 0; step < STEPS; step++) {
      double[][] slope = new double[3][width + 1];
      for (int i = 0; i < fitted; i++) {
        double[] p = shares(w, x[i]);
        for (int k = 0; k < 3; k++) {
          for (int j = 0; j <= width; j++) {
            slope[k][j] += (p[k] - (labels[i] == k ? 1 : 0)) * x[i][j] / fitted;
          }
        }
      }
      for (int k = 0; k < 3; k++) {
        for (int j = 0; j <= width; j++) {
          w[k][j] -= RATE / width * slope[k][j];
        }
      }
    }
    double loss = 0;
    for (int i = fitted; i < labels.length; i++) {
      loss -= Math.log(shares(w, x[i])[labels[i]]) / (labels.length - fitted);
    }
    return loss;
  }

  /** Of mean 0 and deviation 1, and a last one of 1. */
  private static double[][] standardised(float[] values, int width, int rows) {
    double[][] x = new double[rows][width + 1];
    for (int j = 0; j < width; j++) {
      double mean = 0;
      double squares = 0;
      for (int i = 0; i < rows; i++) {
        mean += values[i * width + j] / (double) rows;
        squares += (double) values[i * width + j] * values[i * width + j] / rows;
      }
      for (int i = 0; i < rows; i++) {
        x[i][j] = (values[i * width + j] - mean) / Math.sqrt(squares - mean * mean);
        x[i][width] = 1;
      }
    }
    return x;
  }

  private static double[] shares(double[][] w, double[] x) {
    double[] shares = new double[w.length];
    double sum = 0;
    for (int k = 0; k < w.length; k++) {
      for (int j = 0; j < x.length; j++) {
        shares[k] += w[k][j] * x[j];
      }
      shares[k] = Math.exp(shares[k]);
      sum += shares[k];
    }
    for (int k = 0; k < w.length; k++) {
      shares[k] /= sum;
    }
    return shares;
  }
}
