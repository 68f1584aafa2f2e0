package org.pith.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.network.cost.Cost;
import org.pith.search.space.Activation;
import org.pith.search.space.Mlp;

class LatencyModelTest {

  private static final List<Network> NETWORKS =
      Stream.of(List.<Integer>of(), List.of(4), List.of(40), List.of(9, 70), List.of(300, 200))
          .map(widths -> new Mlp(widths, Activation.RELU, false, false, 0).body(Shape.of(20), 3))
          .toList();

  private static LatencyModel fit(ToDoubleFunction<Network> micros) {
    return LatencyModel.fit(
        NETWORKS.stream().map(n -> new LatencyModel.Measured(n, micros.applyAsDouble(n))).toList());
  }

  @Test
  void findsTheCoefficientsThatMadeTheTimes() {
    LatencyModel truth = new LatencyModel(5, 0.7, 2e-4);

    LatencyModel fitted = fit(truth::micros);

    NETWORKS.forEach(
        n ->
            assertThat(fitted.micros(n))
                .isCloseTo(truth.micros(n), within(0.01 * truth.micros(n))));
  }

  @Test
  void aCostThatWouldBeNegativeIsZero() {
    LatencyModel fitted = fit(n -> 100 - 1e-4 * Cost.of(n).macs());

    assertThat(fitted.perMac()).isZero();
    assertThat(fitted.micros(NETWORKS.getLast())).isPositive();
  }
}
