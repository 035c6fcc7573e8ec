package dev.vitrine.agent;

import static dev.vitrine.testing.AgentDesk.rest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.testing.AgentDesk;
import dev.vitrine.testing.TestForm;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the real program does when another one hangs. */
class LiveFaultsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final double PER_SECOND = 25;

  private static void awaitText(AgentDesk desk, String text) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(desk.agent().exportedText()).contains(text));
  }

  private static void type(AgentDesk desk, String text) {
    desk.hands().type(text, PER_SECOND);
    rest(400);
  }

  private static void signal(String name, Process process) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }

  @Test
  void aFrozenProgramLeaksNothingAndKeepsNoOtherWaiting() throws Exception {
    try (AgentDesk desk = AgentDesk.start()) {
      desk.agent().capture();
      TestForm frozen = desk.form("Frozen");
      frozen.focus("password");
      rest(300);
      signal("STOP", frozen.process());
      type(desk, "qzxjqzxj");
      desk.hands().click(1);
      TestForm other = desk.form("Other");
      type(desk, "words elsewhere");
      other.awaitPart("text", "words elsewhere");
      awaitText(desk, "words elsewhere");
      signal("CONT", frozen.process());
      rest(1_000);
      assertThat(desk.agent().exportedText()).doesNotContainPattern("[qzxj]");
      assertThat(desk.agent().stop()).isZero();
      assertThat(Residue.in(desk.display().home(), "qzxjqzxj")).isEmpty();
    }
  }
}
