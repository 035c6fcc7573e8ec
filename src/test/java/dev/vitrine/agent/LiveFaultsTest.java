package dev.vitrine.agent;

import static dev.vitrine.testing.AgentDesk.rest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.testing.AgentDesk;
import dev.vitrine.testing.AgentProcess;
import dev.vitrine.testing.TestForm;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the real program does when something that it needs hangs, dies, and comes back. */
class LiveFaultsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final double PER_SECOND = 25;
  private static final int TRIES = 6;

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
      other.awaitEnd("text", "words elsewhere");
      awaitText(desk, "words elsewhere");
      signal("CONT", frozen.process());
      rest(1_000);
      assertThat(desk.agent().exportedText()).doesNotContainPattern("[qzxj]");
      assertThat(desk.agent().stop()).isZero();
      assertThat(Residue.in(desk.display().home(), "qzxjqzxj")).isEmpty();
    }
  }

  @Test
  void captureStopsWithWhatItNeedsAndGoesOnWhenThatIsBack() throws Exception {
    try (AgentDesk desk = AgentDesk.start()) {
      desk.agent().capture();
      TestForm form = desk.form("Form");
      type(desk, "first words");
      awaitText(desk, "first words");

      desk.display().endServices("at-spi-bus-launcher");
      rest(1_000);
      type(desk, " lostbus");
      awaitLog(desk, "The accessibility bus was lost");
      form.close();
      form = desk.form("Second");
      // Tried again with growing pauses; text is let go of once nobody types any more.
      for (int i = 0; i < TRIES && !desk.agent().exportedText().contains("secondwords"); i++) {
        type(desk, " secondwords ");
        rest(7_000);
      }
      assertThat(desk.agent().exportedText()).contains("secondwords");

      desk.display().endServices("openbox");
      awaitLog(desk, "No window manager runs");
      type(desk, " lostmanager ");
      desk.display().run("openbox");
      awaitLog(desk, "A window manager runs again");
      form.close();
      desk.form("Third");
      type(desk, "third words");
      awaitText(desk, "third words");
      assertThat(desk.agent().exportedText()).doesNotContain("lost");

      desk.display().endServices("gnome-keyring-daemon");
      AgentProcess.Result deleted = desk.agent().command("delete", "--all", "--yes");
      assertThat(deleted.exit()).isNotZero();
      assertThat(deleted.err().strip().lines()).hasSize(1);
      assertThat(desk.agent().stop()).isZero();
    }
  }

  private static void awaitLog(AgentDesk desk, String line) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(logs(desk)).contains(line));
  }

  private static String logs(AgentDesk desk) throws IOException {
    return java.nio.file.Files.readString(desk.agent().dataDir().resolve("agent.log"));
  }
}
