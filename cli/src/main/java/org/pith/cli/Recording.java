package org.pith.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SequencedMap;
import org.pith.runs.Event;
import org.pith.runs.Run;
import org.pith.runs.RunSettings;
import org.pith.runs.RunStore;

/**
 * What verbs that look at a model share: the model is there, the run is recorded, and where it fails the record says why and nothing
 * half-written stays.
 *
 * @param verb for the record and the folder's name
 * @param common options
 * @param options what was asked, for the record
 * @param progress told which run it is
 */
record Recording(
    String verb, CommonOptions common, SequencedMap<String, String> options, Progress progress) {

  /** The work of a run: writes into the folder. */
  interface Work {
    void in(OutputFolder folder, Run run);
  }

  /** Refuses, before anything is read, what cannot be. */
  static void requireReady(Path model, CommonOptions common) throws IOException {
    if (common.threads < 1) {
      throw new InputException("--threads (%d) must be at least 1.".formatted(common.threads));
    }
    if (!Files.exists(model)) {
      throw new InputException("%s does not exist.".formatted(model));
    }
    if (common.out != null) {
      OutputFolder.requireFree(common.out, common.overwrite);
    }
  }

  /** Does the work on these data. */
  void of(LoadedData data, Work work) {
    try (RunStore store = common.openStore();
        Run run =
            store.begin(
                new RunSettings(verb, common.seed, data.fingerprint(), options, Versions.all()))) {
      within(data, run, work);
    }
  }

  private void within(LoadedData data, Run run, Work work) {
    OutputFolder folder = null;
    try {
      Path place = common.out != null ? common.out : Path.of("pith-out", verb + "-" + run.id());
      folder = OutputFolder.create(place, common.overwrite);
      progress.say("run " + run.id());
      data.findings().forEach(f -> run.append(Event.Kind.FINDING, f.message()));
      work.in(folder, run);
    } catch (RuntimeException failure) {
      CompactCommand.fail(run, failure);
      if (folder != null) {
        folder.discard();
      }
      throw failure;
    }
  }
}
