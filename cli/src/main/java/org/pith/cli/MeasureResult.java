package org.pith.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** {@code result.json} of {@code measure}: the keys that scripts depend on; a figure that does not exist is null. */
record MeasureResult(
    String pith,
    String run,
    String verb,
    String task,
    long seed,
    CompactResult.Data data,
    Information information,
    Accuracy accuracy,
    Numbers numbers,
    Selection selection,
    List<Column> columns,
    double wallSeconds) {

  /**
   * What there is to know, in bits.
   *
   * @param targetEntropyBits null for a number, whose entropy depends on its unit
   * @param ceilingBits what the decoder of all columns was shown to know of held-out rows
   * @param jointBits the same of the ranked columns alone
   */
  record Information(
      Double targetEntropyBits,
      Double ceilingBits,
      List<Double> ceilingInterval,
      String ceilingFrom,
      int ceilingRows,
      Double jointBits) {}

  /**
   * Of a class: what so many bits allow.
   *
   * @param most by Fano's inequality
   * @param least by that of Hellman and Raviv
   * @param decoder what the decoder reached
   */
  record Accuracy(double most, double least, double decoder, List<Double> decoderInterval) {}

  /** Of a number: what the decoder reached, in the target's unit. */
  record Numbers(double rmse, double r2) {}

  /** How the joint order was found, and how many columns are in it. */
  record Selection(String method, int columns) {}

  /** One column. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Column(
      String column,
      String type,
      Double informationBits,
      List<Double> interval,
      String verdict,
      String reason,
      long rows,
      Double redundancyBits,
      String redundantWith,
      Integer jointRank,
      Double cumulativeBits) {}
}
