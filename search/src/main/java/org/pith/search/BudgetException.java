package org.pith.search;

/** No network of the space meets the budget; the message names the limit and the smallest amount that can be met. */
public final class BudgetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Limit limit;
  private final double smallest;

  /** The space's smallest network needs {@code smallest} of {@code limit}. */
  public BudgetException(Limit limit, double asked, double smallest, String network) {
    this(
        limit,
        smallest,
        "No network of the space fits %s=%s: the smallest needs %s (%s). Maybe ask for %s=%s."
            .formatted(
                limit.key(),
                limit.format(asked),
                limit.format(smallest),
                network,
                limit.key(),
                limit.write(Math.ceil(smallest))));
  }

  private BudgetException(Limit limit, double smallest, String message) {
    super(message);
    this.limit = limit;
    this.smallest = smallest;
  }

  /** What {@code subject} says, such as what can be left of a model, needs {@code smallest} of {@code limit}. */
  public static BudgetException of(Limit limit, double asked, double smallest, String subject) {
    return new BudgetException(
        limit,
        smallest,
        "%s does not fit %s=%s: the smallest needs %s. Maybe ask for %s=%s."
            .formatted(
                subject,
                limit.key(),
                limit.format(asked),
                limit.format(smallest),
                limit.key(),
                limit.write(Math.ceil(smallest))));
  }

  /** The limit that cannot be met. */
  public Limit limit() {
    return limit;
  }

  /** The smallest amount that a network of the space needs. */
  public double smallest() {
    return smallest;
  }
}
