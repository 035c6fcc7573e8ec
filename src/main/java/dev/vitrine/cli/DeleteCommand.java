package dev.vitrine.cli;

import dev.vitrine.agent.StoppedAgent;
import dev.vitrine.control.AgentControl.Deletion;
import dev.vitrine.control.AgentControl.DeletionRequest;
import dev.vitrine.control.ControlClient;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vitrine delete}: erases, and asks the endpoint to erase what it has. */
@Command(
    name = "delete",
    description = "Erases records for good; for what was already sent, files an erasure request.",
    mixinStandardHelpOptions = true)
final class DeleteCommand implements Callable<Integer> {
  @Mixin private final Places places = new Places();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init")
  private What what;

  @Option(names = "--yes", description = "Without asking.")
  private boolean yes;

  static final class What {
    @Option(
        names = "--last",
        paramLabel = "30m",
        description = "The last stretch: 45s, 30m, 2h, 7d.")
    private @Nullable String last;

    @ArgGroup(exclusive = false)
    private @Nullable Range range;

    @Option(
        names = "--app",
        paramLabel = "NAME",
        description = "One application, as the policy names it.")
    private @Nullable String app;

    @Option(names = "--id", paramLabel = "ID", description = "One record.")
    private @Nullable String id;

    @Option(names = "--all", description = "Everything.")
    private boolean all;
  }

  static final class Range {
    @Option(
        names = "--from",
        paramLabel = "T",
        required = true,
        description = "ISO 8601, local time.")
    @SuppressWarnings("NullAway.Init")
    private String from;

    @Option(
        names = "--to",
        paramLabel = "T",
        required = true,
        description = "ISO 8601, local time; exclusive.")
    @SuppressWarnings("NullAway.Init")
    private String to;
  }

  @Override
  public Integer call() throws Exception {
    DeletionRequest request = request();
    PrintWriter out = spec.commandLine().getOut();
    if (!yes && !Asking.yes(out, "This cannot be undone. Delete? (yes/no): ")) {
      out.println("Nothing was deleted.");
      return 0;
    }
    places.tellIfMissing(spec.commandLine().getErr());
    Deletion deletion = delete(request);
    out.println(
        "Deleted %d %s (%d already sent)."
            .formatted(
                deletion.records(),
                deletion.records() == 1 ? "record" : "records",
                deletion.alreadySent()));
    if (deletion.erasure() != null) {
      out.println(
          "Erasure request "
              + deletion.erasure()
              + " is filed; a running agent sends it to the endpoint.");
    }
    return 0;
  }

  private Deletion delete(DeletionRequest request) throws Exception {
    Optional<ControlClient> agent = places.runningAgent();
    if (agent.isPresent()) {
      return agent.get().delete(request);
    }
    try (StoppedAgent stopped = places.stoppedAgent()) {
      return stopped.delete(request);
    }
  }

  private DeletionRequest request() {
    Range range = what.range;
    if (what.all) {
      return new DeletionRequest.All();
    }
    if (what.app != null) {
      return new DeletionRequest.App(what.app);
    }
    if (what.id != null) {
      return new DeletionRequest.Ids(Set.of(what.id));
    }
    if (range != null) {
      return between(time("--from", range.from), time("--to", range.to));
    }
    return new DeletionRequest.Last(duration(String.valueOf(what.last)));
  }

  private DeletionRequest between(Instant from, Instant to) {
    if (!from.isBefore(to)) {
      throw new ParameterException(spec.commandLine(), "--from must be before --to");
    }
    return new DeletionRequest.Between(from, to);
  }

  private Duration duration(String text) {
    String number = text.isEmpty() ? "" : text.substring(0, text.length() - 1);
    if (!number.matches("[0-9]{1,6}")) {
      throw wrongDuration();
    }
    long count = Long.parseLong(number);
    return switch (text.charAt(text.length() - 1)) {
      case 's' -> Duration.ofSeconds(count);
      case 'm' -> Duration.ofMinutes(count);
      case 'h' -> Duration.ofHours(count);
      case 'd' -> Duration.ofDays(count);
      default -> throw wrongDuration();
    };
  }

  private ParameterException wrongDuration() {
    return new ParameterException(
        spec.commandLine(), "--last must be a number with s, m, h or d behind it, such as 30m");
  }

  private Instant time(String option, String text) {
    try {
      LocalDateTime local =
          text.contains("T") ? LocalDateTime.parse(text) : LocalDate.parse(text).atStartOfDay();
      return local.atZone(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeException e) {
      throw new ParameterException(
          spec.commandLine(), option + " must be a local time such as 2026-11-20T14:30");
    }
  }
}
