package dev.vitrine.tray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.control.AgentControl;
import dev.vitrine.control.AgentStatus;
import dev.vitrine.control.AgentStatus.State;
import dev.vitrine.testing.MutableClock;
import dev.vitrine.testing.ScriptedAgentControl;
import dev.vitrine.tray.TrayMenu.Command;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrayTest {
  private static final Instant NOW = Instant.parse("2026-11-20T14:20:00Z");

  private final ScriptedAgentControl agent = new ScriptedAgentControl();
  private final Panel panel = new Panel();
  private final Window window = new Window();
  private final List<URI> opened = new CopyOnWriteArrayList<>();
  private final Tray tray = new Tray(panel, window, new MutableClock(NOW, ZoneOffset.UTC));

  @AfterEach
  void close() {
    tray.close();
  }

  private void serve() {
    tray.serve(agent, opened::add, null);
  }

  private void choose(Command command) {
    Objects.requireNonNull(panel.chosen).accept(command);
  }

  private static void soon(Runnable check) {
    await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(check::run);
  }

  @Test
  void theWindowIsOnTheScreenUntilAPanelHasTheIconAndAgainAfterItLostIt() {
    tray.show(State.CAPTURING);
    assertThat(window.wanted).isTrue();
    assertThat(tray.onScreen()).isTrue();
    panel.shown = true;
    tray.show(State.CAPTURING);
    assertThat(window.wanted).isFalse();
    assertThat(tray.onScreen()).isTrue();
    panel.shown = false;
    assertThat(tray.onScreen()).describedAs("neither icon nor window").isFalse();
    tray.show(State.CAPTURING);
    assertThat(window.wanted).isTrue();
    assertThat(tray.onScreen()).isTrue();
    assertThat(window.states).containsOnly(State.CAPTURING);
  }

  @Test
  void aChangeOfStateIsShownAtOnce() {
    serve();
    soon(() -> assertThat(panel.last().sign()).isEqualTo(Sign.CAPTURING));
    agent.status = ScriptedAgentControl.status(State.PAUSED, "2026-11-20T15:00:00Z");
    long begin = System.nanoTime();
    tray.show(State.PAUSED);
    soon(() -> assertThat(panel.last().sign()).isEqualTo(Sign.PAUSED));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
    assertThat(panel.last().text()).contains("until 15:00").contains("10 held for review");
  }

  @Test
  void theSameViewIsNotShownTwice() {
    serve();
    soon(() -> assertThat(panel.views).hasSize(1));
    tray.show(State.PAUSED);
    tray.show(State.CAPTURING);
    choose(Command.VIEW);
    soon(() -> assertThat(opened).hasSize(1));
    assertThat(panel.views).hasSize(1);
  }

  @Test
  void whatIsChosenIsAskedOfTheAgent() {
    serve();
    for (Command command : Command.values()) {
      choose(command);
    }
    soon(() -> assertThat(agent.asked).hasSize(Command.values().length));
    assertThat(agent.asked)
        .containsExactly(
            "viewer",
            "viewer",
            "pause PT15M",
            "pause PT1H",
            "pause PT9H40M",
            "pause null",
            "resume");
    assertThat(opened)
        .containsExactly(
            URI.create("http://127.0.0.1:7070/?token=once"),
            URI.create("http://127.0.0.1:7070/?token=once&notice"));
    assertThat(panel.announcements)
        .extracting(Announcement::title)
        .containsExactly("Capture has started");
  }

  @Test
  void aPauseThatThePolicyShortenedAndARefusalAreTold() {
    serve();
    agent.pause = new AgentControl.Pause(Instant.parse("2026-11-20T14:50:00Z"), true);
    choose(Command.PAUSE_UNTIL_TOMORROW);
    soon(() -> assertThat(titles()).contains("Paused until 14:50"));
    agent.refusal = "there is nothing to look at";
    choose(Command.VIEW);
    soon(
        () ->
            assertThat(panel.announcements)
                .contains(
                    new Announcement(
                        Sign.TROUBLE, "Vitrine could not do that", "there is nothing to look at")));
  }

  @Test
  void whereNoBrowserOpensTheCommandIsNamed() {
    tray.serve(
        agent,
        address -> {
          throw new IOException("no such program");
        },
        null);
    choose(Command.VIEW);
    soon(
        () ->
            assertThat(panel.announcements)
                .anyMatch(one -> one.text().contains("vitrine viewer --print-url")));
  }

  @Test
  void staffAreToldOfTheFirstCaptureOnceAndOfEveryOtherPolicy() {
    tray.serve(agent, opened::add, "r1");
    soon(() -> assertThat(titles()).containsExactly("Capture has started"));
    be(State.PAUSED, "r1");
    be(State.CAPTURING, "r1");
    be(State.NO_POLICY, null);
    assertThat(titles()).hasSize(1);
    be(State.CAPTURING, "r2");
    assertThat(titles()).containsExactly("Capture has started", "The policy has changed");
    assertThat(panel.announcements.get(1).text()).contains("Revision r2 is in force");
    be(State.WAITING_FOR_ACKNOWLEDGEMENT, "r3");
    assertThat(titles().subList(2, titles().size()))
        .containsExactly("The policy has changed", "Please read the notice");
  }

  @Test
  void aPolicyThatChangedWhileTheAgentWasStoppedIsToldAtItsStart() {
    tray.serve(agent, opened::add, "r0");
    soon(
        () ->
            assertThat(titles()).containsExactly("The policy has changed", "Capture has started"));
  }

  /** Puts the agent in a state and waits until the tray has seen it. */
  private void be(State state, @Nullable String policy) {
    AgentStatus model = ScriptedAgentControl.status(state, null);
    agent.status =
        new AgentStatus(
            state,
            null,
            policy,
            model.records(),
            model.drops(),
            model.upload(),
            model.keyStore(),
            model.version());
    int before = opened.size();
    choose(Command.VIEW);
    soon(() -> assertThat(opened).hasSizeGreaterThan(before));
    choose(Command.VIEW);
    soon(() -> assertThat(opened).hasSizeGreaterThan(before + 1));
  }

  private List<String> titles() {
    return panel.announcements.stream().map(Announcement::title).toList();
  }

  /** A panel that remembers. */
  private static final class Panel implements TrayIcon {
    private final List<TrayView> views = new CopyOnWriteArrayList<>();
    private final List<Announcement> announcements = new CopyOnWriteArrayList<>();
    private volatile boolean shown;
    private volatile @Nullable Consumer<Command> chosen;

    TrayView last() {
      assertThat(views).isNotEmpty();
      return views.get(views.size() - 1);
    }

    @Override
    public void start(Consumer<Command> wanted) {
      chosen = wanted;
    }

    @Override
    public void show(TrayView view) {
      views.add(view);
    }

    @Override
    public void announce(Announcement announcement) {
      announcements.add(announcement);
    }

    @Override
    public boolean shown() {
      return shown;
    }

    @Override
    public void close() {}
  }

  /** A window that does as it is told. */
  private static final class Window implements HideableIndicator {
    private final List<State> states = new CopyOnWriteArrayList<>();
    private volatile boolean wanted = true;

    @Override
    public void appear(boolean onScreen) {
      wanted = onScreen;
    }

    @Override
    public void show(State state) {
      states.add(state);
    }

    @Override
    public boolean onScreen() {
      return wanted;
    }

    @Override
    public void close() {}
  }
}
