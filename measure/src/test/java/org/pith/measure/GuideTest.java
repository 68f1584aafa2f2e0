package org.pith.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of docs/measure.md, compiled as they stand and run in their order. */
class GuideTest {
  private static final Path GUIDE = Path.of("../docs/measure.md");
  private static final Pattern SNIPPET = Pattern.compile("(?ms)^```java\\n(.*?)^```");

  /** What the guide takes for granted: imports, and some rows to speak of. */
  private static final String SETTING =
      """
      import java.util.*;
      import org.pith.measure.*;
      import org.pith.measure.density.*;
      import org.pith.measure.discrete.*;
      import org.pith.measure.divergence.*;
      import org.pith.measure.knn.*;
      import org.pith.measure.route.*;
      import org.pith.measure.select.*;
      import org.pith.measure.significance.*;

      public class Snippets {
        private static double[] normals(int n, long seed) {
          Random random = new Random(seed);
          return random.doubles(n).map(u -> random.nextGaussian()).toArray();
        }

        public static void main(String[] args) {
          double[] height = normals(400, 1);
          double[] weight = normals(400, 2);
          for (int i = 0; i < weight.length; i++) {
            weight[i] += height[i];
          }
          Samples x = Samples.of(height);
          Samples y = Samples.of(weight);
          Samples layer = Samples.of(height, weight);
          double[] lossInNats = new double[400];
          int[] labels = new int[400];
          for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 2;
          }
      SNIPPETS
          System.out.println(nats + bits + knows.bits() + noisy.value() + " " + real);
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void snippetsCompileAndRun() throws Exception {
    Path source = folder.resolve("Snippets.java");
    Files.writeString(source, SETTING.replace("SNIPPETS", snippets()));
    compile(source);
    String printed = run();
    // The guide's table of three columns, as its snippet prints it.
    assertThat(printed).contains("bits, ").contains("8.00 -0.00 -0.80");
    assertThat(printed).contains("3.00 0.79 +0.49").contains("1.00 0.71 +0.61");
  }

  private static String snippets() throws IOException {
    List<String> snippets =
        SNIPPET
            .matcher(Files.readString(GUIDE))
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();
    assertThat(snippets).hasSizeGreaterThan(5);
    return snippets.stream().collect(Collectors.joining("\n"));
  }

  private void compile(Path source) throws Exception {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    int exit =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                out,
                out,
                "-proc:none",
                "-cp",
                Path.of(classes().toURI()).toString(),
                "-d",
                folder.toString(),
                source.toString());
    assertThat(exit).as(said.toString()).isZero();
  }

  private static URL classes() {
    return Samples.class.getProtectionDomain().getCodeSource().getLocation();
  }

  private String run() throws Exception {
    PrintStream console = System.out;
    Locale locale = Locale.getDefault();
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    URL[] path = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, Samples.class.getClassLoader())) {
      Locale.setDefault(Locale.ROOT);
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader.loadClass("Snippets").getMethod("main", String[].class).invoke(null, (Object) null);
    } finally {
      System.setOut(console);
      Locale.setDefault(locale);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
