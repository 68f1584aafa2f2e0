package org.pith.train;

import java.util.function.Consumer;

/**
 * How to train: everything that shapes the learned weights besides the network, the examples and
 * the seed.
 *
 * @param epochs passes over the training rows; 0 leaves the weights alone
 * @param batchSize rows per step, about: an epoch is cut into batches whose sizes differ by at most
 *     one
 * @param peakLearningRate Adam's step size where the schedule's factor is 1
 * @param schedule how the learning rate changes over the steps
 * @param adam the optimiser's constants
 * @param weightDecay decoupled, per unit of learning rate (Loshchilov and Hutter 2019,
 *     arXiv:1711.05101), on matrices and filters only, never on biases and normalisation
 * @param labelSmoothing share of the target that is spread evenly over the classes; without effect
 *     on numbers
 * @param distillation how much to listen to the examples' teacher; without effect where they carry
 *     none
 * @param augmentation how inputs are varied from step to step
 * @param averaging which average of the weights over the steps is kept
 * @param patience epochs without a new lowest validation loss after which a network stops, its best
 *     weights kept; 0 trains to the end and keeps the last weights
 * @param clipNorm largest Euclidean norm of each network's gradient; 0 for no limit
 * @param keepsZeros whether numbers of matrices and filters that are zero before training stay so,
 *     as a network whose single weights were pruned needs it
 */
