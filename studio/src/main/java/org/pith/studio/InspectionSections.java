package org.pith.studio;

import static org.pith.studio.Markup.el;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pith.studio.Markup.Element;
import org.pith.studio.report.Inspection;
import org.pith.studio.report.Inspection.Cut;
import org.pith.studio.report.Inspection.FeatureLine;
import org.pith.studio.report.Inspection.Figures;
import org.pith.studio.report.Inspection.GroupLine;
import org.pith.studio.report.Inspection.InputLine;
import org.pith.studio.report.Inspection.KeptLine;
import org.pith.studio.report.Inspection.LatentLine;
import org.pith.studio.report.Inspection.LayerLine;
import org.pith.studio.report.Inspection.Place;
import org.pith.studio.report.Measured;

/** The parts of an inspected model: the account along its layers, layers, groups of channels, inputs. */
final class InspectionSections {

  private static final int SHOWN_INPUTS = 20;

  private InspectionSections() {}

  static List<Section> of(Inspection inspection) {
    List<Section> sections = new ArrayList<>();
    sections.add(ledger(inspection.ledger()));
    sections.add(layers(inspection.layers()));
    if (!inspection.groups().isEmpty()) {
      sections.add(groups(inspection));
    }
    if (!inspection.latents().isEmpty()) {
      sections.add(latents(inspection.latents()));
    }
    if (!inspection.features().isEmpty()) {
      sections.add(features(inspection.features()));
    }
    if (!inspection.kept().isEmpty()) {
      sections.add(kept(inspection.kept()));
    }
    if (!inspection.inputs().isEmpty()) {
      sections.add(inputs(inspection.inputs()));
    }
    return sections;
  }

  private static Section ledger(Inspection.Account account) {
    double most =
        Stream.concat(
                account.entropy().stream(), account.lines().stream().map(p -> p.known().highest()))
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(1);
    Axis axis = Axis.fromZero(Math.max(most, 0.01));
    return Section.of(
        "ledger",
        "Where the bits are",
        el("p", lead(account) + " " + account.next()).cls("lead"),
        el(
            "figure",
            el(
                    "ul",
                    account
                        .entropy()
                        .map(
                            h ->
                                bar(
                                    "entropy of the target",
                                    "",
                                    Measured.exactly(h),
                                    axis,
                                    "beyond")),
                    account.lines().stream()
                        .map(p -> bar(p.name(), note(p), p.known(), axis, "known")))
                .cls("bars"),
            Section.caption(caption(account))),
        codeLengths(account),
        changes(account));
  }

  private static String caption(Inspection.Account account) {
    String read =
        "Usable bits about the target that decoders read at each place, on rows that no choice"
            + " has seen, with 95\u00a0%% intervals; the last line is %s itself."
                .formatted(account.lines().getLast().name());
    return account.lines().stream().anyMatch(Place::branch)
        ? read + " Something goes around a place in a branch, so what it lacks need not be lost."
        : read;
  }

  /** How soon the target is learned, beside what it takes to write it down by its frequencies alone. */
  private static Markup codeLengths(Inspection.Account account) {
    List<String> lengths =
        account.codeLengths().entrySet().stream()
            .filter(e -> Double.isFinite(e.getValue()))
            .map(e -> "%s bits from %s".formatted(Wording.bits(e.getValue()), e.getKey()))
            .toList();
    return note(
        lengths.isEmpty()
            ? ""
            : "Prequential bits a row, in which a linear decoder that learns as it goes writes down the target: %s%s. Few bits: few rows teach much."
                .formatted(
                    Wording.list(lengths),
                    account
                        .entropy()
                        .map(
                            h -> "; H(Y), by the classes’ frequencies alone, is " + Wording.bits(h))
                        .orElse("")));
  }

  private static String lead(Inspection.Account account) {
    Place last = account.lines().getLast();
    String known = Wording.bits(last.known().value());
    return account
        .entropy()
        .map(
            h ->
                "The target holds %s bits; %s knows %s of them and leaves %s."
                    .formatted(
                        Wording.bits(h),
                        last.name(),
                        known,
                        Wording.bits(h - last.known().value())))
        .orElse("About the target %s knows %s bits.".formatted(last.name(), known));
  }

  /** Changes between the shown totals, so that a reader who adds them gets the shown sum. */
  private static Element changes(Inspection.Account account) {
    List<Element> lines = new ArrayList<>();
    account
        .entropy()
        .ifPresent(
            h ->
                lines.add(Section.row("H(Y), the entropy of the target", "", "", Wording.bits(h))));
    double known = 0;
    for (Place place : account.lines()) {
      double next = Math.rint(100 * place.known().value()) / 100;
      double change = next - known;
      String counted = (change > 0 ? "+" : "") + Wording.bits(change);
      lines.add(
          Section.row(place.name(), "", place.branch() ? "branch" : counted, Wording.bits(next)));
      known = place.branch() ? known : next;
    }
    return Section.numbers(
        Section.table("The account in bits", List.of("Place", "Change", "Known"), lines.stream()));
  }

