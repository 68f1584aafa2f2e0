package org.pith.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrontTest {

  record Point(double cost, double merit) {}

  private static Front<Point> front(List<Point> points) {
    return Front.of(points, Point::cost, Point::merit);
  }

  @Test
  void keepsWhatNothingBeatsInBoth() {
    Point cheap = new Point(1, 1);
    Point middle = new Point(2, 3);
    Point dear = new Point(4, 3.1);
    Point beaten = new Point(3, 2);
    Point unknown = new Point(1, Double.NaN);

    assertThat(front(List.of(dear, beaten, unknown, cheap, middle)).points())
        .containsExactly(cheap, middle, dear);
  }

  @Test
  void theKneeIsWhereMeritStopsBeingCheap() {
    // By hand: on axes log2(cost) in 0..3 and merit in 0..1, the heights above the chord are 0,
    // .567, .303, 0.
    List<Point> points =
        List.of(new Point(1, 0), new Point(2, 0.9), new Point(4, 0.97), new Point(8, 1));

    assertThat(front(points).knee()).contains(points.get(1));
    assertThat(front(points.subList(0, 1)).knee()).isEmpty();
  }

  @Property
  void noMemberIsBeatenByAnyPoint(
      @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 1, max = 9) Double> costs,
      @ForAll @Size(min = 30, max = 30) List<@DoubleRange(min = 0, max = 5) Double> merits) {
    List<Point> all =
        java.util.stream.IntStream.range(0, costs.size())
            .mapToObj(i -> new Point(costs.get(i), merits.get(i)))
            .toList();

    for (Point member : front(all).points()) {
      assertThat(all)
          .noneMatch(
              p ->
                  p.cost() <= member.cost()
                      && p.merit() >= member.merit()
                      && (p.cost() < member.cost() || p.merit() > member.merit()));
    }
  }
}
