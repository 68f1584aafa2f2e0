package org.pith.studio.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Every trained candidate by what it costs and what it knows on the validation rows.
 *
 * @param axis the cost that is drawn: PARAMS, MACS or BYTES
 * @param quality what a candidate's {@link Candidate#quality} is
 * @param candidates in any order
 * @param chosen id of the candidate that was taken
 * @param knee id of the candidate after which more cost buys little, where there is one
 * @param allowed the budget's limit on the axis, where it has one
 * @param ceiling the most that is known to be knowable, in bits, where it was estimated
 * @param afterwards what took its place in the end, in a sentence; empty where it ships itself
 */
public record Front(
    CostUnit axis,
    Quality quality,
    List<Candidate> candidates,
    String chosen,
    Optional<String> knee,
    OptionalDouble allowed,
    OptionalDouble ceiling,
    Optional<String> afterwards) {

  /**
   * A trained candidate.
   *
   * @param id as in {@code front.csv}
   * @param network its shape as the command line writes it, for example {@code "mlp:48-24:gelu"}
   * @param params trained numbers
   * @param macs multiply-accumulates for one row
   * @param bytes size of its ONNX file
   * @param bits usable information about the target on the validation rows
   * @param quality accuracy or error on the validation rows
   * @param onFront whether no other candidate costs less and knows as much
   */
  public record Candidate(
      String id,
      String network,
      long params,
      long macs,
      long bytes,
      Measured bits,
      double quality,
      boolean onFront) {
    /** Checks that every part is present. */
    public Candidate {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(network, "network");
      Objects.requireNonNull(bits, "bits");
    }
  }

  /** Copies the candidates and checks that the chosen one and the knee are among them. */
  public Front {
    candidates = List.copyOf(candidates);
    Objects.requireNonNull(quality, "quality");
    Objects.requireNonNull(allowed, "allowed");
    Objects.requireNonNull(ceiling, "ceiling");
    if (axis != CostUnit.PARAMS && axis != CostUnit.MACS && axis != CostUnit.BYTES) {
      throw new IllegalArgumentException(
          "The front cannot be drawn against %s. Maybe PARAMS, MACS or BYTES.".formatted(axis));
    }
    requireKnown(candidates, chosen, "chosen candidate");
    for (String id : knee.stream().toList()) {
      requireKnown(candidates, id, "knee");
    }
  }

  private static void requireKnown(List<Candidate> candidates, String id, String what) {
    if (candidates.stream().noneMatch(c -> c.id().equals(id))) {
      throw new IllegalArgumentException(
          "The %s '%s' is not among the %d candidates.".formatted(what, id, candidates.size()));
    }
  }

  /** What {@code candidate} costs on the axis. */
  public long cost(Candidate candidate) {
    return switch (axis) {
      case MACS -> candidate.macs();
      case BYTES -> candidate.bytes();
      default -> candidate.params();
    };
  }
}
