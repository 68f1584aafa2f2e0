package org.pith.measure.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.graph.GraphInformation.Known;
import org.pith.measure.graph.GraphInformation.Mixing;
import org.pith.measure.graph.GraphInformation.Source;
import org.pith.measure.graph.SyntheticGraphs.Edges;

class GraphInformationTest {
  private static final int NODES = 600;
  private static final int SEEDS = 10;

  @ParameterizedTest
  @CsvSource({
    "AT_RANDOM, 0, NONE, NONE",
    "AT_RANDOM, 1, FEATURES, NONE",
    "LIKE_TO_LIKE, 0, STRUCTURE, HOMOPHILY",
    "IN_PAIRS_OF_CLASSES, 0, STRUCTURE, HETEROPHILY",
    "LIKE_TO_LIKE, 1, BOTH, HOMOPHILY",
    "IN_PAIRS_OF_CLASSES, 1, BOTH, HETEROPHILY"
  })
  void namesWhereTheInformationIs(Edges edges, double shift, Source source, Mixing mixing) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      GraphInformation found = SyntheticGraphs.of(NODES, edges, 0.5, shift, seed).measured(seed);
      assertThat(found.source()).as("source, seed %d", seed).isEqualTo(source);
      assertThat(found.mixing()).as("mixing, seed %d", seed).isEqualTo(mixing);
    }
  }

  /** The class is the sign of the neighbours' mean: neither edges nor features alone tell it. */
  @Test
  void namesWhatOnlyBothTogetherTell() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      SyntheticGraphs.Planted random = SyntheticGraphs.of(NODES, Edges.AT_RANDOM, 0, 0, seed);
      double[] sums = random.graph().times(random.features().column(0));
      Labels labels = Labels.of(Arrays.stream(sums).mapToInt(v -> v > 0 ? 1 : 0).toArray());
      GraphInformation found = GraphInformation.of(random.graph(), random.features(), labels, seed);
      assertThat(found.source()).isEqualTo(Source.BOTH);
      assertThat(found.features().information().value()).isLessThan(0.05);
      assertThat(found.propagated().floor()).isGreaterThan(0.7);
    }
  }

  /** Random tables of a binned feature against classes, whose best accuracy is known, on random graphs. */
  @Test
  void theFloorIsNeverAboveTheBestAccuracy() {
    Random random = new Random(1);
    for (int table = 0; table < 200; table++) {
      int bins = 1 + random.nextInt(6);
      int classes = 2 + random.nextInt(4);
      double[][] chance = new double[bins][classes];
      double best = 0;
      for (double[] cells : chance) {
        Arrays.setAll(cells, _ -> Math.pow(random.nextDouble(), 1 + random.nextInt(8)));
        best += Arrays.stream(cells).max().orElseThrow() / Arrays.stream(cells).sum() / bins;
      }
      int nodes = 300;
      int[] bin = random.ints(nodes, 0, bins).toArray();
      int[] label = Arrays.stream(bin).map(b -> draw(chance[b], random)).toArray();
      label[0] = 0;
      label[1] = 1;
      int[] from = random.ints(900, 0, nodes).toArray();
      int[] to = random.ints(900, 0, nodes).toArray();
      double[][] indicators = new double[bins][nodes];
      for (int i = 0; i < nodes; i++) {
        indicators[bin[i]][i] = 1;
      }
      GraphInformation found =
          GraphInformation.of(
              Graph.of(nodes, from, to), Samples.of(indicators), Labels.of(label), table);
      assertThat(found.features().floor())
          .isLessThanOrEqualTo(bestOf(bin, label, bins, classes) + 1e-12)
          .isBetween(found.features().low(), found.features().high());
      assertThat(found.features().low()).isLessThanOrEqualTo(best);
    }
  }

  private static int draw(double[] chance, Random random) {
    double left = random.nextDouble() * Arrays.stream(chance).sum();
    int label = 0;
    while (label < chance.length - 1 && left >= chance[label]) {
      left -= chance[label++];
    }
    return label;
  }

  /** The share of rows that the commonest class of each bin holds. */
  private static double bestOf(int[] bin, int[] label, int bins, int classes) {
    int[][] counts = new int[bins][classes];
    for (int i = 0; i < bin.length; i++) {
      counts[bin[i]][label[i]]++;
    }
    return Arrays.stream(counts).mapToInt(c -> Arrays.stream(c).max().orElseThrow()).sum()
        / (double) bin.length;
  }

  /** Where the neighbours tell the class, so does their floor; the rest is the entropy's. */
  @Test
  void aGraphOfCliquesTellsAlmostEverything() {
    Known known = SyntheticGraphs.of(NODES, Edges.LIKE_TO_LIKE, 1, 0, 1).measured(1).neighbours();
    assertThat(known.floor()).isGreaterThan(0.9);
    assertThat(known.information().value())
        .isCloseTo(Math.log(4) + Math.log(known.floor()), within(1e-9));
  }

  /** Two classes that only join each other: H is {@code ±1} in its limit of no ridge. */
  @Test
  void theCompatibilityOfABipartiteGraph() {
    int[] from = IntStream.range(0, 400).map(e -> 2 * (e % 50)).toArray();
    int[] to = IntStream.range(0, 400).map(e -> 2 * ((7 * e + e / 50) % 50) + 1).toArray();
    int[] labels = IntStream.range(0, 100).map(i -> i % 2).toArray();
    GraphInformation found =
        GraphInformation.of(
            Graph.of(100, from, to), Samples.of(new double[100]), Labels.of(labels), 1);
    double[][] h = found.compatibility();
    assertThat(found.mixing()).isEqualTo(Mixing.HETEROPHILY);
    assertThat(h[0][0]).isCloseTo(-h[0][1], within(1e-9)).isNegative();
    assertThat(found.features().information().value()).isCloseTo(0, within(1e-9));
  }

  @Test
  void edgesCountOnceAndLoopsNot() {
    Graph graph = Graph.of(4, new int[] {0, 1, 2, 3, 0}, new int[] {1, 0, 0, 3, 1});
    assertThat(graph.edges()).isEqualTo(2);
    assertThat(graph.degree(3)).isZero();
    assertThat(graph.times(new double[] {1, 2, 3, 4})).containsExactly(5, 1, 1, 0);
  }

  @Test
  void isTheSameForTheSameSeedAndBearsAGraphWithoutEdges() {
    SyntheticGraphs.Planted planted = SyntheticGraphs.of(200, Edges.LIKE_TO_LIKE, 0.5, 2, 3);
    assertThat(planted.measured(7).together()).isEqualTo(planted.measured(7).together());
    Graph bare = Graph.of(200, new int[0], new int[0]);
    GraphInformation found = GraphInformation.of(bare, planted.features(), planted.labels(), 1);
    assertThat(found.source()).isEqualTo(Source.FEATURES);
    assertThat(found.structure().information().value()).isLessThan(0.01);
  }

  @Test
  void refusesWhatIsNoGraph() {
    assertThatThrownBy(() -> Graph.of(3, new int[] {0}, new int[] {3}))
        .hasMessageContaining("counted from 1");
    assertThatThrownBy(
            () ->
                GraphInformation.of(
                    Graph.of(60, new int[0], new int[0]),
                    Samples.of(new double[60]),
                    Labels.of(new int[60]),
                    1))
        .hasMessageContaining("1 classes");
  }
}
