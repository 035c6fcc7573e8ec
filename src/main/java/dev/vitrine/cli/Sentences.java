package dev.vitrine.cli;

import dev.vitrine.control.AgentStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a status is said to people: local times, no notation of programs. */
final class Sentences {
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private Sentences() {}

  /** The instant in this computer's time zone, to the second. */
  static String local(Instant instant) {
    return LOCAL.format(instant.atZone(ZoneId.systemDefault()));
  }

  /** Why the state is what it is, or null where there is nothing to say. */
  static @Nullable String why(AgentStatus status) {
    String why = status.why();
    if (status.state() != AgentStatus.State.PAUSED) {
      return why;
    }
    try {
      return why == null ? "until resumed" : "until " + local(Instant.parse(why));
    } catch (DateTimeException e) {
      return why;
    }
  }

  /** Counts by name, in the order of the names; "nothing" where there are none. */
  static String counts(Map<? extends Enum<?>, Long> counts) {
    if (counts.isEmpty()) {
      return "nothing";
    }
    Map<String, Long> byName = new TreeMap<>();
    counts.forEach((name, count) -> byName.put(name.name(), count));
    return byName.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", ", "", " (episodes)"));
  }
}
