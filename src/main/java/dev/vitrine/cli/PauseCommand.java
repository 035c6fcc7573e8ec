package dev.vitrine.cli;

import dev.vitrine.agent.StoppedAgent;
import dev.vitrine.control.AgentControl.Pause;
import dev.vitrine.control.ControlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vitrine pause}. */
@Command(
    name = "pause",
    description = "Pauses capture at once; what was typed and not yet kept is forgotten.",
    mixinStandardHelpOptions = true)
final class PauseCommand implements Callable<Integer> {
  private static final long MOST_MINUTES = 10L * 365 * 24 * 60;

  @Mixin private final Places places = new Places();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "For how long (default: until resumed).")
  private @Nullable Long minutes;

  @Override
  public Integer call() throws Exception {
    if (minutes != null && (minutes < 1 || minutes > MOST_MINUTES)) {
      throw new ParameterException(spec.commandLine(), "--minutes must be 1 to " + MOST_MINUTES);
    }
    Duration howLong = minutes == null ? null : Duration.ofMinutes(minutes);
    Pause pause = pause(howLong);
    Instant until = pause.until();
    spec.commandLine()
        .getOut()
        .println(
            "Paused "
                + (until == null ? "until resumed" : "until " + Sentences.local(until))
                + (pause.clamped() ? " (the policy allows no longer pause at a time)" : ""));
    return 0;
  }

  private Pause pause(@Nullable Duration howLong) throws Exception {
    Optional<ControlClient> agent = places.runningAgent();
    if (agent.isPresent()) {
      return agent.get().pause(howLong);
    }
    try (StoppedAgent stopped = places.stoppedAgent()) {
      return stopped.pause(howLong);
    }
  }
}
