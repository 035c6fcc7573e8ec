package dev.vitrine.agent;

import static dev.vitrine.testing.AgentDesk.rest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.testing.AgentDesk;
import dev.vitrine.testing.TestForm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real clicks on a real GTK program: their records say what was clicked. */
@Tag("live")
class ElementAgentTest {
  /** How many clicks are made; the soak test makes more. */
  private static final int CLICKS = Integer.getInteger("vitrine.soak.clicks", 22);

  private static final int LEAST_PERCENT = 95;

  private static final List<String> BUTTONS = List.of("Send", "Cancel", "Help", "Apply");
  private static final List<String> CHECKS = List.of("Bold", "Italic", "Underline");
  private static final List<String> ITEMS = List.of("New", "Print", "Export", "Close");
  private static final List<String> COLOURS = List.of("Red", "Green", "Blue");

  private final List<String> expected = new ArrayList<>();

  @Test
  void aClickSaysWhichButtonItemOrBoxItWasOn() throws Exception {
    try (AgentDesk desk = AgentDesk.start()) {
      desk.agent().capture();
      TestForm form = desk.form("Form");
      for (int round = 0; expected.size() < CLICKS; round++) {
        clickAround(desk, form, round);
      }
      // Until what may be typing on a pad is told apart.
      rest(5_000);
      List<String> clicked = clicks(desk);
      assertThat(100 * inCommon(expected, clicked))
          .describedAs("%s instead of %s", clicked, expected)
          .isGreaterThanOrEqualTo(LEAST_PERCENT * expected.size());
      assertThat(desk.agent().stop()).isZero();
    }
  }

  private void clickAround(AgentDesk desk, TestForm form, int round) {
    click(desk, form, BUTTONS.get(round % BUTTONS.size()), "button");
    click(desk, form, CHECKS.get(round % CHECKS.size()), "checkbox");
    click(desk, form, "File", "menu");
    click(desk, form, ITEMS.get(round % ITEMS.size()), "menuitem");
    desk.click(form, "colour");
    expected.add("combobox Colour");
    rest(400);
    int colour = (round + 1) % COLOURS.size();
    desk.click(form, "colour." + colour);
    expected.add("menuitem " + COLOURS.get(colour));
    rest(400);
  }

  private void click(AgentDesk desk, TestForm form, String name, String role) {
    desk.click(form, name);
    expected.add(role + " " + name);
    rest(400);
  }

  private static List<String> clicks(AgentDesk desk) {
    List<String> found = new ArrayList<>();
    for (JsonNode line : desk.agent().export()) {
      if (line.path("kind").asText().equals("click")) {
        JsonNode element = line.path("element");
        found.add(element.path("role").asText("-") + " " + element.path("name").asText("-"));
      }
    }
    return found;
  }

  /** How long the longest sequence is that both have, with other things in between. */
  private static int inCommon(List<String> some, List<String> others) {
    int[] best = new int[others.size() + 1];
    for (String one : some) {
      int diagonal = 0;
      for (int i = 1; i < best.length; i++) {
        int above = best[i];
        best[i] = others.get(i - 1).equals(one) ? diagonal + 1 : Math.max(above, best[i - 1]);
        diagonal = above;
      }
    }
    return best[others.size()];
  }
}
