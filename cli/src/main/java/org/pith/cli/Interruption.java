package org.pith.cli;

import java.time.Duration;
import java.util.List;
import org.pith.network.onnx.OnnxSession;
import sun.misc.Signal;

/**
 * How a process ends that is told to: not before ONNX Runtime is at rest, or a few seconds have gone, as it would crash in native code
 * if it were closed at work, and then with 128 and the signal's number, as without this.
 */
final class Interruption {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Interruption() {}

  /** Listens from now on. */
  static void await() {
    for (String name : List.of("INT", "TERM", "HUP")) {
      try {
        Signal.handle(new Signal(name), Interruption::end);
      } catch (IllegalArgumentException unknown) {
        // Not every system has every signal, and some are taken by how the virtual machine was
        // started.
      }
    }
  }

  private static void end(Signal signal) {
    OnnxSession.endAll(PATIENCE);
    System.exit(128 + signal.getNumber());
  }
}
