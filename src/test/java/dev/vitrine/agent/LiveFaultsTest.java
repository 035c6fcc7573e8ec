package dev.vitrine.agent;

import static dev.vitrine.testing.AgentDesk.rest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.testing.AgentDesk;
import dev.vitrine.testing.IbusEngine;
import dev.vitrine.testing.TestDisplay;
import dev.vitrine.testing.TestForm;
import dev.vitrine.testing.XTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What the real program does when another one hangs or dies that it relies on. Each test has a
 * desktop of its own and waits for it most of the time, so they run at once.
 */
@Tag("live")
@Execution(ExecutionMode.CONCURRENT)
class LiveFaultsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final double PER_SECOND = 25;

  /** What dies of the accessibility bus: it alone, or whoever starts it; the soak tries both. */
  private static final List<String> DEATHS = List.of("accessibility.conf", "at-spi-bus-launcher");

  private static final List<String> SLOW_LINES =
      List.of(
          "first words of a slow disk",
          "second words of it",
          "third ones",
          "fourth and more words");

  private int linesRead;

  /** Leaves the field, which ends its text, and waits for that. */
  private static void awaitText(AgentDesk desk, String text) {
    desk.hands().key(XTest.TAB);
    desk.awaitExported(text);
  }

  private static void type(AgentDesk desk, String text) {
    desk.hands().type(text, PER_SECOND);
    rest(400);
  }

  /** Waits until the agent has said it that since it was last waited for. */
  private void awaitLog(AgentDesk desk, String... beginnings) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () -> {
              List<String> all =
                  Files.readAllLines(desk.agent().dataDir().resolve("agent.log")).stream()
                      .skip(linesRead)
                      .toList();
              for (String beginning : beginnings) {
                assertThat(all).anyMatch(line -> line.contains(": " + beginning));
              }
              linesRead += all.size();
            });
  }

  @Test
  void aFrozenProgramLeaksNothingAndKeepsNoOtherWaiting() throws Exception {
    try (AgentDesk desk = AgentDesk.start()) {
      desk.agent().capture();
      TestForm frozen = desk.form("Frozen");
      frozen.focus("password");
      rest(300);
      AgentDesk.signal("STOP", frozen.process().pid());
      type(desk, "qzxjqzxj");
      desk.hands().click(1);
      TestForm other = desk.form("Other");
      type(desk, "words elsewhere");
      other.awaitPart("text", "words elsewhere");
      awaitText(desk, "words elsewhere");
      AgentDesk.signal("CONT", frozen.process().pid());
      rest(1_000);
      assertThat(desk.agent().exportedText()).doesNotContainPattern("[qzxj]");
      assertThat(desk.agent().stop()).isZero();
      assertThat(Residue.in(desk.display().home(), "qzxjqzxj")).isEmpty();
    }
  }

  @Test
  void textComesBackAfterTheAccessibilityBusDied() throws Exception {
    try (AgentDesk desk = AgentDesk.start()) {
      desk.agent().capture();
      for (String end : DEATHS.subList(0, Integer.getInteger("vitrine.soak.deaths", 1))) {
        try (TestForm before = desk.form("Before " + end)) {
          type(desk, "words before " + end);
          before.awaitPart("text", "words before " + end);
          desk.display().endServices(end);
          // It never comes back to a bus, so nobody can say what it does with this.
          type(desk, "qxzjqxzj");
          awaitLog(desk, "The accessibility bus was lost", "The accessibility bus is there again");
        }
        try (TestForm after = desk.form("After " + end)) {
          type(desk, "words after " + end);
          after.awaitPart("text", "words after " + end);
          awaitText(desk, "words after " + end);
        }
      }
      assertThat(desk.agent().exportedText()).doesNotContainPattern("[qxzj]");
      assertThat(desk.agent().stop()).isZero();
    }
  }

  @Test
  void withoutAWindowManagerNothingIsTakenAndWithItTextComesBack() throws Exception {
    try (AgentDesk desk = AgentDesk.start()) {
      desk.agent().capture();
      TestForm form = desk.form("Form");
      type(desk, "words before");
      desk.display().endServices("openbox");
      awaitLog(desk, "No window manager runs");
      // The X server gave the focus away; the program can take it, and what is typed arrives.
      form.present();
      rest(500);
      type(desk, "qxzjqxzj");
      form.awaitPart("text", "qxzj");
      desk.hands().click(1);
      desk.display().startWindowManager();
      awaitLog(desk, "A window manager runs again");
      form.close();
      TestForm other = desk.form("Other");
      type(desk, "words after");
      other.awaitPart("text", "words after");
      awaitText(desk, "words after");
      assertThat(desk.agent().exportedText())
          .contains("words before")
          .doesNotContainPattern("[qxzj]");
      assertThat(desk.agent().export())
          .noneMatch(line -> line.path("kind").asText().equals("click"));
      assertThat(desk.agent().stop()).isZero();
    }
  }

  @Test
  void withoutItsKeyStoreARunningAgentGoesOnAndANewOneWaitsUntilItIsUnlocked() throws Exception {
    try (AgentDesk desk = AgentDesk.start()) {
      desk.agent().capture();
      desk.form("Form");
      desk.display().endServices("gnome-keyring-daemon");
      type(desk, "words without");
      desk.hands().key(XTest.TAB);
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(() -> assertThat(desk.received()).contains("words without"));
      assertThat(desk.agent().status().path("state").asText()).isEqualTo("capturing");
      assertThat(desk.agent().stop()).isZero();
      // The bus starts another at the first question; nobody has unlocked it.
      desk.agent().start();
      desk.agent().awaitState("failed");
      assertThat(desk.agent().status().path("why").asText()).contains("locked");
      desk.display().endServices("gnome-keyring-daemon");
      desk.display().startKeyring();
      desk.agent().awaitState("capturing");
      assertThat(desk.agent().exportedText()).contains("words without");
      assertThat(desk.agent().output().lines().filter(line -> line.contains("locked"))).hasSize(1);
      assertThat(desk.agent().stop()).isZero();
    }
  }

  @Test
  void aDiskThatTakesASecondToFlushLosesNoText() throws Exception {
    TestDisplay.requireProgram("strace");
    try (AgentDesk desk = AgentDesk.start()) {
      desk.agent().capture();
      TestForm form = desk.form("Form");
      Path trace = desk.display().home().resolve("strace.out");
      Process slow =
          new ProcessBuilder(
                  "strace",
                  "-f",
                  "-q",
                  "-o",
                  trace.toString(),
                  "-p",
                  Long.toString(desk.agent().pid()),
                  "-e",
                  "trace=fdatasync,fsync",
                  "-e",
                  "inject=fdatasync,fsync:delay_enter=1000000")
              .inheritIO()
              .start();
      try {
        await().atMost(PATIENCE).until(() -> Files.exists(trace));
        for (String line : SLOW_LINES) {
          type(desk, line);
          form.awaitPart("text", line);
          desk.hands().key(XTest.ENTER);
          desk.click(form, "Send");
          rest(300);
          form.focus("text");
          rest(300);
        }
        assertThat(Files.readAllLines(trace)).as("flushes that were slow").hasSizeGreaterThan(3);
      } finally {
        slow.destroy();
        assertThat(slow.waitFor(10, TimeUnit.SECONDS)).isTrue();
      }
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(
              () -> assertThat(desk.agent().exportedText().lines()).containsAll(SLOW_LINES));
      assertThat(desk.agent().stop()).isZero();
    }
  }

  @Test
  void whileAnInputMethodComposesNoTextIsTaken() throws Exception {
    try (AgentDesk desk = AgentDesk.start()) {
      desk.agent().capture();
      IbusEngine ibus = IbusEngine.start(desk.display());
      ibus.choose(IbusEngine.COMPOSING);
      TestForm form = desk.form("Form");
      type(desk, "qxzjqxzj");
      form.awaitPart("text", "qxzjqxzj");
      ibus.choose(IbusEngine.LAYOUT);
      rest(1_000);
      type(desk, "words of a layout");
      form.awaitPart("text", "words of a layout");
      awaitText(desk, "words of a layout");
      assertThat(desk.agent().exportedText()).doesNotContainPattern("[qxzj]");
      assertThat(desk.agent().status().path("drops").path("INPUT_METHOD").asInt()).isPositive();
      assertThat(desk.agent().stop()).isZero();
      assertThat(Residue.in(desk.display().home(), "qxzjqxzj")).isEmpty();
    }
  }
}
