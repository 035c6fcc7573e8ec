package dev.vitrine.tray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.control.AgentStatus.State;
import dev.vitrine.testing.ScriptedAgentControl;
import dev.vitrine.tray.TrayMenu.Command;
import dev.vitrine.tray.TrayMenu.Item;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrayViewTest {
  private static final Instant NOW = Instant.parse("2026-11-20T14:20:00Z");

  private static TrayView view(State state, @Nullable String why) {
    return TrayView.of(ScriptedAgentControl.status(state, why), NOW, ZoneId.of("Europe/Berlin"));
  }

  private static List<Command> choices(TrayView view) {
    List<Command> commands = new ArrayList<>();
    for (Item item : view.menu().items()) {
      if (item instanceof Item.Choice choice) {
        commands.add(choice.command());
      }
    }
    return commands;
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void everyStateHasASignWordsAndAMenuWithAWayToPauseOrToResume(State state) {
    TrayView view = view(state, null);

    assertThat(view.title()).startsWith("Vitrine: ");
    assertThat(view.text()).contains("10 held for review, 2 to be sent, 3 sent");
    assertThat(view.menu().items().get(0)).isEqualTo(new Item.Words(view.title()));
    List<Command> expected =
        state == State.PAUSED
            ? List.of(Command.RESUME, Command.VIEW, Command.POLICY)
            : List.of(
                Command.PAUSE_QUARTER,
                Command.PAUSE_HOUR,
                Command.PAUSE_UNTIL_TOMORROW,
                Command.PAUSE_UNTIL_RESUMED,
                Command.VIEW,
                Command.POLICY);
    assertThat(choices(view)).isEqualTo(expected);
  }

  @Test
  void onlyCapturingHasTheSignOfCapturing() {
    for (State state : State.values()) {
      assertThat(Sign.of(state) == Sign.CAPTURING).isEqualTo(state == State.CAPTURING);
    }
    assertThat(Sign.of(State.PAUSED)).isEqualTo(Sign.PAUSED);
    assertThat(Sign.of(State.FULL)).isEqualTo(Sign.TROUBLE);
    assertThat(Sign.of(State.OUTSIDE_HOURS)).isEqualTo(Sign.STOPPED);
  }

  @Test
  void aPauseSaysItsEndInLocalTimeAndTheDayWhereThatIsNotToday() {
    assertThat(view(State.PAUSED, null).text()).startsWith("Nothing is recorded until you resume");
    assertThat(view(State.PAUSED, "2026-11-20T15:00:00Z").text())
        .startsWith("Nothing is recorded until 16:00\n");
    assertThat(view(State.PAUSED, "2026-11-20T23:00:00Z").text())
        .startsWith("Nothing is recorded until Saturday 21 November, 00:00\n");
    assertThat(view(State.PAUSED, "2026-11-20T15:00:00Z").menu().items())
        .contains(new Item.Words("Nothing is recorded until 16:00"));
  }

  @Test
  void whatATroubleSaysInDetailIsNotShown() {
    assertThat(view(State.FAILED, "the file /home/ada/private cannot be read").toString())
        .doesNotContain("private");
  }
}
