package dev.vitrine.cli;

import dev.vitrine.agent.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The program's entry point: exits 0 on success, 2 on wrong usage, 1 on failure with one line on
 * standard error.
 */
@Command(
    name = "vitrine",
    description = "A transparent desktop capture agent: staff see exactly what is taken.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionProvider.class,
    subcommands = {
      RunCommand.class,
      ReplayCommand.class,
      StatusCommand.class,
      AcknowledgeCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      ViewerCommand.class,
      DeleteCommand.class,
      ExportCommand.class,
      RedactCommand.class,
      PolicyCommand.class,
      ReceiverCommand.class,
      KeysCommand.class,
      UnsealCommand.class,
      DoctorCommand.class,
      HelpCommand.class
    })
public final class Main implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  private Main() {}

  /** Runs one command and exits with its status. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs one command in this process; returns its exit status. */
  public static int execute(String... args) {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        // A name that begins with @ is a name, not a file of further arguments.
        .setExpandAtFiles(false)
        .setExecutionExceptionHandler(
            (failure, command, result) -> {
              command.getErr().println("vitrine: " + Failures.oneLine(failure));
              return CommandLine.ExitCode.SOFTWARE;
            })
        .execute(args);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }

  static final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"vitrine " + Version.NUMBER};
    }
  }
}
