package org.pith.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.network.cost.Cost;
import org.pith.search.space.Activation;
import org.pith.search.space.Architecture;
import org.pith.search.space.Cnn;
import org.pith.search.space.Mlp;
import org.pith.train.Examples;
import org.pith.train.HeldOut;
import org.pith.train.Initialization;
import org.pith.train.Logits;
import org.pith.train.Recipe;
import org.pith.train.Target;

/**
 * An ensemble of networks that no budget binds. Small networks learn from what it says (distillation), and how much it knows is the
 * ceiling that theirs is compared with. A fold's teacher has seen that fold's training rows alone.
 *
 * @param outputs for each fold, and last for all development rows where a refit needs it: what the ensemble says about every
 *     development row; logits of its mean probabilities, or its mean value
 * @param score of the ensemble on the held-out rows of all folds
 * @param cpuSeconds what it cost
 */
public record Teacher(List<float[]> outputs, HeldOut score, double cpuSeconds) {

  /** What the teacher of fold {@code fold} says about every development row. */
  public float[] onFold(int fold) {
    return outputs.get(fold);
  }

  /** What the teacher of a refit says about every development row. */
  public float[] onAllRows() {
    return outputs.getLast();
  }

  /** Trains the ensembles. */
  static Teacher train(
      Problem problem,
      int view,
      Recipe recipe,
      Effort effort,
      Workers workers,
      SearchListener listener,
      long seed,
      String prefix) {
    Examples rows = problem.views().get(view).rows();
    List<int[]> trainingRows = new ArrayList<>();
    problem.folds().forEach(fold -> trainingRows.add(fold.train()));
    if (effort.refit()) {
      trainingRows.add(IntStream.range(0, problem.rows()).toArray());
    }
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < trainingRows.size(); i++) {
      trials.add(
          new Trial(
              prefix + "/teacher/rows" + i,
              members(rows, problem.target().outputs(), effort.teachers(), seed, i),
              rows.rows(trainingRows.get(i)),
              rows,
              recipe.withEpochs(effort.teacherEpochs()).withDistillation(Recipe.Distillation.NONE),
              Seeds.of(seed, "teacher batches", i)));
    }
    List<TrialResult> results = workers.run(trials, listener::done);
    List<float[]> outputs =
        results.stream().map(r -> ensemble(r.scores(), problem.target())).toList();
    return new Teacher(
        outputs,
        score(problem, outputs),
        results.stream().mapToDouble(TrialResult::cpuSeconds).sum());
  }

  private static List<Network> members(
      Examples rows, int outputs, int count, long seed, int trial) {
    Network body = architecture(rows).body(rows.rowShape(), outputs);
    return IntStream.range(0, count)
        .mapToObj(m -> Initialization.draw(body, Seeds.of(seed, "teacher " + m, trial)))
        .toList();
  }

  /** Multiply-accumulates of each member for one row. */
  static long macs(Problem problem) {
    Examples rows = problem.views().getFirst().rows();
    return Cost.of(architecture(rows).body(rows.rowShape(), problem.target().outputs())).macs();
  }

  /** Wide enough that width is no longer what limits it, small enough for two cores. */
  static Architecture architecture(Examples rows) {
    if (rows.rowShape().rank() == 1) {
      return new Mlp(List.of(256, 128), Activation.GELU, false, false, 0.1f);
    }
    int steps = Math.min(rows.rowShape().dim(1), rows.rowShape().dim(2)) >= 16 ? 3 : 2;
    List<Cnn.Stage> stages = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      stages.add(new Cnn.Stage(Cnn.Block.PLAIN, 24 << i, 3, 1, Cnn.Step.MAX_POOL));
    }
    return new Cnn(Collections.unmodifiableList(stages), Activation.RELU, Cnn.Head.FLATTEN, 64);
  }

  private static HeldOut score(Problem problem, List<float[]> outputs) {
    int width = problem.target().outputs();
    List<float[]> heldOut = new ArrayList<>();
    for (int f = 0; f < problem.folds().size(); f++) {
      heldOut.add(pick(outputs.get(f), problem.folds().get(f).heldOut(), width));
    }
    return HeldOut.of(
        problem.target().rows(problem.heldOutRows(problem.folds().size())),
        Rung.joined(heldOut),
        problem.target());
  }

  private static float[] pick(float[] scores, int[] rows, int width) {
    float[] picked = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(scores, rows[i] * width, picked, i * width, width);
    }
    return picked;
  }

  private static float[] ensemble(List<float[]> members, Target target) {
    return switch (target) {
      case Target.Classes classes -> meanProbabilities(members, classes.classes());
      case Target.Numbers numbers -> mean(members);
    };
  }

  private static float[] mean(List<float[]> members) {
    float[] mean = new float[members.getFirst().length];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (float[] member : members) {
        sum += member[i];
      }
      mean[i] = (float) (sum / members.size());
    }
    return mean;
  }

  /** Logits of the mean of the members' probabilities. */
  private static float[] meanProbabilities(List<float[]> members, int classes) {
    float[] logits = new float[members.getFirst().length];
    double[] sum = new double[classes];
    for (int start = 0; start < logits.length; start += classes) {
      java.util.Arrays.fill(sum, 0);
      for (float[] member : members) {
        double[] probabilities = new Logits(member, start, classes).probabilities(1);
        for (int k = 0; k < classes; k++) {
          sum[k] += probabilities[k];
        }
      }
      for (int k = 0; k < classes; k++) {
        // A class that every member rules out keeps the least probability a float can tell.
        logits[start + k] = (float) Math.log(Math.max(sum[k] / members.size(), Float.MIN_NORMAL));
      }
    }
    return logits;
  }
}
