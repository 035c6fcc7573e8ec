package dev.vitrine.cli;

import dev.vitrine.agent.AgentException;
import dev.vitrine.agent.ReplayAgent;
import dev.vitrine.capture.InputAccounting;
import dev.vitrine.replay.ReplayScript;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vitrine replay}: the agent over a script, in virtual time. */
@Command(
    name = "replay",
    description = "Runs the agent over a file of events, in virtual time; same file, same bytes.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Mixin private final Places places = new Places();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The events, one JSON object a line.")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  @Override
  public Integer call() throws Exception {
    return replay(places, ReplayScript.read(file), spec.commandLine().getErr());
  }

  static int replay(Places places, ReplayScript script, PrintWriter err) throws AgentException {
    ReplayAgent.Result result =
        ReplayAgent.run(
            places.dataDir(),
            places.policy(),
            script,
            Places.keyStores(),
            InputAccounting.NONE,
            word -> {
              err.println("vitrine: " + word);
              err.flush();
            });
    if (!result.delivered()) {
      err.println(
          "vitrine: "
              + result.counts().ready()
              + " records are ready and were not acknowledged: "
              + (result.why() == null ? "is the endpoint running?" : result.why()));
    }
    return 0;
  }
}
