package dev.vitrine.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.control.ControlClient;
import dev.vitrine.testing.AgentProcess;
import dev.vitrine.testing.Lines;
import dev.vitrine.testing.Policies;
import dev.vitrine.testing.TestDisplay;
import dev.vitrine.testing.TestDisplay.Part;
import dev.vitrine.testing.TestPanel;
import dev.vitrine.testing.XTest;
import dev.vitrine.tray.Sign;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real agent beside Xfce's panel: what a person sees and clicks. */
class TrayAgentTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  private TestDisplay display;
  private AgentProcess agent;

  @BeforeEach
  void startDesktop() throws IOException {
    TestPanel.require();
    TestDisplay.requireProgram("gnome-keyring-daemon");
    display = TestDisplay.start(Part.WINDOW_MANAGER, Part.ACCESSIBILITY, Part.KEYRING);
    Path policy = Files.writeString(policyFile(), Policies.config("policy.demo.json"));
    agent = new AgentProcess(display.environment(), display.home(), policy);
  }

  @AfterEach
  void endDesktop() {
    agent.close();
    display.close();
  }

  private Path policyFile() {
    return display.home().resolve("policy.json");
  }

  @Test
  void theIconFollowsTheStateWithinASecondItsMenuPausesAndNotificationsTell() throws Exception {
    TestPanel panel = TestPanel.start(display, TestPanel.Look.LIGHT);
    Lines told = notifications();
    agent.start();
    awaitTold(told, "Please read the notice");
    awaitSign(panel, Sign.STOPPED);
    awaitWindow(panel, false);

    assertThat(agent.command("acknowledge", "--yes").exit()).isZero();
    awaitSign(panel, Sign.CAPTURING);
    awaitTold(told, "Capture has started");
    ControlClient control =
        ControlClient.find(agent.dataDir(), display.environment().get("XDG_RUNTIME_DIR"))
            .orElseThrow();
    for (int i = 0; i < 3; i++) {
      control.pause(null);
      assertThat(lastWithout(panel, Sign.PAUSED)).isLessThan(A_SECOND);
      control.resume();
      assertThat(lastWithout(panel, Sign.CAPTURING)).isLessThan(A_SECOND);
    }

    Instant before = Instant.now();
    chooseFromMenu(panel, Sign.CAPTURING, 8, 3);
    agent.awaitState("paused");
    assertThat(Instant.parse(agent.status().path("why").asText()))
        .isBetween(before.plusSeconds(3590), Instant.now().plusSeconds(3600));
    awaitSign(panel, Sign.PAUSED);
    chooseFromMenu(panel, Sign.PAUSED, 6, 3);
    agent.awaitState("capturing");

    String policy = Files.readString(policyFile());
    String revision = agent.status().path("policy").asText();
    Files.writeString(policyFile(), policy.replace(revision, "another.1"));
    awaitTold(told, "Revision another.1 is in force");
    Files.writeString(policyFile(), "{ \"version\": 1, ");
    awaitSign(panel, Sign.TROUBLE);
    assertThat(agent.stop()).isZero();
    await().atMost(PATIENCE).until(() -> panel.find(Sign.TROUBLE) == null);
  }

  @Test
  void aPanelThatDiesGivesTheScreenBackToTheWindowUntilItReturns() throws Exception {
    agent.capture();
    TestPanel panel = TestPanel.start(display, TestPanel.Look.DARK);
    awaitSign(panel, Sign.CAPTURING);
    awaitWindow(panel, false);
    panel.kill();
    awaitWindow(panel, true);
    assertThat(agent.status().path("state").asText()).isEqualTo("capturing");
    panel.run();
    awaitSign(panel, Sign.CAPTURING);
    awaitWindow(panel, false);
    assertThat(agent.stop()).isZero();
  }

  /** What a notification server, which does nothing else, is asked to show. */
  private Lines notifications() {
    assumeTrue(
        Files.exists(Path.of("/usr/lib/python3/dist-packages/dbusmock")),
        "python3-dbusmock is not installed: the test is skipped");
    return new Lines(
        display.talkTo(
            Map.of("PYTHONUNBUFFERED", "1"),
            List.of("/usr/bin/python3", "-m", "dbusmock", "--template", "notification_daemon")));
  }

  private static void awaitTold(Lines told, String words) {
    await()
        .atMost(PATIENCE)
        .until(() -> told.soFar().stream().anyMatch(line -> line.contains(words)));
  }

  private static void awaitSign(TestPanel panel, Sign sign) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> panel.find(sign) != null);
  }

  /**
   * When, after this call, the last picture was begun that did not show the sign yet. (Pictures
   * take their time where the machine is busy; that of the first which shows it is not the
   * agent's.)
   */
  private static Duration lastWithout(TestPanel panel, Sign sign) {
    long begin = System.nanoTime();
    long last = begin;
    for (long asked = begin; panel.find(sign) == null; asked = System.nanoTime()) {
      last = asked;
      assertThat(Duration.ofNanos(asked - begin)).isLessThan(PATIENCE);
    }
    return Duration.ofNanos(last - begin);
  }

  /** The window lies in the lower right corner of an otherwise black screen, here its margin. */
  private static void awaitWindow(TestPanel panel, boolean there) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> panel.isBright(1_263, 764) == there);
  }

  /**
   * Clicks the icon, and then the line of the menu that opens; its lines are counted from 0,
   * without the thin ones between groups.
   */
  private void chooseFromMenu(TestPanel panel, Sign sign, int lines, int line) {
    int[] icon = panel.find(sign);
    assertThat(icon).isNotNull();
    try (XTest hand = new XTest(display.name())) {
      hand.move(icon[0], icon[1]);
      hand.click(1);
      int height =
          await()
              .atMost(PATIENCE)
              .pollInterval(Duration.ofMillis(100))
              .until(() -> panel.brightBelow(icon[0]), tall -> tall > 20 * lines);
      hand.move(icon[0] - 20, TestPanel.HEIGHT + height * (2 * line + 1) / (2 * lines));
      hand.click(1);
    }
  }
}
