package dev.vitrine.agent;

import static dev.vitrine.testing.AgentDesk.rest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.testing.AgentDesk;
import dev.vitrine.testing.TestForm;
import dev.vitrine.testing.XTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A real form, in which text fields and a password field take turns, by Tab, by mouse and by the
 * program itself, with typing at once after the switch and with typing after a moment: what went
 * into the password field is nowhere, what went into the others after a moment is there.
 *
 * <p>Secrets are made of letters that no word has, so that a single one that slips is seen.
 */
class FieldsAgentTest {
  /** How often the field is switched; the soak test takes more. */
  private static final int SWITCHES = Integer.getInteger("vitrine.soak.switches", 20);

  private static final String SECRET_LETTERS = "qxzj";
  private static final String WORD_LETTERS = "abcdefghiklmnoprstuvwy";
  private static final int LENGTH = 6;
  private static final double PER_SECOND = 25;

  private final List<String> secrets = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private String field = "text";

  /**
   * On a slow machine a key may land in another field than was meant; the soak test is for that.
   */
  @Test
  @EnabledIfSystemProperty(
      named = "vitrine.soak.switches",
      matches = "[0-9]+",
      disabledReason = "run by scripts/soak fields")
  void whatWentIntoAPasswordFieldIsNowhereAndWhatWentElsewhereIsThere() throws Exception {
    try (AgentDesk desk = AgentDesk.start()) {
      desk.agent().capture();
      TestForm form = desk.form("Form");
      for (int i = 0; i < SWITCHES; i++) {
        switchAndType(desk, form, i);
      }
      showThePassword(desk, form);
      rest(4_000);
      assertThat(form.text("password")).matches("[" + SECRET_LETTERS + "]+");
      assertThat(form.text("text") + form.text("other")).matches("[" + WORD_LETTERS + "]+");
      String exported = desk.agent().exportedText();
      assertThat(exported).doesNotContainPattern("[" + SECRET_LETTERS + "]");
      assertThat(textOf(desk.received())).doesNotContainPattern("[" + SECRET_LETTERS + "]");
      int typed = words.size() * LENGTH;
      assertThat(typed - arrived(exported))
          .describedAs("keys missing of %s in %s", words, exported)
          .isLessThanOrEqualTo(typed / 20);
      assertThat(desk.agent().stop()).isZero();
      for (String secret : secrets) {
        assertThat(Residue.in(desk.display().home(), secret)).describedAs(secret).isEmpty();
      }
    }
  }

  private void switchAndType(AgentDesk desk, TestForm form, int i) {
    String next = !field.equals("password") ? "password" : i / 2 % 2 == 0 ? "other" : "text";
    switchTo(desk, form, next, i % 3);
    boolean atOnce = i / 3 % 2 == 0;
    if (!atOnce) {
      rest(200);
    }
    String text = made(next.equals("password") ? SECRET_LETTERS : WORD_LETTERS, 7 * i + 1);
    if (next.equals("password")) {
      secrets.add(text);
    } else if (!atOnce) {
      words.add(text);
    }
    desk.hands().type(text, PER_SECOND);
    rest(250);
  }

  private void switchTo(AgentDesk desk, TestForm form, String next, int way) {
    switch (way) {
      case 0 -> {
        boolean back = next.equals("text") || field.equals("other");
        desk.hands().key(XTest.TAB, back ? new int[] {XTest.SHIFT} : new int[0]);
      }
      case 1 -> desk.click(form, next);
      default -> form.focus(next);
    }
    field = next;
  }

  /** What was a password field stays one. */
  private void showThePassword(AgentDesk desk, TestForm form) {
    desk.click(form, "show");
    rest(300);
    desk.click(form, "password");
    rest(300);
    String secret = made(SECRET_LETTERS, 3) + made(SECRET_LETTERS, 5);
    secrets.add(secret);
    desk.hands().type(secret, PER_SECOND);
    rest(300);
  }

  /** How many letters of the words that were typed after a moment arrived. */
  private int arrived(String exported) {
    int arrived = 0;
    for (String word : words) {
      int most = 0;
      for (int from = 0; from < word.length(); from++) {
        for (int to = word.length(); to > from + most; to--) {
          most = exported.contains(word.substring(from, to)) ? to - from : most;
        }
      }
      arrived += most;
    }
    return arrived;
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
