package org.pith.search;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A conjunction of hard limits: a network is within the budget when it keeps every one of them.
 *
 * @param limits the amounts, each positive; a limit that is absent does not bind
 */
public record Budget(Map<Limit, Double> limits) {

  private static final Pattern AMOUNT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(.*)");
  private static final Map<String, Double> SIZES = Map.of("", 1.0, "k", 1e3, "K", 1e3, "M", 1e6);
  private static final Map<String, Double> MICROSECONDS =
      Map.of("us", 1.0, "ms", 1e3, "s", 1e6, "m", 60e6, "h", 3600e6);

  /** Checks that the amounts are positive and finite. */
  public Budget {
    if (limits.isEmpty()) {
      throw new IllegalArgumentException(
          "The budget is empty. Maybe params=5k; the limits are %s.".formatted(Limit.keys()));
    }
    EnumMap<Limit, Double> ordered = new EnumMap<>(limits);
    ordered.forEach(
        (limit, amount) -> {
          if (!(amount > 0) || amount.isInfinite()) {
            throw new IllegalArgumentException(
                "The budget's %s (%s) must be above zero."
                    .formatted(limit.key(), limit.format(amount)));
          }
        });
    limits = Collections.unmodifiableMap(ordered);
  }

  /**
   * Reads a list such as {@code params=5k,macs=100k,latency=50us}. Sizes take {@code k} and {@code M}, the latency takes
   * {@code us ms s m h}.
   *
   * @throws IllegalArgumentException naming the entry that is not understood
   */
  public static Budget parse(String list) {
    EnumMap<Limit, Double> limits = new EnumMap<>(Limit.class);
    for (String entry : list.split(",", -1)) {
      String[] parts = entry.strip().split("=", 2);
      if (parts.length != 2) {
        throw new IllegalArgumentException(
            "The budget entry '%s' is not of the form limit=amount. Maybe params=5k."
                .formatted(entry.strip()));
      }
      Limit limit = limit(parts[0].strip());
      if (limits.put(limit, amount(limit, parts[1].strip())) != null) {
        throw new IllegalArgumentException("The budget names %s twice.".formatted(limit.key()));
      }
    }
    return new Budget(limits);
  }

  private static Limit limit(String key) {
    if (key.equals("bits")) {
      throw new IllegalArgumentException(
          "The budget limit 'bits' bounds the rate of a stochastic code, which Pith does not train"
              + " yet. The limits are %s.".formatted(Limit.keys()));
    }
    return Limit.of(key)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The budget limit '%s' is unknown. The limits are %s."
                        .formatted(key, Limit.keys())));
  }

  private static double amount(Limit limit, String text) {
    Matcher matcher = AMOUNT.matcher(text);
    Map<String, Double> units = limit == Limit.LATENCY ? MICROSECONDS : SIZES;
    if (!matcher.matches() || !units.containsKey(matcher.group(2))) {
      throw new IllegalArgumentException(
          "The budget's %s '%s' is not an amount. Maybe %s."
              .formatted(
                  limit.key(),
                  text,
                  limit == Limit.LATENCY ? "latency=50us" : limit.key() + "=5k"));
    }
    return Double.parseDouble(matcher.group(1)) * units.get(matcher.group(2));
  }

  /** Whether {@code limit} binds. */
  public boolean binds(Limit limit) {
    return limits.containsKey(limit);
  }

  /** The limits that {@code footprint} breaks; empty when it is within the budget. */
  public List<Limit> broken(Footprint footprint) {
    // Written so that an amount that is not known (NaN) breaks its limit.
    return limits.keySet().stream()
        .filter(limit -> !(footprint.amount(limit) <= limits.get(limit)))
        .toList();
  }

  /** Whether {@code footprint} keeps every limit. */
  public boolean allows(Footprint footprint) {
    return broken(footprint).isEmpty();
  }

  /** The same limits, each multiplied by {@code share}. */
  public Budget times(double share) {
    EnumMap<Limit, Double> scaled = new EnumMap<>(limits);
    scaled.replaceAll((limit, amount) -> amount * share);
    return new Budget(scaled);
  }

  /** The same with one limit multiplied by {@code share}; as it is where that limit does not bind. */
  public Budget times(Limit limit, double share) {
    EnumMap<Limit, Double> scaled = new EnumMap<>(limits);
    scaled.computeIfPresent(limit, (_, amount) -> amount * share);
    return new Budget(scaled);
  }

  /** For example {@code params=5000, latency=50 us}. */
  @Override
  public String toString() {
    return limits.entrySet().stream()
        .map(e -> e.getKey().key() + "=" + e.getKey().format(e.getValue()))
        .collect(Collectors.joining(", "));
  }
}
