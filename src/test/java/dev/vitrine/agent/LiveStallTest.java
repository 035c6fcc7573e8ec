package dev.vitrine.agent;

import static dev.vitrine.testing.AgentDesk.rest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.testing.AgentDesk;
import dev.vitrine.testing.TestForm;
import dev.vitrine.testing.XTest;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The agent itself stands still for a while, as on a machine that swaps, and finds everything that
 * was done meanwhile at once.
 */
@Tag("live")
@Execution(ExecutionMode.CONCURRENT)
class LiveStallTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final double PER_SECOND = 40;

  /** How often it stands still; the soak test takes more. */
  private static final int ROUNDS = Integer.getInteger("vitrine.soak.stalls", 3);

  /** The agent goes on as soon as the window is closed. */
  private static void typeIntoADeniedWindowUnseen(AgentDesk desk) throws Exception {
    AgentDesk.signal("STOP", desk.agent().pid());
    Process denied = desk.display().run("zenity", "--entry", "--title=denied");
    rest(1_500);
    desk.hands().type("qzxjqzxj", PER_SECOND);
    desk.hands().key(XTest.ENTER);
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> !denied.isAlive());
    AgentDesk.signal("CONT", desk.agent().pid());
    rest(1_000);
  }

  @Test
  void whatWentIntoADeniedWindowMeanwhileIsNotTakenForTheOneInFront() throws Exception {
    try (AgentDesk desk = AgentDesk.start()) {
      desk.agent().capture();
      TestForm form = desk.form("Form");
      for (int i = 0; i < ROUNDS; i++) {
        form.focus("text");
        desk.hands().type("words", PER_SECOND);
        rest(400);
        typeIntoADeniedWindowUnseen(desk);
      }
      form.focus("other");
      rest(500);
      desk.hands().type("words after", PER_SECOND);
      rest(400);
      desk.hands().key(XTest.TAB);
      desk.awaitExported("words after");
      assertThat(form.text("text")).doesNotContainPattern("[qzxj]");
      assertThat(desk.agent().exportedText()).contains("words").doesNotContainPattern("[qzxj]");
      assertThat(desk.agent().stop()).isZero();
    }
  }

  @Test
  void whatWentIntoAPasswordMeanwhileIsNotTakenForTheFieldBefore() throws Exception {
    try (AgentDesk desk = AgentDesk.start()) {
      desk.agent().capture();
      TestForm form = desk.form("Form");
      for (int i = 0; i < ROUNDS; i++) {
        form.focus("text");
        rest(300);
        desk.hands().type("words", PER_SECOND);
        rest(400);
        AgentDesk.signal("STOP", desk.agent().pid());
        form.focus("password");
        desk.hands().type("qzxjqzxj", PER_SECOND);
        form.awaitPart("password", "qzxjqzxj");
        form.focus("text");
        AgentDesk.signal("CONT", desk.agent().pid());
        rest(1_000);
      }
      form.focus("other");
      rest(500);
      desk.hands().type("words after", PER_SECOND);
      rest(400);
      desk.hands().key(XTest.TAB);
      desk.awaitExported("words after");
      assertThat(desk.agent().exportedText()).contains("words").doesNotContainPattern("[qzxj]");
      assertThat(desk.agent().stop()).isZero();
    }
  }

  @Test
  void whatWentIntoADeniedWindowMeanwhileIsNotTakenForATerminalThatITAllowed() throws Exception {
    try (AgentDesk desk =
        AgentDesk.start(
            policy ->
                policy
                    .replace("/usr/bin/mousepad", "/usr/bin/xterm")
                    .replace(
                        "\"titles\": \"redacted\",",
                        "\"titles\": \"none\", \"unknownFields\": \"allow\","))) {
      desk.agent().capture();
      Process xterm = desk.display().run("xterm", "-e", "cat");
      rest(2_500);
      for (int i = 0; i < ROUNDS; i++) {
        desk.hands().type("words\n", PER_SECOND);
        rest(1_000);
        typeIntoADeniedWindowUnseen(desk);
      }
      desk.hands().type("last words\n", PER_SECOND);
      desk.awaitExported("last words");
      assertThat(xterm.isAlive()).isTrue();
      assertThat(desk.agent().exportedText()).contains("words").doesNotContainPattern("[qzxj]");
      assertThat(desk.agent().stop()).isZero();
    }
  }
}
