package dev.vitrine.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.testing.AgentProcess;
import dev.vitrine.testing.Lines;
import dev.vitrine.testing.Policies;
import dev.vitrine.testing.TestDisplay;
import dev.vitrine.testing.TestDisplay.Part;
import dev.vitrine.testing.XTest;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A flood of real X events through the whole agent: every single one is taken, denied or dropped.
 */
class FloodTest {
  private static final int SECONDS = 10;
  private static final int PER_SECOND = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private record Counts(long delivered, long taken, long denied, long dropped, long keys) {
    boolean balanced() {
      return delivered == taken + denied + dropped;
    }
  }

  @Test
  void aThousandKeysAndAThousandMotionsASecondAreAllAccountedFor() throws Exception {
    TestDisplay.requireProgram("zenity");
    TestDisplay.requireProgram("xterm");
    try (TestDisplay display =
            TestDisplay.start(Part.WINDOW_MANAGER, Part.ACCESSIBILITY, Part.KEYRING);
        XTest keys = new XTest(display.name());
        XTest pointer = new XTest(display.name())) {
      Path policy =
          Files.writeString(
              display.home().resolve("policy.json"), Policies.config("policy.demo.json"));
      AgentProcess commands = new AgentProcess(display.environment(), display.home(), policy);
      assertThat(commands.command("acknowledge", "--yes").exit()).isZero();
      display.run("zenity", "--entry", "--title=Flood", "--text=Flood", "--width=900");
      Process probe =
          display.java(
              List.of(), FloodProbe.class, commands.dataDir().toString(), policy.toString());
      Lines lines = new Lines(probe);
      lines.awaitLine("state capturing");
      await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
      Counts before = counts(probe, lines);

      int events = SECONDS * PER_SECOND;
      Thread motions = new Thread(() -> pointer.moves(events, PER_SECOND), "motions");
      motions.start();
      keys.type("a".repeat(events / 2), PER_SECOND);
      // The other half goes to a program that no rule admits.
      display.run("xterm", "-geometry", "80x24+0+300");
      keys.type("a".repeat(events - events / 2), PER_SECOND);
      motions.join();

      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> counts(probe, lines).balanced());
      Counts after = counts(probe, lines);
      assertThat(after.keys() - before.keys()).isEqualTo(2L * events);
      // Motion that arrives together is told as one.
      assertThat(after.delivered() - before.delivered())
          .isBetween(2L * events + 1_000, 3L * events);
      assertThat(after.taken()).as("%s", after).isGreaterThan(events / 10);
      assertThat(after.denied()).isGreaterThan(events / 10);
      assertThat(after.taken() + after.denied() + after.dropped()).isEqualTo(after.delivered());
      probe.getOutputStream().close();
      lines.awaitLine("closed");
    }
  }

  private static Counts counts(Process probe, Lines lines) throws Exception {
    lines.clear();
    OutputStream ask = probe.getOutputStream();
    ask.write("counts\n".getBytes(StandardCharsets.US_ASCII));
    ask.flush();
    long[] numbers =
        Stream.of(lines.awaitLine("counts ").substring("counts ".length()).split(" "))
            .mapToLong(Long::parseLong)
            .toArray();
    return new Counts(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
  }
}
