package org.pith.network;

/** Which inputs of an operator hold numbers that training changes, where a float constant feeds them. */
final class TrainedInputs {

  private TrainedInputs() {}

  /** Whether input {@code index}, a float constant of this shape, is learned by gradient. */
  static boolean trained(Operator operator, int index, Shape shape) {
    return switch (operator) {
      case Operator.Gemm _, Operator.MatMul _ -> true;
      case Operator.Conv _,
          Operator.ConvTranspose _,
          Operator.LayerNormalization _,
          Operator.InstanceNormalization _ ->
          index > 0;
      case Operator.Recurrent _ -> index > 0 && index < 4;
      case Operator.BatchNormalization _ -> index == 1 || index == 2;
      case Operator.Expand _, Operator.Gather _ -> index == 0 && shape.rank() > 1;
      case Operator.Binary(var function) -> isAffine(function) && shape.rank() > 0;
      case Operator.Unary _,
          Operator.LeakyRelu _,
          Operator.Clip _,
          Operator.HardSigmoid _,
          Operator.Resize _,
          Operator.Transpose _,
          Operator.Slice _,
          Operator.Pad _,
          Operator.Where _,
          Operator.Softmax _,
          Operator.Pool _,
          Operator.GlobalAveragePool _,
          Operator.Flatten _,
          Operator.Reshape _,
          Operator.Concat _,
          Operator.Reduce _,
          Operator.ArgMax _,
          Operator.Dropout _,
          Operator.Cast _,
          Operator.StringToIndex _,
          Operator.IndexToString _,
          Operator.OneHot _,
          Operator.Unknown _ ->
          false;
    };
  }

  /** Whether input {@code index} is a statistic that training tracks without a gradient. */
  static boolean tracked(Operator operator, int index, Shape shape) {
    return operator instanceof Operator.BatchNormalization && index > 2 && shape.rank() == 1;
  }

  private static boolean isAffine(Operator.Binary.Function function) {
    return switch (function) {
      case ADD, SUB, MUL, DIV -> true;
      case POW, MIN, MAX, EQUAL, LESS, GREATER -> false;
    };
  }
}
