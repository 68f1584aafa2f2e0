package org.pith.studio;

import static org.pith.studio.Markup.el;

import java.util.ArrayList;
import java.util.List;
import org.pith.studio.Markup.Element;
import org.pith.studio.report.Ledger;

/**
 * Where the bits about the target are: a bar and an account whose lines add up. Differences are
 * taken between the rounded totals, so that a reader who adds the shown numbers gets the shown sum.
 */
final class LedgerSection {
  private final Ledger ledger;
  private final double whole;
  private final double known;
  private final double ceiling;

  private LedgerSection(Ledger ledger) {
    this.ledger = ledger;
    this.known = rounded(ledger.knownBits().value());
    this.ceiling = rounded(ledger.ceilingBits());
    this.whole = rounded(ledger.entropyBits().orElse(ledger.ceilingBits()));
  }

  static Section of(Ledger ledger) {
    return new LedgerSection(ledger).section();
  }

  private static double rounded(double bits) {
    return Math.rint(100 * bits) / 100;
  }

  private Section section() {
    return Section.of(
        "ledger",
        "Where the bits are",
        el("p", summary()).cls("lead"),
        el("figure", bar(), legend()).cls("ledger"),
        account());
  }

  /**
   * A network may know more of the test rows than the ceiling's decoder knew of others: by noise,
   * or by merit.
   */
  private String summary() {
    String each = Wording.bits(ledger.bitsPerKiloParam()) + " bits for each thousand parameters";
    if (known > ceiling) {
      return "The network knows %s bits about ‘%s’, no less than the best decoder tried (%s): %s."
          .formatted(Wording.bits(known), ledger.target(), Wording.bits(ceiling), each);
    }
    return "The network knows %s of the %s bits about ‘%s’ that can be known: %s, or %s."
        .formatted(
            Wording.bits(known),
            Wording.bits(ceiling),
            ledger.target(),
            Wording.percent(ledger.retained()),
            each);
  }

  private Element bar() {
    return BitsBar.of(
        Math.max(whole, ceiling),
        List.of(
            new BitsBar.Part(0, known, "known"),
            new BitsBar.Part(known, ceiling, "lost"),
            new BitsBar.Part(Math.max(known, ceiling), whole, "beyond")),
        ledger.knownBits(),
        "A bar of %s bits, of which the network knows %s."
            .formatted(Wording.bits(whole), Wording.bits(known)));
  }

  private Element legend() {
    List<Element> keys = new ArrayList<>();
    keys.add(key("known", "known " + Wording.bits(known)));
    if (ceiling > known) {
      keys.add(key("lost", "knowable, not known " + Wording.bits(ceiling - known)));
    }
    double reached = Math.max(known, ceiling);
    if (whole > reached) {
      keys.add(key("beyond", "known to nothing tried " + Wording.bits(whole - reached)));
    }
    return el("ul", keys).cls("legend");
  }

  private static Element key(String kind, String words) {
    return el("li", el("span").cls("key " + kind).with("aria-hidden", "true"), words);
  }

  private Element account() {
    List<Element> lines = new ArrayList<>();
    if (ledger.entropyBits().isPresent()) {
      lines.add(line("Entropy of ‘" + ledger.target() + "’", Wording.bits(whole), ""));
      lines.add(line("Known by no decoder tried", minus(whole - ceiling), ""));
    }
    lines.add(line("Ceiling", Wording.bits(ceiling), "set by " + ledger.ceilingFrom()).cls("sum"));
    lines.add(
        line(
            known > ceiling
                ? "The network exceeds the ceiling’s decoder by"
                : "Not known by the network",
            known > ceiling ? "+" + Wording.bits(known - ceiling) : minus(ceiling - known),
            ""));
    lines.add(line("The network knows, on test rows", Wording.bits(known), interval()).cls("sum"));
    return el("table", el("caption", "The account in bits").cls("unseen"), el("tbody", lines))
        .cls("account");
  }

  private String interval() {
    String words = Wording.interval(ledger.knownBits(), Wording::bits);
    return words.isEmpty() ? "" : "95\u00a0% interval " + words;
  }

  private static String minus(double bits) {
    return Wording.bits(-bits);
  }

  private static Element line(String name, String bits, String note) {
    return el("tr", el("th", name, el("small", note)).with("scope", "row"), el("td", bits));
  }
}
