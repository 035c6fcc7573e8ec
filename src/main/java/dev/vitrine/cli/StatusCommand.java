package dev.vitrine.cli;

import dev.vitrine.agent.StoppedAgent;
import dev.vitrine.control.AgentStatus;
import dev.vitrine.control.ControlClient;
import dev.vitrine.control.StatusJson;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vitrine status}. */
@Command(
    name = "status",
    description = "Says whether anything is captured, and how much was.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Mixin private final Places places = new Places();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    AgentStatus status = status();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(StatusJson.encode(status));
    } else {
      print(status, out);
    }
    return 0;
  }

  private AgentStatus status() throws Exception {
    Optional<ControlClient> agent = places.runningAgent();
    if (agent.isPresent()) {
      return agent.get().status();
    }
    try (StoppedAgent stopped = places.stoppedAgent()) {
      return stopped.status();
    }
  }

  private static void print(AgentStatus status, PrintWriter out) {
    out.println("state:     " + status.state().word());
    String why = Sentences.why(status);
    if (why != null) {
      out.println("why:       " + why);
    }
    out.println("policy:    " + (status.policy() == null ? "none" : status.policy()));
    AgentStatus.Records records = status.records();
    out.println(
        "records:   %d held, %d ready, %d sent, %d quarantined, %d erased, %d expired"
            .formatted(
                records.held(),
                records.ready(),
                records.sent(),
                records.quarantined(),
                records.erased(),
                records.expired()));
    out.println("dropped:   " + Sentences.counts(status.drops()));
    AgentStatus.Upload upload = status.upload();
    out.println(
        "upload:    "
            + upload.state().name().toLowerCase(java.util.Locale.ROOT)
            + (upload.why() == null ? "" : " (" + upload.why() + ")")
            + (upload.next() == null ? "" : ", goes on at " + Sentences.local(upload.next())));
    out.println("key store: " + status.keyStore());
    out.println("version:   " + status.version());
  }
}
