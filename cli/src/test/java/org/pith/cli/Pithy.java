package org.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import org.pith.search.Effort;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The command line as tests call it: in this process, with its streams caught, and with so little effort that a search takes seconds.
 */
final class Pithy {

  private static final Effort LITTLE = new Effort(6, 1, 4, 1_000, 3, 1, 2, 12, 1, 8, true);

  private Pithy() {}

  /** What a call left. */
  record Outcome(int exit, String out, String err) {

    /** What was said, without the progress before it. */
    List<String> messages() {
      return err.lines().filter(l -> !l.matches("\\d+:\\d\\d  .*|run \\S+")).toList();
    }
  }

  /** The main of a process of its own. */
  public static void main(String[] args) {
    System.exit(Main.run(Pithy::make, args));
  }

  /** Runs {@code args} in this process. */
  static Outcome run(Object... args) {
    return run(Pithy::make, args);
  }

  /** Runs {@code pith compact} as far as its first choice, where {@code end} says what happens. */
  static Outcome ended(Supplier<? extends Throwable> end, Object... args) {
    return run(
        new CommandLine.IFactory() {
          @Override
          public <K> K create(Class<K> type) throws Exception {
            return type == CompactCommand.class
                ? type.cast(new CompactCommand(problem -> raise(end.get())))
                : make(type);
          }
        },
        args);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> Effort raise(Throwable end) throws T {
    throw (T) end;
  }

  private static Outcome run(CommandLine.IFactory verbs, Object... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    try {
      int exit = Main.run(verbs, Arrays.stream(args).map(String::valueOf).toArray(String[]::new));
      return new Outcome(
          exit, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** A result in JSON, in which every number is one or null, and none a word. */
  static JsonNode json(String text) {
    assertThat(text).doesNotContain("\"NaN\"", "Infinity\"");
    return JsonMapper.shared().readTree(text);
  }

  private static <K> K make(Class<K> type) throws Exception {
    return type == CompactCommand.class
        ? type.cast(new CompactCommand(problem -> LITTLE))
        : CommandLine.defaultFactory().create(type);
  }

  /** 300 rows whose class hangs on the first two columns; the third is chance. */
  static Path classes(Path folder) throws IOException {
    return table(folder.resolve("classes.csv"), "class");
  }

  /** 300 rows whose number hangs on the first two columns. */
  static Path numbers(Path folder) throws IOException {
    return table(folder.resolve("numbers.csv"), "number");
  }

  private static Path table(Path file, String target) throws IOException {
    Random random = new Random(7);
    List<String> lines = new ArrayList<>(List.of("a,b,colour," + target));
    for (int row = 0; row < 300; row++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      String colour = List.of("red", "green", "blue").get(random.nextInt(3));
      double value = 10 + 3 * a + 2 * b + 0.2 * random.nextGaussian();
      lines.add(
          String.format(
              Locale.ROOT,
              "%.4f,%.4f,%s,%s",
              a,
              b,
              colour,
              target.equals("number") ? "%.4f".formatted(value) : value > 10 ? "high" : "low"));
    }
    return Files.write(file, lines);
  }
}
