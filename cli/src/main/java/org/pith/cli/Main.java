package org.pith.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.pith.data.DataException;
import org.pith.network.onnx.OnnxException;
import org.pith.runs.StoreException;
import org.pith.search.BudgetException;
import org.pith.train.DivergedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The command line. Exit codes: 0 done, 1 a defect of Pith, 2 usage or bad input, 3 the budget cannot be met, 130 interrupted
 * (and 128 and its number for any other signal).
 */
@Command(
    name = "pith",
    description = "Finds the smallest neural network that still knows the answer.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      MeasureCommand.class,
      CompactCommand.class,
      InspectCommand.class,
      PruneCommand.class,
      PredictCommand.class,
      RunsCommand.class
    },
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    footer = {"", "pith VERB --help says more about one verb."})
public final class Main {

  static final int DEFECT = 1;
  static final int BAD_INPUT = 2;
  static final int OVER_BUDGET = 3;

  /** The version, from the build. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"pith " + Pith.VERSION};
    }
  }

  /** Runs one verb and ends the process with its exit code. */
  public static void main(String[] args) {
    // The embedded store's driver would explain on every start that nobody listens to its log.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    Interruption.await();
    System.exit(run(args));
  }

  /** Runs one verb. */
  static int run(String... args) {
    return run(CommandLine.defaultFactory(), args);
  }

  /** Runs one verb that {@code verbs} makes. */
  static int run(CommandLine.IFactory verbs, String... args) {
    // What is written is read by programs and people everywhere: one way to write a number.
    Locale.setDefault(Locale.ROOT);
    CommandLine line =
        new CommandLine(new Main(), verbs)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(Main::usage)
            .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
    if (args.length == 0) {
      line.usage(line.getOut());
      return BAD_INPUT;
    }
    try {
      return line.execute(args);
    } catch (Error broken) {
      return defect(broken, line);
    }
  }

  private static int usage(CommandLine.ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    say(
        command,
        sentence(firstLine(failure.getMessage()))
            + " See "
            + command.getCommandSpec().qualifiedName()
            + " --help.");
    return BAD_INPUT;
  }

  private static int failed(Exception failure, CommandLine command) {
    return switch (failure) {
      case BudgetException budget -> {
        say(command, budget.getMessage());
        yield OVER_BUDGET;
      }
      case InputException input -> badInput(command, input);
      case DataException data -> badInput(command, data);
      case DivergedException diverged -> badInput(command, diverged);
      case OnnxException onnx -> badInput(command, onnx);
      case StoreException store -> badInput(command, store);
      case IOException file -> unread(command, file);
      case UncheckedIOException file -> unread(command, file.getCause());
      default -> defect(failure, command);
    };
  }

  private static int badInput(CommandLine command, Exception failure) {
    say(command, firstLine(failure.getMessage()));
    return BAD_INPUT;
  }

  /** A file that was there to be read or written and is not: what is known of it are its name and the system's word. */
  private static int unread(CommandLine command, IOException failure) {
    say(
        command,
        "%s. Maybe the file is damaged, or its place is full or not yours to use."
            .formatted(firstLine(words(failure))));
    return BAD_INPUT;
  }

  private static String words(IOException failure) {
    return failure instanceof AccessDeniedException denied
        ? denied.getFile() + ": permission denied"
        : failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private static int defect(Throwable failure, CommandLine command) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    String where;
    try {
      Path log = Files.createTempFile("pith-", ".log");
      Files.writeString(log, trace.toString());
      where = log.toString();
    } catch (IOException unwritable) {
      where = "not written: " + unwritable.getMessage();
    }
    say(
        command,
        "A defect of Pith: %s. Trace: %s".formatted(firstLine(String.valueOf(failure)), where));
    return DEFECT;
  }

  private static void say(CommandLine command, String message) {
    command.getErr().println("pith: " + message);
    command.getErr().flush();
  }

  private static String sentence(String message) {
    return message.endsWith(".") ? message : message + ".";
  }

  private static String firstLine(String message) {
    List<String> lines = String.valueOf(message).lines().toList();
    return lines.isEmpty() ? "" : lines.getFirst();
  }
}
