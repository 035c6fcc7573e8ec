package dev.vitrine.agent;

import static dev.vitrine.testing.AgentDesk.rest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.testing.AgentDesk;
import dev.vitrine.testing.TestForm;
import dev.vitrine.testing.TestForm.Received;
import dev.vitrine.testing.XTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A real form, in which text fields and a password field take turns, by Tab, by mouse and by the
 * program itself, with typing at once after the switch and with typing after a moment: what went
 * into the password field is nowhere, what went into the others after a moment is there.
 *
 * <p>The form says which field received each letter: a window manager may hold a click back while
 * the keys after it go on, so that a letter lands in another field than was meant. Whatever was
 * meant, the rule of the field that received a letter holds.
 */
@Tag("live")
class FieldsAgentTest {
  /** How often the field is switched; the soak test takes more. */
  private static final int SWITCHES = Integer.getInteger("vitrine.soak.switches", 20);

  private static final String SECRET_LETTERS = "qxzj";
  private static final String WORD_LETTERS = "abcdefghiklmnoprstuvwy";
  private static final int LENGTH = 6;
  private static final double PER_SECOND = 25;
  private static final String LAST = "vwyvwyvwyvwy";
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** When the typing begins. */
  private enum Start {
    /** Whether or not the form has switched. */
    AT_ONCE,
    /** As soon as the form says that it has switched. */
    SWITCHED,
    /** 150 ms later, from when on no key may be missing without a reason. */
    SETTLED
  }

  /** Letters that were typed in one go, and what the fields received of them. */
  private record Burst(String field, Start start, String typed, List<Received> received) {
    String in(boolean password) {
      return received.stream()
          .filter(part -> part.field().equals("password") == password)
          .map(Received::text)
          .collect(Collectors.joining());
    }

    /** Whether all of it landed where it was meant to. */
    boolean landed() {
      return received.stream().allMatch(part -> part.field().equals(field));
    }
  }

  private final List<Burst> bursts = new ArrayList<>();
  private String field = "text";

  @Test
  void whatWentIntoAPasswordFieldIsNowhereAndWhatWentElsewhereIsThere() throws Exception {
    try (AgentDesk desk = AgentDesk.start()) {
      desk.agent().capture();
      TestForm form = desk.form("Form");
      for (int i = 0; i < SWITCHES; i++) {
        switchAndType(desk, form, i);
      }
      showThePassword(desk, form);
      String exported = awaitAll(desk, form);
      assertThat(beyond(exported))
          .describedAs("beyond what open fields received, in %s", exported)
          .isEmpty();
      assertThatWhatWasTypedAfterAMomentIsIn(exported);
      String sent = textOf(desk.received());
      assertThat(beyond(sent))
          .describedAs("beyond what open fields received, in %s", sent)
          .isEmpty();
      assertThat(desk.agent().stop()).isZero();
      for (Burst burst : bursts) {
        String secret = burst.in(true);
        // Less could stand anywhere by chance.
        if (secret.length() >= LENGTH) {
          assertThat(Residue.in(desk.display().home(), secret)).describedAs(secret).isEmpty();
        }
      }
    }
  }

  private void switchAndType(AgentDesk desk, TestForm form, int i) {
    String next = !field.equals("password") ? "password" : i / 2 % 2 == 0 ? "other" : "text";
    int before = form.lines().count();
    switchTo(desk, form, next, i % 3);
    type(desk, form, before, Start.values()[i / 6 % 3], letters(next, 7 * i + 1));
  }

  private void switchTo(AgentDesk desk, TestForm form, String next, int way) {
    switch (way) {
      case 0 -> {
        boolean back = next.equals("text") || field.equals("other");
        desk.hands().key(XTest.TAB, back ? new int[] {XTest.SHIFT} : new int[0]);
      }
      case 1 -> desk.click(form, next);
      default -> form.tell("focus " + next);
    }
    field = next;
  }

  private void type(AgentDesk desk, TestForm form, int before, Start start, String text) {
    if (start != Start.AT_ONCE) {
      form.awaitFocus(before, field);
    }
    if (start == Start.SETTLED) {
      rest(150);
    }
    int known = form.received().size();
    desk.hands().type(text, PER_SECOND);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> form.received().size() >= known + text.length());
    // Also where nothing waited for it yet: the next switch is to another field.
    form.awaitFocus(before, field);
    List<Received> received = form.received();
    bursts.add(new Burst(field, start, text, received.subList(known, received.size())));
    rest(200);
  }

  /** What was a password field stays one. */
  private void showThePassword(AgentDesk desk, TestForm form) {
    desk.click(form, "show");
    form.lines().awaitLine("clicked show");
    int before = form.lines().count();
    switchTo(desk, form, "password", 1);
    String secret = letters("password", 3) + letters("password", 5);
    type(desk, form, before, Start.SETTLED, secret);
    assertThat(form.text("password")).contains(secret);
  }

  /** Of what no field but the password's received, the first that the text has nevertheless. */
  private String beyond(String text) {
    String allowed = bursts.stream().map(burst -> burst.in(false)).collect(Collectors.joining());
    int at = 0;
    String letters = text.replace("\n", "");
    for (int i = 0; i < letters.length(); i++) {
      at = allowed.indexOf(letters.charAt(i), at) + 1;
      if (at == 0) {
        return letters.substring(i);
      }
    }
    return "";
  }

  /** What is typed last comes out last: then all is there that ever will be. */
  private String awaitAll(AgentDesk desk, TestForm form) {
    int before = form.lines().count();
    switchTo(desk, form, "text", 1);
    type(desk, form, before, Start.SETTLED, LAST);
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> desk.agent().exportedText(), text -> arrived(LAST, text) > LAST.length() / 2);
  }

  private void assertThatWhatWasTypedAfterAMomentIsIn(String exported) {
    List<String> words =
        bursts.stream()
            .filter(burst -> burst.start() == Start.SETTLED && burst.landed())
            .map(burst -> burst.in(false))
            .filter(word -> !word.isEmpty())
            .toList();
    int typed = words.stream().mapToInt(String::length).sum();
    assertThat(words.size()).describedAs("words").isGreaterThanOrEqualTo(SWITCHES / 8);
    assertThat(typed - words.stream().mapToInt(word -> arrived(word, exported)).sum())
        .describedAs("keys missing of %s in %s", words, exported)
        .isLessThanOrEqualTo(typed / 20);
  }

  /** How many letters of the word arrived, at least. */
  private static int arrived(String word, String exported) {
    int most = 0;
    for (int from = 0; from < word.length(); from++) {
      for (int to = word.length(); to > from + most; to--) {
        most = exported.contains(word.substring(from, to)) ? to - from : most;
      }
    }
    return most;
  }

  private static String textOf(String lines) throws Exception {
    StringBuilder all = new StringBuilder();
    ObjectMapper mapper = new ObjectMapper();
    for (String line : lines.lines().toList()) {
      JsonNode text = mapper.readTree(line).path("text");
      all.append(text.asText()).append('\n');
    }
    return all.toString();
  }

  private static String letters(String field, int number) {
    return made(field.equals("password") ? SECRET_LETTERS : WORD_LETTERS, number);
  }

  /** Letters that look chosen, and are the same each time. */
  private static String made(String letters, int number) {
    StringBuilder made = new StringBuilder();
    int state = number;
    for (int i = 0; i < LENGTH; i++) {
      state = state * 31 + 17;
      made.append(letters.charAt(Math.floorMod(state, letters.length())));
      state /= 3;
    }
    return made.toString();
  }
}