  private static String note(Place place) {
    return place.branch() ? place.decoder() + ", in a branch" : place.decoder();
  }

  private static Element bar(String name, String note, Measured m, Axis axis, String kind) {
    List<Element> drawing = new ArrayList<>();
    drawing.add(
        el("rect")
            .with("width", Plot.percent(Math.clamp(axis.share(m.value()), 0, 1)))
            .with("y", "5")
            .with("height", "10")
            .cls(kind));
    if (m.hasInterval()) {
      drawing.add(
          Plot.segment(
                  Plot.percent(Math.clamp(axis.share(m.low()), 0, 1)),
                  "10",
                  Plot.percent(Math.clamp(axis.share(m.high()), 0, 1)),
                  "10")
              .cls("interval"));
    }
    return el(
        "li",
        el("span", name, note.isEmpty() ? Stream.of() : Stream.of(" ", el("small", note)))
            .cls("name"),
        el("svg", drawing).with("width", "100%").with("height", "20").with("aria-hidden", "true"),
        el("span", Wording.bits(m.value())).cls("value"));
  }

  private static Section layers(List<LayerLine> layers) {
    long params = Math.max(1, layers.stream().mapToLong(LayerLine::params).sum());
    long macs = Math.max(1, layers.stream().mapToLong(LayerLine::macs).sum());
    double energy = Math.max(1, layers.stream().mapToDouble(LayerLine::picojoules).sum());
    return Section.of(
        "layers",
        "The layers",
        Section.table(
            "Layers of the model",
            List.of("Layer", "Width", "Parameters", "MACs", "Bits before", "after", "Repeated"),
            layers.stream()
                .map(
                    l ->
                        Section.row(
                            l.name(),
                            l.kind(),
                            l.width() == 0 ? "–" : Wording.count(l.width()),
                            Wording.count(l.params()),
                            Wording.count(l.macs()),
                            Wording.bits(l.before()),
                            Wording.bits(l.after()),
                            Wording.bits(l.redundancy())))),
        note(
            "Repeated: bits that the units of a layer say more than once (shrunk total correlation)."),
        el(
                "ul",
                layers.stream()
                    .map(
                        l ->
                            el(
                                "li",
                                el("strong", l.name()),
                                ": " + l.advice() + ". ",
                                el(
                                    "small",
                                    "%s of the parameters, %s of the MACs, %s of the energy"
                                        .formatted(
                                            Wording.percent((double) l.params() / params),
                                            Wording.percent((double) l.macs() / macs),
                                            Wording.percent(l.picojoules() / energy))))))
            .cls("findings"),
        all(
            "All figures of the layers",
            "After less before",
            layers.stream().map(l -> all(l.name(), l.all()))));
  }

  private static Section latents(List<LatentLine> latents) {
    return Section.of(
        "latents",
        "Where to tap",
        Section.table(
            "Outputs of layers by usable bits for their length",
            List.of("Layer", "Width", "Numbers", "Bits", "Bits per number"),
            latents.stream()
                .map(
                    l ->
                        Section.row(
                            l.name(),
                            "",
                            Wording.count(l.width()),
                            Wording.count(l.numbers()),
                            Wording.bits(l.bits()),
                            Wording.significant(l.perNumber())))),
        note(
            "What layers make, by the bits that a linear decoder reads there about the target for each"
                + " of the numbers a row, of 32 bits each, that describe it; the most first."));
  }

  /** Every figure of the parts, one row each, on demand. */
  private static Element all(String about, String gain, Stream<Element> rows) {
    return Section.numbers(
        "All figures",
        Section.table(
            about,
            List.of(
                "Name",
                "Width",
                "Parameters",
                "share",
                "MACs",
                "share",
                "Energy share",
                "Activations",
                "share",
                "Bits before",
                "Bits after",
                "linear",
                "Redundancy",
                gain,
                "Dead",
                "Duplicates",
                "near",
                "Effective rank",
                "Active units",
                "Features",
                "Condition"),
            rows));
  }

  private static Element all(String name, Figures f) {
    return Section.row(
        name,
        f.kind(),
        Wording.count(f.width()),
        Wording.count(f.params()),
        Wording.percent(f.paramsShare()),
        Wording.count(f.macs()),
        Wording.percent(f.macsShare()),
        Wording.percent(f.energyShare()),
        Wording.count(f.activations()),
        Wording.percent(f.activationsShare()),
        precise(f.before()),
        precise(f.after()),
        Wording.fixed(f.linear(), 3),
        Wording.fixed(f.redundancy(), 3),
        precise(f.gain()),
        count(f.dead()),
        count(f.duplicates()),
        count(f.near()),
        Wording.fixed(f.rank(), 2),
        Wording.fixed(f.active(), 2),
        Wording.fixed(f.features(), 2),
        Wording.large(f.condition()));
  }

  private static String precise(Measured m) {
    return Wording.measured(m, v -> Wording.fixed(v, 3));
  }

