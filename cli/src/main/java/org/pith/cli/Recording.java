package org.pith.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.pith.runs.Event;
import org.pith.runs.Run;
import org.pith.runs.RunSettings;
import org.pith.runs.RunStore;
import org.pith.runs.StoreException;

/**
 * What recorded verbs share: the run is recorded, and where it fails the record says why and nothing half-written stays; where it is
 * interrupted, the last line says how to go on.
 *
 * @param verb for the record and the folder's name
 * @param common options
 * @param options what was asked, for the record
 * @param resume the run to go on with; empty for a new one
 * @param goesOn whether a run of this verb can be gone on with
 * @param progress told which run it is
 */
record Recording(
    String verb,
    CommonOptions common,
    SequencedMap<String, String> options,
    Optional<String> resume,
    boolean goesOn,
    Progress progress) {

  /** The work of a run: writes into the folder. */
  interface Work {
    void in(OutputFolder folder, Run run);
  }

  /** Of a verb whose runs begin anew. */
  static Recording anew(
      String verb, CommonOptions common, SequencedMap<String, String> options, Progress progress) {
    return new Recording(verb, common, options, Optional.empty(), false, progress);
  }

  /** Of a verb whose runs remember what they have done. */
  static Recording resumable(
      String verb,
      CommonOptions common,
      SequencedMap<String, String> options,
      Optional<String> resume,
      Progress progress) {
    return new Recording(verb, common, options, resume, true, progress);
  }

  /** Refuses, before anything is read, what cannot be. */
  static void requireReady(CommonOptions common) {
    if (common.threads < 1) {
      throw new InputException("--threads (%d) must be at least 1.".formatted(common.threads));
    }
    if (common.out != null) {
      OutputFolder.requireFree(common.out, common.overwrite);
    }
  }

  /** The same for a verb that looks at a model. */
  static void requireReady(Path model, CommonOptions common) {
    ModelFile.requireThere(model);
    requireReady(common);
  }

  /** Does the work on these data. */
  void of(LoadedData data, Work work) {
    try (RunStore store = common.openStore();
        Run run = open(store, data)) {
      Thread farewell = new Thread(() -> interrupted(run));
      Runtime.getRuntime().addShutdownHook(farewell);
      try {
        within(data, run, work);
      } finally {
        forget(farewell);
      }
    }
  }

  private static void forget(Thread farewell) {
    try {
      Runtime.getRuntime().removeShutdownHook(farewell);
    } catch (IllegalStateException goingDown) {
      // The farewell is being said, and what stopped the work must not be hidden by that.
    }
  }

  private void interrupted(Run run) {
    progress.end();
    System.err.println(
        goesOn
            ? "pith: interrupted. The same command with --resume %s goes on.".formatted(run.id())
            : "pith: interrupted. The same command begins anew.");
  }

  private Run open(RunStore store, LoadedData data) {
    RunSettings now =
        new RunSettings(verb, common.seed, data.fingerprint(), options, Versions.all());
    if (resume.isEmpty()) {
      return store.begin(now);
    }
    Run run;
    try {
      run = store.resume(resume.get());
    } catch (IllegalArgumentException unknown) {
      throw new InputException("--resume: " + unknown.getMessage());
    }
    try {
      requireSame(described(run.settings()), described(now));
    } catch (InputException other) {
      run.close();
      throw other;
    }
    return run;
  }

  private static Map<String, String> described(RunSettings settings) {
    Map<String, String> described = new LinkedHashMap<>();
    // Another version may find another answer from the same record.
    described.put("Pith", settings.versions().get("pith"));
    described.put("verb", settings.verb());
    described.putAll(settings.options());
    described.put("seed", Long.toString(settings.seed()));
    described.put("data", settings.fingerprint());
    return described;
  }

  /** A run may only go on with what it began with: anything else would be another run's answer. */
  private void requireSame(Map<String, String> then, Map<String, String> now) {
    now.forEach(
        (name, value) -> {
          if (!value.equals(then.get(name))) {
            throw new InputException(
                "--resume %s began with %s %s, not %s. Maybe begin a new run."
                    .formatted(resume.orElseThrow(), name, then.get(name), value));
          }
        });
  }

  private void within(LoadedData data, Run run, Work work) {
    OutputFolder folder = null;
    try {
      folder =
          common.out != null
              ? OutputFolder.create(common.out, common.overwrite)
              : OutputFolder.create(
                  Path.of("pith-out", verb + "-" + run.id()),
                  common.overwrite || resume.isPresent());
      progress.say("run " + run.id());
      data.findings().forEach(f -> run.append(Event.Kind.FINDING, f.message()));
      work.in(folder, run);
    } catch (RuntimeException | Error failure) {
      fail(run, failure);
      if (folder != null) {
        folder.discard();
      }
      throw failure;
    }
  }

  /** Records that a run failed, and why. */
  private static void fail(Run run, Throwable failure) {
    String words = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    try {
      run.fail(words.lines().findFirst().orElse(failure.toString()));
    } catch (StoreException full) {
      // What stopped the run may be the store itself; the first failure is the one to report.
      failure.addSuppressed(full);
    }
  }
}
