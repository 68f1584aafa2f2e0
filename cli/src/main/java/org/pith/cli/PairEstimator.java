package org.pith.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pith.measure.Estimate;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.density.EllipticalCopula;
import org.pith.measure.density.GaussianInformation;
import org.pith.measure.density.MatrixRenyi;
import org.pith.measure.discrete.CountEntropy;
import org.pith.measure.discrete.DiscreteInformation;
import org.pith.measure.knn.Kraskov;
import org.pith.measure.knn.MixedPair;
import org.pith.measure.knn.Ross;
import org.pith.measure.route.MutualInformation;
import org.pith.measure.route.SlicedInformation;
import org.pith.measure.significance.Consistency;

/** The estimators that {@code --estimator} names: what each needs, and how it answers. */
enum PairEstimator {
  KSG1("ksg1", Needs.NUMBERS) {
    @Override
    Estimate estimate(Asked asked) {
      return kraskov(asked, Kraskov.Form.FIRST);
    }
  },
  KSG2("ksg2", Needs.NUMBERS) {
    @Override
    Estimate estimate(Asked asked) {
      return kraskov(asked, Kraskov.Form.SECOND);
    }
  },
  CKSG("cksg", Needs.NUMBERS_GIVEN_NUMBERS) {
    @Override
    Estimate estimate(Asked asked) {
      return conditionalKraskov(asked, Kraskov.Form.FIRST);
    }
  },
  CKSG2("cksg2", Needs.NUMBERS_GIVEN_NUMBERS) {
    @Override
    Estimate estimate(Asked asked) {
      return conditionalKraskov(asked, Kraskov.Form.SECOND);
    }
  },
  ROSS("ross", Needs.NUMBERS_AND_STATES) {
    @Override
    Estimate estimate(Asked asked) {
      boolean xIsClass = Needs.classIsFirst(asked.first(), asked.second());
      PairSide states = xIsClass ? asked.first() : asked.second();
      PairSide numbers = xIsClass ? asked.second() : asked.first();
      return Ross.withDefaults()
          .withK(asked.k())
          .withThreads(asked.threads())
          .withSeed(asked.seed())
          .estimate(numbers.numbers(asked.raw()), states.states());
    }
  },
  MIXTURE("mixture", Needs.ANYTHING) {
    @Override
    Estimate estimate(Asked asked) {
      return MixedPair.withDefaults()
          .withK(asked.k())
          .withThreads(asked.threads())
          .withSeed(asked.seed())
          .estimate(asked.x(), asked.y());
    }
  },
  GAUSSIAN("gaussian", Needs.NUMBERS_MAYBE_GIVEN) {
    @Override
    Estimate estimate(Asked asked) {
      GaussianInformation gaussian = GaussianInformation.withDefaults();
      Samples x = asked.first().numbers();
      Samples y = asked.second().numbers();
      if (asked.given().isPresent()) {
        return conditional(gaussian, x, y, asked.given().get().numbers(), asked.seed());
      }
      Estimate corrected = gaussian.estimate(x, y);
      return asked.raw() ? moved(corrected, gaussian.value(x, y) - corrected.value()) : corrected;
    }
  },
  COPULA("copula", Needs.NUMBERS) {
    @Override
    Estimate estimate(Asked asked) {
      if (asked.raw()) {
        throw new InputException(
            "--raw: a copula is fitted to ranks, so there is nothing raw about it. Maybe --estimator gaussian.");
      }
      return copula(asked.x(), asked.y(), asked);
    }
  },
  PLUGIN("plugin", CountEntropy.PLUG_IN),
  MILLER_MADOW("miller-madow", CountEntropy.MILLER_MADOW),
  GRASSBERGER("grassberger", CountEntropy.GRASSBERGER),
  CHAO_SHEN("chao-shen", CountEntropy.CHAO_SHEN),
  SHRINKAGE("shrinkage", CountEntropy.JAMES_STEIN),
  RENYI("renyi", Needs.NUMBERS) {
    @Override
    Estimate estimate(Asked asked) {
      return MatrixRenyi.withDefaults().estimate(asked.x(), asked.y());
    }
  },
  SLICED("sliced", Needs.NUMBERS) {
    @Override
    Estimate estimate(Asked asked) {
      return SlicedInformation.withDefaults()
          .withThreads(asked.threads())
          .withSeed(asked.seed())
          .mean(asked.x(), asked.y());
    }
  };

  /** What is asked of an estimator. */
  record Asked(
      PairSide first,
      PairSide second,
      Optional<PairSide> given,
      int k,
      boolean raw,
      int threads,
      long seed) {

    Samples x() {
      return first.numbers(raw);
    }

    Samples y() {
      return second.numbers(raw);
    }

    Kraskov kraskov(Kraskov.Form form) {
      return Kraskov.withDefaults().withForm(form).withK(k).withThreads(threads).withSeed(seed);
    }
  }

  /** Which pairs an estimator has a meaning for. */
  private enum Needs {
    NUMBERS("numbers on both sides and no condition") {
      @Override
      boolean met(Asked asked) {
        return bothNumeric(asked) && asked.given().isEmpty();
      }
    },
    NUMBERS_GIVEN_NUMBERS("numbers on both sides and in --given") {
      @Override
      boolean met(Asked asked) {
        return bothNumeric(asked) && asked.given().filter(PairSide::isNumeric).isPresent();
      }
    },
    NUMBERS_MAYBE_GIVEN("numbers on both sides, and in --given if there is one") {
      @Override
      boolean met(Asked asked) {
        return bothNumeric(asked) && asked.given().stream().allMatch(PairSide::isNumeric);
      }
    },
    NUMBERS_AND_STATES("numbers on one side, states on the other and no condition") {
      @Override
      boolean met(Asked asked) {
        boolean possible =
            (asked.first().isNumeric() && asked.second().isCountable())
                || (asked.second().isNumeric() && asked.first().isCountable());
        return possible && asked.given().isEmpty();
      }
    },
    STATES("names or numbers that repeat on both sides, and in --given if there is one") {
      @Override
      boolean met(Asked asked) {
        return asked.first().isCountable()
            && asked.second().isCountable()
            && asked.given().stream().allMatch(PairSide::isCountable);
      }
    },
    ANYTHING("no condition") {
      @Override
      boolean met(Asked asked) {
        return asked.given().isEmpty();
      }
    };