public record Recipe(
    int epochs,
    int batchSize,
    double peakLearningRate,
    Schedule schedule,
    Adam adam,
    double weightDecay,
    double labelSmoothing,
    Distillation distillation,
    Augmentation augmentation,
    Averaging averaging,
    int patience,
    double clipNorm,
    boolean keepsZeros) {

  /** Checks every number. */
  public Recipe {
    require(epochs >= 0, "number of epochs", epochs, "not be negative");
    require(batchSize >= 1, "batch size", batchSize, "be positive");
    require(
        peakLearningRate > 0 && Double.isFinite(peakLearningRate),
        "peak learning rate",
        peakLearningRate,
        "be positive and finite");
    require(
        weightDecay >= 0 && Double.isFinite(weightDecay),
        "weight decay",
        weightDecay,
        "be a finite number of at least 0");
    requireShare("label smoothing", labelSmoothing);
    require(patience >= 0, "patience", patience, "not be negative");
    require(
        clipNorm >= 0 && Double.isFinite(clipNorm),
        "clipping norm",
        clipNorm,
        "be a finite number of at least 0");
  }

  /**
   * A recipe that trains small networks well on most data; what to change first is the number of
   * epochs.
   */
  public static Recipe defaults() {
    return new Recipe(
        100,
        64,
        0.01,
        Schedule.OneCycle.DEFAULT,
        Adam.DEFAULT,
        0.05,
        0.05,
        Distillation.NONE,
        Augmentation.NONE,
        new Averaging.None(),
        0,
        0,
        false);
  }

  /** Other {@code epochs}. */
  public Recipe withEpochs(int value) {
    return with(draft -> draft.epochs = value);
  }

  /** Other {@code batchSize}. */
  public Recipe withBatchSize(int value) {
    return with(draft -> draft.batchSize = value);
  }

  /** Other {@code peakLearningRate}. */
  public Recipe withPeakLearningRate(double value) {
    return with(draft -> draft.peakLearningRate = value);
  }

  /** Other {@code schedule}. */
  public Recipe withSchedule(Schedule value) {
    return with(draft -> draft.schedule = value);
  }

  /** Other {@code adam}. */
  public Recipe withAdam(Adam value) {
    return with(draft -> draft.adam = value);
  }

  /** Other {@code weightDecay}. */
  public Recipe withWeightDecay(double value) {
    return with(draft -> draft.weightDecay = value);
  }

  /** Other {@code labelSmoothing}. */
  public Recipe withLabelSmoothing(double value) {
    return with(draft -> draft.labelSmoothing = value);
  }

  /** Other {@code distillation}. */
  public Recipe withDistillation(Distillation value) {
    return with(draft -> draft.distillation = value);
  }

  /** Other {@code augmentation}. */
  public Recipe withAugmentation(Augmentation value) {
    return with(draft -> draft.augmentation = value);
  }

  /** Other {@code averaging}. */
  public Recipe withAveraging(Averaging value) {
    return with(draft -> draft.averaging = value);
  }

  /** Other {@code patience}. */
  public Recipe withPatience(int value) {
    return with(draft -> draft.patience = value);
  }

  /** Other {@code clipNorm}. */
  public Recipe withClipNorm(double value) {
    return with(draft -> draft.clipNorm = value);
  }

  /** Other {@code keepsZeros}. */
  public Recipe withKeepsZeros(boolean value) {
    return with(draft -> draft.keepsZeros = value);
  }

  private Recipe with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.recipe();
  }

  /** The learning rate of step {@code step} (from 0) of {@code steps}. */
  public double learningRate(long step, long steps) {
    return peakLearningRate * schedule.factor((double) step / steps);
  }

  /**
   * Constants of Adam (Kingma and Ba 2015, arXiv:1412.6980).
   *
   * @param beta1 share of the gradient's running mean kept per step, in [0,1)
   * @param beta2 share of the squared gradient's running mean kept per step, in [0,1)
   * @param epsilon added to the root of the second moment
   */
  public record Adam(double beta1, double beta2, double epsilon) {
    /**
     * The authors' constants, but for a second moment that forgets faster: small data have few
     * steps.
     */
    public static final Adam DEFAULT = new Adam(0.9, 0.99, 1e-8);

    /** Checks the ranges. */
    public Adam {
      require(beta1 >= 0 && beta1 < 1, "beta1", beta1, "be in [0,1)");
      require(beta2 >= 0 && beta2 < 1, "beta2", beta2, "be in [0,1)");
      require(epsilon > 0, "epsilon", epsilon, "be positive");
    }
  }

  /**
   * Learning from a teacher (Hinton, Vinyals and Dean 2015, arXiv:1503.02531). Classes: {@code
   * (1-w) * CE(labels) + w * T^2 * KL(softmax(teacher / T) || softmax(scores / T))}. Numbers:
   * {@code (1-w) * MSE(target) + w * MSE(teacher)}.
   *
   * @param weight w in [0,1]
   * @param temperature T, positive; without effect on numbers
   */
  public record Distillation(double weight, double temperature) {
    /** Deaf to any teacher. */
    public static final Distillation NONE = new Distillation(0, 1);

    /** Checks the ranges. */
    public Distillation {
      requireShare("distillation weight", weight);
      require(
          temperature > 0 && Double.isFinite(temperature),
          "temperature",
          temperature,
          "be positive and finite");
    }
  }

  /**
   * How inputs are varied at each step.
   *
   * @param shift an image [C,H,W] moves by a whole number of pixels drawn evenly from {@code
   *     -shift..shift} in each direction, zeros moving in; only 0 for rows that are not images
   * @param shiftShare share of the images that are moved at all
   * @param flip whether half of the images are mirrored left to right; only for images
   * @param noise standard deviation of Gaussian noise added to each input
   * @param mixup concentration {@code alpha} of the Beta distribution that mixes each batch with a
   *     permutation of itself, inputs and targets alike (Zhang et al. 2018, arXiv:1710.09412); 0
   *     for none
   */
  public record Augmentation(
      int shift, double shiftShare, boolean flip, double noise, double mixup) {
    /** Inputs as they are. */
    public static final Augmentation NONE = new Augmentation(0, 0, 0);

    /** Checks the ranges. */
    public Augmentation {
      require(shift >= 0, "pixel shift", shift, "not be negative");
      requireShare("share of shifted images", shiftShare);
      require(noise >= 0 && Double.isFinite(noise), "input noise", noise, "be at least 0");
      require(mixup >= 0 && Double.isFinite(mixup), "mixup", mixup, "be at least 0");
    }

    /** Every image shifted, none mirrored. */
    public Augmentation(int shift, double noise, double mixup) {
      this(shift, 1, false, noise, mixup);
    }

    /** Shifts of up to {@code pixels} alone. */
    public static Augmentation shifts(int pixels) {
      return new Augmentation(pixels, 0, 0);
    }

    /** This with a share of the images shifted. */
    public Augmentation withShiftShare(double value) {
      return new Augmentation(shift, value, flip, noise, mixup);
    }

    /** This with half of the images mirrored, or none. */
    public Augmentation withFlip(boolean value) {
      return new Augmentation(shift, shiftShare, value, noise, mixup);
    }

    /** Whether images are moved or mirrored. */
    boolean isForImages() {
      return shift > 0 || flip;
    }
  }

  /**
   * Which average of the weights over the steps a network keeps; BatchNormalization's statistics
   * are averaged alike.
   */
  public sealed interface Averaging {

    /**
     * By which share of the way the average moves towards the weights after step {@code step} (from
     * 1) of {@code steps}; 1 starts it, 0 leaves it.
     */
    double share(long step, long steps);

    /** The last weights. */
    record None() implements Averaging {
      @Override
      public double share(long step, long steps) {
        return 0;
      }
    }

    /**
     * {@code sum_i decay^(t-i) * w_i}, divided by the sum of its factors, so that early steps are
     * not biased to zero.
     *
     * @param decay share of the average kept per step, in [0,1)
     */
    record Exponential(double decay) implements Averaging {
      /** Checks the range. */
      public Exponential {
        require(decay >= 0 && decay < 1, "averaging decay", decay, "be in [0,1)");
      }

      @Override
      public double share(long step, long steps) {
        return (1 - decay) / (1 - Math.pow(decay, (double) step));
      }
    }

    /**
     * The plain mean over the last {@code share} of the steps (Izmailov et al. 2018,
     * arXiv:1803.05407).
     *
     * @param share in (0,1]
     */
    record Tail(double share) implements Averaging {
      /** Checks the range. */
      public Tail {
        require(share > 0 && share <= 1, "averaged share", share, "be in (0,1]");
      }

      @Override
      public double share(long step, long steps) {
        long averaged = step - (steps - Math.max(1, Math.round(share * steps)));
        return averaged > 0 ? 1.0 / averaged : 0;
      }
    }
  }

  /** A recipe in which one thing is being changed. */
  private static final class Draft {
    private int epochs;
    private int batchSize;
    private double peakLearningRate;
    private Schedule schedule;
    private Adam adam;
    private double weightDecay;
    private double labelSmoothing;
    private Distillation distillation;
    private Augmentation augmentation;
    private Averaging averaging;
    private int patience;
    private double clipNorm;
    private boolean keepsZeros;

    Draft(Recipe recipe) {
      epochs = recipe.epochs;
      batchSize = recipe.batchSize;
      peakLearningRate = recipe.peakLearningRate;
      schedule = recipe.schedule;
      adam = recipe.adam;
      weightDecay = recipe.weightDecay;
      labelSmoothing = recipe.labelSmoothing;
      distillation = recipe.distillation;
      augmentation = recipe.augmentation;
      averaging = recipe.averaging;
      patience = recipe.patience;
      clipNorm = recipe.clipNorm;
      keepsZeros = recipe.keepsZeros;
    }

    Recipe recipe() {
      return new Recipe(
          epochs,
          batchSize,
          peakLearningRate,
          schedule,
          adam,
          weightDecay,
          labelSmoothing,
          distillation,
          augmentation,
          averaging,
          patience,
          clipNorm,
          keepsZeros);
    }
  }

  private static void requireShare(String name, double value) {
    require(value >= 0 && value <= 1, name, value, "be between 0 and 1");
  }

  private static void require(boolean holds, String name, Number value, String demand) {
    if (!holds) {
      throw new IllegalArgumentException("The %s (%s) must %s.".formatted(name, value, demand));
    }
  }
}
