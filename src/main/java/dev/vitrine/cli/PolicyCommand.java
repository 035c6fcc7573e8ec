package dev.vitrine.cli;

import dev.vitrine.agent.PolicyFiles;
import dev.vitrine.policy.PolicyDiff;
import dev.vitrine.policy.PolicyExplainer;
import dev.vitrine.policy.PolicyProblem;
import dev.vitrine.policy.PolicyResult;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vitrine policy}: looks at a policy file. */
@Command(
    name = "policy",
    description = "Looks at a policy file.",
    mixinStandardHelpOptions = true,
    subcommands = {
      PolicyCommand.Check.class,
      PolicyCommand.Explain.class,
      PolicyCommand.Diff.class
    })
final class PolicyCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }

  /** The file that is meant: the parameter, else {@code --policy}, else the installed one. */
  static Path file(@Nullable Path parameter, Places places) {
    return parameter == null ? places.policy() : parameter;
  }

  /** {@code vitrine policy check}. */
  @Command(
      name = "check",
      description = "Checks a policy; every error with file, line and column.",
      mixinStandardHelpOptions = true)
  static final class Check implements Callable<Integer> {
    @Mixin private final Places places = new Places();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
        arity = "0..1",
        paramLabel = "FILE",
        description = "The policy (default: --policy).")
    private @Nullable Path parameter;

    @Override
    public Integer call() {
      Path file = file(parameter, places);
      PolicyResult result = PolicyFiles.read(file);
      if (result instanceof PolicyResult.Rejected rejected) {
        for (PolicyProblem problem : rejected.problems()) {
          spec.commandLine().getErr().println(problem.at(file.toString()));
        }
        return 1;
      }
      PolicyResult.Loaded loaded = (PolicyResult.Loaded) result;
      for (PolicyProblem warning : loaded.warnings()) {
        spec.commandLine().getErr().println("warning: " + warning.at(file.toString()));
      }
      spec.commandLine()
          .getOut()
          .println(file + ": policy " + loaded.policy().revision() + " is valid");
      return 0;
    }
  }

  /** {@code vitrine policy explain}. */
  @Command(
      name = "explain",
      description = "Says in plain words what a policy captures.",
      mixinStandardHelpOptions = true)
  static final class Explain implements Callable<Integer> {
    @Mixin private final Places places = new Places();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
        arity = "0..1",
        paramLabel = "FILE",
        description = "The policy (default: --policy).")
    private @Nullable Path parameter;

    @Override
    public Integer call() throws Exception {
      Path file = file(parameter, places);
      spec.commandLine().getOut().println(PolicyExplainer.explain(PolicyFiles.load(file)).text());
      return 0;
    }
  }

  /** {@code vitrine policy diff}. */
  @Command(
      name = "diff",
      description =
          "Says in plain words what differs between two revisions, and whether staff are asked"
              + " again.",
      mixinStandardHelpOptions = true)
  static final class Diff implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "OLD", description = "The older policy file.")
    @SuppressWarnings("NullAway.Init")
    private Path old;

    @Parameters(index = "1", paramLabel = "NEW", description = "The newer one.")
    @SuppressWarnings("NullAway.Init")
    private Path now;

    @Override
    public Integer call() throws Exception {
      PolicyDiff diff = PolicyDiff.between(PolicyFiles.load(old), PolicyFiles.load(now));
      spec.commandLine().getOut().print(diff.text());
      spec.commandLine().getOut().flush();
      return 0;
    }
  }
}