    private final String words;

    Needs(String words) {
      this.words = words;
    }

    abstract boolean met(Asked asked);

    private static boolean bothNumeric(Asked asked) {
      return asked.first().isNumeric() && asked.second().isNumeric();
    }

    /** The side of names, or else that of fewer values. */
    static boolean classIsFirst(PairSide first, PairSide second) {
      if (!first.isNumeric() || !second.isCountable()) {
        return true;
      }
      return second.isNumeric()
          && first.isCountable()
          && first.states().states() < second.states().states();
    }
  }

  private final String label;
  private final Needs needs;
  private final CountEntropy entropy;

  PairEstimator(String label, Needs needs) {
    this.label = label;
    this.needs = needs;
    this.entropy = null;
  }

  PairEstimator(String label, CountEntropy entropy) {
    this.label = label;
    this.needs = Needs.STATES;
    this.entropy = entropy;
  }

  /** The estimate; of counts, unless an estimator says otherwise. */
  Estimate estimate(Asked asked) {
    DiscreteInformation counts = DiscreteInformation.with(entropy);
    Labels x = asked.first().states();
    Labels y = asked.second().states();
    return asked
        .given()
        .map(given -> counts.conditionalMutualInformation(x, y, given.states()))
        .orElseGet(() -> counts.mutualInformation(x, y));
  }

  /** Whether {@code --k} matters to it. */
  boolean hasNeighbours() {
    return switch (this) {
      case KSG1, KSG2, CKSG, CKSG2, ROSS, MIXTURE -> true;
      default -> false;
    };
  }

  /** What was done to the columns before, as a further setting. */
  String preparation(Asked asked) {
    return switch (this) {
      case KSG1, KSG2, CKSG, CKSG2, ROSS, MIXTURE, RENYI, SLICED ->
          asked.raw() ? ", columns=raw" : ", columns=normal scores";
      default -> "";
    };
  }

  /** The estimator of that name, if it has a meaning for what is asked. */
  static PairEstimator named(String name, Asked asked) {
    PairEstimator estimator =
        Arrays.stream(values())
            .filter(e -> e.label.equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new InputException(
                        "--estimator: there is no '%s'. The names are %s."
                            .formatted(name, listed(Arrays.stream(values())))));
    if (!estimator.needs.met(asked)) {
      throw new InputException(
          "--estimator: %s needs %s. Here %s can answer."
              .formatted(
                  name,
                  estimator.needs.words,
                  listed(Arrays.stream(values()).filter(e -> e.needs.met(asked)))));
    }
    return estimator;
  }

  private static String listed(Stream<PairEstimator> estimators) {
    String names = estimators.map(e -> e.label).collect(Collectors.joining(", "));
    return names.isEmpty() ? "no estimator" : names;
  }

  private static Estimate kraskov(Asked asked, Kraskov.Form form) {
    return asked.kraskov(form).estimate(asked.x(), asked.y());
  }

  private static Estimate conditionalKraskov(Asked asked, Kraskov.Form form) {
    return asked
        .kraskov(form)
        .estimate(asked.x(), asked.y(), asked.given().orElseThrow().numbers(asked.raw()));
  }

  private static Estimate conditional(
      GaussianInformation gaussian, Samples x, Samples y, Samples given, long seed) {
    double value = gaussian.value(x, y, given);
    return Consistency.of(
            value,
            x.size(),
            1,
            seed,
            rows -> gaussian.value(x.rows(rows), y.rows(rows), given.rows(rows)))
        .judge(0, x.size(), "gaussian", "quantity=I(X;Y|Z), correction=none");
  }

  /** The same with another value, as a correction that is left out makes it. */
  private static Estimate moved(Estimate e, double by) {
    return new Estimate(
        e.value() + by,
        e.standardError(),
        e.low() + by,
        e.high() + by,
        e.n(),
        e.estimator(),
        e.settings() + ", correction=none",
        e.verdict(),
        e.reason());
  }

  /** The Gaussian copula, believed only where the default route, which asks neighbours, agrees. */
  private static Estimate copula(Samples x, Samples y, Asked asked) {
    EllipticalCopula fitted = EllipticalCopula.gaussian(x, y);
    double value = fitted.information();
    Estimate e =
        Consistency.of(
                value,
                x.size(),
                1,
                asked.seed(),
                rows -> EllipticalCopula.gaussian(x.rows(rows), y.rows(rows)).information())
            .judge(fitted.standardError(), x.size(), "copula", "tails=gaussian");
    Estimate checked =
        MutualInformation.withDefaults()
            .withThreads(asked.threads())
            .withSeed(asked.seed())
            .estimate(x, y);
    return Math.abs(checked.value() - value) <= Estimate.tolerance(value)
        ? e
        : e.judged(
            Estimate.Verdict.BIASED,
            "the default route finds %.3f nats, so the dependence is not that of a Gaussian copula"
                .formatted(checked.value()));
  }
}
