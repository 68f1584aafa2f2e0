package org.pith.network.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/** Reads nodes that give a tensor another shape, where that may hang on the number of rows. */
record ShapeReader(OperatorReader node) {

  /** To dimensions that were computed from the number of rows. */
  Optional<OperatorReader.Form> expand() {
    Optional<Known> target = node.graph().known(node.input(1));
    Optional<Shape> x = node.shape(0);
    if (target.isEmpty() || x.isEmpty() || node.graph().rows().isEmpty() || x.get().isOpen()) {
      return Optional.empty();
    }
    int rank = Math.max(target.get().size(), x.get().rank());
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      int own = i - rank + x.get().rank();
      int asked = i - rank + target.get().size();
      int dim = own < 0 ? 1 : x.get().dim(own);
      boolean rows = asked >= 0 && target.get().rows()[asked] != 0;
      if (rows
          && (dim != 1 || target.get().rows()[asked] != 1 || target.get().fixed()[asked] != 0)) {
        return Optional.empty();
      }
      dims.add(
          rows ? Shape.BATCH : asked < 0 || dim != 1 ? dim : (int) target.get().fixed()[asked]);
    }
    if (dims.stream().filter(d -> d < 0).count() != 1) {
      return Optional.empty();
    }
    return Optional.of(
        new OperatorReader.Form(
            new Operator.Expand(dims), List.of(node.input(0), node.graph().rows().get())));
  }

  /** {@code allowzero} makes a zero mean an empty dimension; it matters only where there is a zero. */
  Optional<OperatorReader.Form> reshape() {
    boolean emptyZeros = node.attributes().flag("allowzero", false);
    boolean literal =
        node.constant(1)
            .filter(
                t ->
                    t instanceof Tensor.Longs(_, long[] v)
                        && Arrays.stream(v).noneMatch(d -> d == 0))
            .isPresent();
    Optional<Known> counted = node.graph().known(node.input(1)).filter(k -> !k.isFixed());
    node.absorb(1);
    if (counted.isPresent()) {
      return node.shape(0).flatMap(x -> reshape(x, counted.get()));
    }
    return emptyZeros && !literal ? Optional.empty() : node.form(new Operator.Reshape());
  }

  /** To a shape that was computed from the number of rows. */
  private Optional<OperatorReader.Form> reshape(Shape x, Known target) {
    List<Integer> dims = new ArrayList<>();
    int inferred = -1;
    for (int i = 0; i < target.size(); i++) {
      double fixed = target.fixed()[i];
      double rows = target.rows()[i];
      if (rows != 0 ? fixed != 0 || rows < 0 : fixed < -1 || (fixed == 0 && i >= x.rank())) {
        return Optional.empty();
      }
      inferred = rows == 0 && fixed == -1 ? i : inferred;
      dims.add(rows != 0 ? -(int) rows : fixed == 0 ? x.dim(i) : (int) fixed);
    }
    if (inferred >= 0) {
      dims.set(inferred, 1);
    }
    long rest = dims.stream().mapToLong(d -> Math.abs((long) d)).reduce(1, Math::multiplyExact);
    if (rest == 0 || dims.stream().filter(d -> d < 0).count() != 1 || x.elements() % rest != 0) {
      return Optional.empty();
    }
    if (inferred >= 0) {
      dims.set(inferred, Math.toIntExact(x.elements() / rest));
    }
    return Optional.of(
        new OperatorReader.Form(
            new Operator.Reshape(),
            List.of(node.input(0), Lowering.target(node.graph(), dims, x))));
  }
}
