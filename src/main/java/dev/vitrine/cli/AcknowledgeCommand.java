package dev.vitrine.cli;

import dev.vitrine.agent.StoppedAgent;
import dev.vitrine.control.AgentControl.Notice;
import dev.vitrine.control.ControlClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vitrine acknowledge}: the notice, and that it was read. */
@Command(
    name = "acknowledge",
    description = "Prints the notice and records that it was read; capture starts only after it.",
    mixinStandardHelpOptions = true)
final class AcknowledgeCommand implements Callable<Integer> {
  @Mixin private final Places places = new Places();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(names = "--yes", description = "Without asking; only with a loopback endpoint.")
  private boolean yes;

  @Override
  public Integer call() throws Exception {
    Optional<ControlClient> agent = places.runningAgent();
    if (agent.isPresent()) {
      Notice notice =
          agent
              .get()
              .notice()
              .orElseThrow(
                  () -> new CommandException("the agent has no policy; see: vitrine status"));
      if (show(notice)) {
        agent.get().acknowledge(notice.revision());
      }
      return 0;
    }
    try (StoppedAgent stopped = places.stoppedAgent()) {
      Notice notice = stopped.notice();
      if (notice == null) {
        throw new CommandException(String.valueOf(stopped.policyProblem()));
      }
      if (show(notice)) {
        stopped.acknowledge(notice.revision());
      }
      return 0;
    }
  }

  private boolean show(Notice notice) throws CommandException, IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(notice.organization() + ", policy " + notice.revision());
    out.println();
    out.println(notice.text());
    out.println("Questions: " + notice.contact());
    out.println();
    out.println(notice.explanation());
    out.flush();
    if (yes) {
      if (!notice.loopback()) {
        throw new CommandException(
            "--yes works only with an endpoint on this machine; a person must acknowledge this policy");
      }
    } else if (!notice.loopback() && !Asking.atATerminal()) {
      throw new CommandException(
          "standard input is no terminal; a person must acknowledge this policy, at one or on the"
              + " page that vitrine viewer opens");
    } else if (!Asking.yes(out, "Have you read this? Capture starts after \"yes\": ")) {
      out.println("Not acknowledged; nothing was changed.");
      return false;
    }
    out.println("Acknowledged.");
    return true;
  }
}
