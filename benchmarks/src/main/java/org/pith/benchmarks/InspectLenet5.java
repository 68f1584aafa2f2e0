package org.pith.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
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
  private static final Recipe RECIPE =
      Recipe.defaults().withEpochs(2).withBatchSize(64).withPeakLearningRate(2e-3);

  /** Says the largest memory of a process. */
  private static final Path TIME = Path.of("/usr/bin/time");

  private static final double SECONDS = 30;
  private static final double GIGABYTES = 1;

  @Override
  public String mark() {
    return "under 30 s and 1 GB";
  }

  @Override
  public Verdict run(Bench bench) {
    Path images = bench.file("shared/mnist/t10k-images-idx3-ubyte.gz");
    Command.present(TIME);
    try {
      return inspect(bench, model(bench), images);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The trained network; kept from one call to the next, under a name that says how it is made. */
  private static Path model(Bench bench) throws IOException {
    Network drawn = Initialization.draw(lenet5(), 1);
    String made = RECIPE + " " + TRAINED_ON + " " + Arrays.hashCode(OnnxFile.encode(drawn));
    Path model =
        bench
            .root()
            .resolve("benchmarks/target")
            .resolve("lenet5-%s.onnx".formatted(UUID.nameUUIDFromBytes(made.getBytes(UTF_8))));
    if (!Files.exists(model)) {
      Files.createDirectories(model.getParent());
      // A training that is interrupted leaves nothing that the next call would take for its end.
      Path draft = model.resolveSibling(model.getFileName() + ".part");
      OnnxFile.write(trained(bench, drawn), draft);
      Files.move(draft, model, StandardCopyOption.REPLACE_EXISTING);
    }
    return model;
  }

  private static Verdict inspect(Bench bench, Path model, Path images) {
    Command.Ended inspected;
    try (TemporaryFolder folder = TemporaryFolder.make()) {
      inspected =
          Command.of(List.of(TIME, "-v", bench.root().resolve("pith"), "inspect", model))
              .and("--data", images, "--target", "label")
              .and("--out", folder.file("out"), "--store", folder.file("store"))
              .run()
              .succeeded();
    }
    inspected.lines().stream()
        .filter(l -> l.contains("knows") || l.contains("bits"))
        .forEach(l -> bench.print("%s", l));
    double gigabytes =
        inspected
            .error()
            .lines()
            .filter(l -> l.contains("Maximum resident set size"))
            .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)) * 1024 / 1e9)
            .findFirst()
            .orElse(Double.NaN);
    return new Verdict(
        "%.1f s and %.2f GB".formatted(inspected.seconds(), gigabytes),
        inspected.seconds() < SECONDS && gigabytes < GIGABYTES);
  }

  private static Network trained(Bench bench, Network drawn) {
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
    bench.print("training LeNet-5-Caffe on %,d rows", TRAINED_ON);
    return Trainer.train(List.of(drawn), examples, examples.rows(new int[0]), RECIPE, 1)
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