  private static String count(OptionalInt units) {
    return units.isPresent() ? Wording.count(units.getAsInt()) : Wording.fixed(Double.NaN, 0);
  }

  private static Section groups(Inspection inspection) {
    List<GroupLine> groups = inspection.groups();
    return Section.of(
        "groups",
        "Channels that go together",
        Section.table(
            "Groups of channels",
            List.of(
                "Group",
                "Units",
                "Dead",
                "Repeats",
                "Rank",
                "Features",
                "Parameters",
                "Bits lost without"),
            groups.stream()
                .map(
                    g ->
                        Section.row(
                            g.name(),
                            "",
                            Wording.count(g.units()),
                            Wording.count(g.dead()),
                            Wording.count(g.repeated()),
                            Wording.fixed(g.effectiveRank(), 1),
                            Wording.fixed(g.effectiveFeatures(), 1),
                            Wording.count(g.params()),
                            Wording.bits(g.gain())))),
        note(
            "Rank: the effective number of directions in which the units vary. Features: that of the"
                + " directions they hold one at a time, which may be more than there are units; a"
                + " dash where no few directions explain them. Bits lost: of the answer, where the"
                + " units stand still at their mean."),
        el(
                "ul",
                groups.stream().map(g -> el("li", el("strong", g.name()), ": " + g.advice() + ".")))
            .cls("findings"),
        all(
            "All figures of the groups",
            "Bits lost without",
            groups.stream().map(g -> all(g.name(), g.all()))),
        dryRun(groups));
  }

  private static Element note(String words) {
    return el("p", el("small", words));
  }

  private static Element dryRun(List<GroupLine> groups) {
    return Section.numbers(
        Section.table(
            "Dry run: what the answer knows with fewer units, before any repair",
            List.of("Group", "Units kept", "Parameters", "Bits"),
            groups.stream()
                .flatMap(
                    g ->
                        IntStream.range(0, g.curve().size())
                            .mapToObj(i -> cut(g, g.curve().get(i))))));
  }

  private static Element cut(GroupLine group, Cut cut) {
    return Section.row(
        group.name(),
        "",
        "%s of %s".formatted(Wording.count(cut.kept()), Wording.count(group.units())),
        Wording.count(cut.params()),
        Wording.bits(cut.bits()));
  }

  private static Section features(List<FeatureLine> features) {
    return Section.of(
        "features",
        "How late features become readable",
        Section.table(
            "Features of the answer",
            List.of("Feature", "Complexity", "First place", "Last place"),
            features.stream()
                .map(
                    f ->
                        Section.row(
                            f.name(),
                            "",
                            Wording.fixed(f.complexity(), 2),
                            Wording.percent(f.readable().firstEntry().getValue()),
                            Wording.percent(f.readable().lastEntry().getValue())))),
        note(
            "A feature is how much more the answer says a class than the mean class. First and last"
                + " place: the share of its variance that a linear decoder reads at “%s” and at “%s”."
                    .formatted(
                        features.getFirst().readable().firstEntry().getKey(),
                        features.getFirst().readable().lastEntry().getKey())
                + " Complexity is one minus the mean of that share over all places: 0 where the input"
                + " shows the feature at once."));
  }

  private static Section kept(List<KeptLine> kept) {
    Axis axis =
        Axis.fromZero(
            Math.max(0.01, kept.stream().mapToDouble(k -> k.known().highest()).max().orElse(1)));
    return Section.of(
        "kept",
        "Inputs to keep, taken together",
        el(
            "figure",
            el(
                    "ul",
                    kept.stream()
                        .map(
                            k ->
                                bar(
                                    k.name(),
                                    (k.gain() > 0 ? "+" : "") + Wording.bits(k.gain()),
                                    k.known(),
                                    axis,
                                    "known")))
                .cls("bars"),
            Section.caption(
                "Bits that the model’s answer holds when only this input and those above it speak:"
                    + " all others are drawn from other rows, as one, and the answers averaged."
                    + " Each next input is one that adds much to those above it.")));
  }

  private static Section inputs(List<InputLine> inputs) {
    Axis axis =
        Axis.fromZero(
            Math.max(0.01, inputs.stream().mapToDouble(i -> i.loss().highest()).max().orElse(1)));
    Optional<InputLine> left = inputs.stream().skip(SHOWN_INPUTS).findFirst();
    return Section.of(
        "inputs",
        "Inputs one at a time",
        el(
            "figure",
            el(
                    "ul",
                    inputs.stream()
                        .limit(SHOWN_INPUTS)
                        .map(i -> bar(i.name(), "", i.loss(), axis, "known")))
                .cls("bars"),
            Section.caption(
                "Bits that the answer loses when an input’s values are moved between rows and all"
                    + " others stay, with 95\u00a0% intervals."
                    + left.map(
                            i ->
                                " %s more lose at most %s bits each."
                                    .formatted(
                                        Wording.count(inputs.size() - SHOWN_INPUTS),
                                        Wording.bits(i.loss().value())))
                        .orElse(""))));
  }
}
