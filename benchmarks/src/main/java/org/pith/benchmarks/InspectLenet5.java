package org.pith.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.pith.data.Dataset;
import org.pith.data.Images;
import org.pith.data.TableReader;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.onnx.OnnxFile;
import org.pith.train.Examples;
import org.pith.train.Initialization;
import org.pith.train.Recipe;
import org.pith.train.Target;
import org.pith.train.Trainer;

/**
 * {@code pith inspect} of a trained LeNet-5-Caffe (431,080 parameters) with 5,000 rows of MNIST, in a process of its own: seconds
 * from start to end, and the largest memory that the system saw it hold.
 */
record InspectLenet5(String name, int minutes) implements Evaluation {

  private static final int TRAINED_ON = 20_000;
  private static final double SECONDS = 30;
  private static final double GIGABYTES = 1;

  @Override
  public String mark() {
    return "under 30 s and 1 GB";
  }

  @Override
  public Verdict run(Bench bench) {
    Path images = bench.file("shared/mnist/t10k-images-idx3-ubyte.gz");
    Path model = bench.root().resolve("benchmarks/target/lenet5.onnx");
    try {
      Files.createDirectories(model.getParent());
      if (!Files.exists(model)) {
        OnnxFile.write(trained(bench), model);
      }
      return inspect(bench, model, images);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new FailedRunException("interrupted");
    }
  }

  private Verdict inspect(Bench bench, Path model, Path images)
      throws IOException, InterruptedException {
    Path out = Files.createTempDirectory("inspect-lenet5");
    Path log = out.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(
            "/usr/bin/time",
            "-v",
            bench.root().resolve("pith").toString(),
            "inspect",
            model.toString(),
            "--data",
            images.toString(),
            "--target",
            "label",
            "--out",
            out.resolve("out").toString(),
            "--store",
            out.resolve("store").toString());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    long start = System.nanoTime();
    Process process = builder.start();
    if (!process.waitFor(30, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroy();
      throw new FailedRunException(Files.readString(log));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    List<String> lines = Files.readAllLines(log);
    lines.stream()
        .filter(l -> l.contains("knows") || l.contains("bits"))
        .forEach(l -> bench.print("%s", l));
    double gigabytes =
        lines.stream()
            .filter(l -> l.contains("Maximum resident set size"))
            .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)) * 1024 / 1e9)
            .findFirst()
            .orElse(Double.NaN);
    return new Verdict(
        "%.1f s and %.2f GB".formatted(seconds, gigabytes),
        seconds < SECONDS && gigabytes < GIGABYTES);
  }

  private static Network trained(Bench bench) {
    Dataset digits =
        Dataset.of(
            TableReader.defaults()
                .expecting("label")
                .read(bench.file("shared/mnist/train-images-idx3-ubyte.gz")),
            "label");
    int[] some = java.util.stream.IntStream.range(0, TRAINED_ON).toArray();
    Dataset rows = digits.select(some);
    Images images = rows.features().images().orElseThrow();
    float[] pixels = new float[images.pixels().length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Byte.toUnsignedInt(images.pixels()[i]) / 255f;
    }
    Examples examples =
        new Examples(Shape.of(1, 28, 28), pixels, new Target.Classes(rows.labels(), 10));
    Recipe recipe = Recipe.defaults().withEpochs(2).withBatchSize(64).withPeakLearningRate(2e-3);
    bench.print("training LeNet-5-Caffe on %,d rows", TRAINED_ON);
    return Trainer.train(
            List.of(Initialization.draw(lenet5(), 1)),
            examples,
            examples.rows(new int[0]),
            recipe,
            1)
        .getFirst()
        .network();
  }

  /** Two convolutions of 20 and 50 filters, a dense layer of 500. */
  private static Network lenet5() {
    Network.Builder b = Network.builder("lenet5");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 1, 28, 28));
    String one = pooled(b, "conv1", x, 1, 20);
    String two = pooled(b, "conv2", one, 20, 50);
    String flat = b.add("flat", new Operator.Flatten(1), two);
    String hidden = dense(b, "dense", flat, 800, 500);
    String bent = b.add("relu", new Operator.Unary(Operator.Unary.Function.RELU), hidden);
    b.output(dense(b, "logits", bent, 500, 10));
    return b.build();
  }

  private static String pooled(Network.Builder b, String name, String from, int in, int out) {
    b.constant(name + "/w", Tensor.of(Shape.of(out, in, 5, 5), new float[out * in * 25]));
    b.constant(name + "/b", Tensor.vector(new float[out]));
    Operator conv =
        new Operator.Conv(List.of(5, 5), List.of(1, 1), List.of(0, 0, 0, 0), List.of(1, 1), 1);
    String filtered = b.add(name, conv, from, name + "/w", name + "/b");
    return b.add(name + "/pool", Operator.Pool.square(Operator.Pool.Kind.MAX, 2), filtered);
  }

  private static String dense(Network.Builder b, String name, String from, int in, int out) {
    b.constant(name + "/w", Tensor.of(Shape.of(out, in), new float[out * in]));
    b.constant(name + "/b", Tensor.vector(new float[out]));
    return b.add(name, Operator.Gemm.TRANSPOSED, from, name + "/w", name + "/b");
  }
}
