package dev.vitrine.agent;

import static dev.vitrine.testing.AgentDesk.rest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.testing.AgentDesk;
import dev.vitrine.testing.MockLogind;
import dev.vitrine.testing.TestDisplay;
import dev.vitrine.testing.TestForm;
import dev.vitrine.testing.XTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What the real program takes of keys in every layout, of a pointer on its way over other windows,
 * and around a lock of the screen. Each test has a desktop of its own; they run at once.
 */
@Tag("live")
@Execution(ExecutionMode.CONCURRENT)
class LiveDeskTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final double PER_SECOND = 25;

  // Keycodes of a PC keyboard, named by what the US layout has there.
  private static final int A = 38;
  private static final int E = 26;
  private static final int O = 32;
  private static final int S = 39;
  private static final int T = 28;
  private static final int N2 = 11;
  private static final int SPACE = 65;
  private static final int SEMICOLON = 47;
  private static final int APOSTROPHE = 48;
  private static final int EQUALS = 21;
  private static final int MINUS = 20;
  private static final int CAPS_LOCK = 66;
  private static final int ALT_GRAPH = 108;
  private static final int MENU = 135;

  private static void layout(AgentDesk desk, String... arguments) {
    List<String> command = new ArrayList<>(List.of("setxkbmap", "-option", "", "-layout"));
    command.addAll(List.of(arguments));
    Process set = desk.display().run(command.toArray(String[]::new));
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> !set.isAlive());
    assertThat(set.exitValue()).isZero();
  }

  private static void tap(AgentDesk desk, int... keycodes) {
    for (int keycode : keycodes) {
      desk.hands().tapCode(keycode);
    }
  }

  @Test
  void theTextRecordIsWhatTheFormShowsWhateverTheLayout() throws Exception {
    try (AgentDesk desk = AgentDesk.start()) {
      TestDisplay.requireProgram("setxkbmap");
      desk.agent().capture();
      TestForm form = desk.form("Form");
      layout(desk, "us", "-option", "compose:menu");
      tap(desk, A, S, SPACE, MENU, APOSTROPHE, E, T, E, SPACE);
      // A program reads a key with the layout of the moment in which it comes to it.
      form.awaitPart("text", "éte ");
      layout(desk, "de");
      tap(desk, SEMICOLON, S, T, SPACE, EQUALS, E, EQUALS, A, SPACE, A, MINUS, SPACE);
      desk.hands().keycode(ALT_GRAPH, true);
      tap(desk, E);
      desk.hands().keycode(ALT_GRAPH, false);
      form.awaitPart("text", "€");
      layout(desk, "fr");
      tap(desk, SPACE, N2, T, N2, SPACE);
      form.awaitPart("text", "été ");
      layout(desk, "ru");
      tap(desk, T, O, T, SPACE);
      form.awaitPart("text", "еще ");
      layout(desk, "us");
      tap(desk, CAPS_LOCK, S, O, CAPS_LOCK, S, O);
      form.awaitPart("text", "SOso");
      String shown = form.text("text");
      // What comes just before the focus goes to a password may be dropped.
      rest(400);
      desk.hands().key(XTest.TAB);
      desk.awaitExported("SOso");
      assertThat(desk.agent().exportedText().strip()).isEqualTo(shown);
      assertThat(shown).isEqualTo("as éte öst éá aß € été еще SOso");
      assertThat(desk.agent().stop()).isZero();
    }
  }

  @Test
  void theOtherSourceTakesTextToo() throws Exception {
    try (AgentDesk desk = AgentDesk.start()) {
      desk.agent().capture("--source", "jnativehook");
      TestForm form = desk.form("Form");
      desk.hands().type("Words by a hook", PER_SECOND);
      form.awaitPart("text", "Words by a hook");
      rest(400);
      form.focus("password");
      rest(300);
      desk.hands().type("qzxjqzxj", PER_SECOND);
      rest(300);
      desk.hands().key(XTest.TAB);
      desk.awaitExported("Words by a hook");
      assertThat(desk.agent().exportedText()).doesNotContainPattern("[qzxj]");
      assertThat(desk.agent().stop()).isZero();
      assertThat(Residue.in(desk.agent().dataDir(), "qzxjqzxj")).isEmpty();
    }
  }

  @Test
  void nothingThatThePointerDoesOverADeniedWindowIsRecorded() throws Exception {
    try (AgentDesk desk = AgentDesk.start()) {
      TestDisplay.requireProgram("mousepad");
      TestDisplay.requireProgram("xterm");
      XTest hands = desk.hands();
      desk.agent().capture();
      desk.display().run("xterm", "-geometry", "60x20+700+300", "-title", "denied");
      rest(1_500);
      desk.display().run("mousepad", "--disable-server");
      rest(2_500);
      // Over the editor, over the terminal and back, without a click: the editor stays in front.
      walk(hands, 100, 300, 1_000, 450);
      scroll(hands);
      walk(hands, 1_000, 450, 200, 300);
      scroll(hands);
      hands.click(1);
      rest(1_000);
      walk(hands, 200, 300, 1_000, 450);
      hands.click(1);
      walk(hands, 1_000, 450, 1_100, 500);
      hands.click(1);
      walk(hands, 1_100, 500, 200, 300);
      // Brings the editor back to the front; only then it is the editor's pointer again.
      hands.click(1);
      rest(1_500);
      hands.move(240, 310);
      rest(300);
      hands.click(1);
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(
              () ->
                  assertThat(ofKind(desk.agent().export(), "click"))
                      .anyMatch(click -> click.path("x").asInt() == 240));
      List<JsonNode> all = desk.agent().export();
      assertThat(ofKind(all, "click")).anyMatch(click -> click.path("x").asInt() == 200);
      assertThat(ofKind(all, "scroll")).hasSize(1);
      // Of the three paths over both windows, the parts over the editor are there.
      assertThat(
              ofKind(all, "pointer").stream().filter(line -> places(line).anyMatch(x -> x > 600)))
          .hasSize(3);
      assertThat(all.stream().flatMap(LiveDeskTest::places))
          .allSatisfy(place -> assertThat(place).isBetween(0, 690));
      assertThat(desk.agent().stop()).isZero();
    }
  }

  private static List<JsonNode> ofKind(List<JsonNode> all, String kind) {
    return all.stream().filter(line -> line.path("kind").asText().equals(kind)).toList();
  }

  /** How far from the left edge of the screen something is said to have happened. */
  private static Stream<Integer> places(JsonNode line) {
    return Stream.concat(
        line.has("x") ? Stream.of(line.path("x").asInt()) : Stream.empty(),
        StreamSupport.stream(line.path("path").spliterator(), false).map(p -> p.path(1).asInt()));
  }

  private static void walk(XTest hands, int fromX, int fromY, int toX, int toY) {
    for (int i = 0; i <= 50; i++) {
      hands.move(fromX + (toX - fromX) * i / 50, fromY + (toY - fromY) * i / 50);
      rest(10);
    }
    rest(300);
  }

  private static void scroll(XTest hands) {
    for (int i = 0; i < 4; i++) {
      hands.click(5);
      rest(30);
    }
    rest(600);
  }

  @Test
  void whileTheScreenIsLockedOrAnotherSessionInFrontNothingIsTaken() throws Exception {
    try (AgentDesk desk = AgentDesk.start(Map.of("XDG_SESSION_ID", MockLogind.SESSION))) {
      MockLogind logind = MockLogind.start(desk.display());
      desk.agent().capture();
      TestForm form = desk.form("Form");
      desk.hands().type("words before", PER_SECOND);
      desk.hands().key(XTest.TAB);
      desk.awaitExported("words before");
      for (Runnable away : List.<Runnable>of(() -> logind.lock(true), () -> logind.active(false))) {
        form.focus("text");
        form.clear("text");
        rest(500);
        away.run();
        // Begins before the agent has noticed.
        desk.hands().type("qzxj", PER_SECOND);
        desk.agent().awaitState("locked");
        desk.hands().type("qzxj", PER_SECOND);
        desk.hands().click(1);
        form.awaitPart("text", "qzxjqzxj");
        logind.lock(false);
        logind.active(true);
        desk.agent().awaitState("capturing");
        form.focus("other");
        rest(500);
      }
      desk.hands().type("words after", PER_SECOND);
      desk.hands().key(XTest.TAB);
      desk.awaitExported("words after");
      assertThat(desk.agent().exportedText())
          .contains("words before")
          .doesNotContainPattern("[qzxj]");
      List<JsonNode> all = desk.agent().export();
      assertThat(all).noneMatch(line -> line.path("kind").asText().equals("click"));
      assertThat(desk.agent().status().path("drops").path("SESSION_LOCKED").asInt()).isPositive();
      assertThat(desk.agent().stop()).isZero();
      assertThat(Residue.in(desk.display().home(), "qzxjqzxj")).isEmpty();
    }
  }
}
