package dev.vitrine.cli;

import dev.vitrine.agent.StoppedAgent;
import dev.vitrine.control.AgentStatus;
import dev.vitrine.control.ControlClient;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code vitrine resume}. */
@Command(name = "resume", description = "Ends a pause.", mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
  @Mixin private final Places places = new Places();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    AgentStatus status = resume();
    String why = Sentences.why(status);
    spec.commandLine()
        .getOut()
        .println("State: " + status.state().word() + (why == null ? "" : ", " + why));
    return 0;
  }

  private AgentStatus resume() throws Exception {
    Optional<ControlClient> agent = places.runningAgent();
    if (agent.isPresent()) {
      return agent.get().resume();
    }
    try (StoppedAgent stopped = places.stoppedAgent()) {
      return stopped.resume();
    }
  }
}
