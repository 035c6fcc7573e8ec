package dev.vitrine.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.testing.Lines;
import dev.vitrine.testing.TestDisplay;
import dev.vitrine.tray.Announcement;
import dev.vitrine.tray.Sign;
import dev.vitrine.tray.TrayMenu;
import dev.vitrine.tray.TrayMenu.Command;
import dev.vitrine.tray.TrayMenu.Item;
import dev.vitrine.tray.TrayView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The icon's conversation with a panel, on a real bus. */
class StatusNotifierTrayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final TrayView CAPTURING =
      view(Sign.CAPTURING, "Vitrine: capturing", new Item.Choice("Pause", Command.PAUSE_HOUR));
  private static final TrayView PAUSED =
      view(Sign.PAUSED, "Vitrine: paused", new Item.Choice("Resume", Command.RESUME));

  private final List<Command> chosen = new CopyOnWriteArrayList<>();
  private TestDisplay display;
  private StatusNotifierTray tray;

  private static TrayView view(Sign sign, String title, Item item) {
    return new TrayView(
        sign,
        title,
        title + " means this",
        new TrayMenu(List.of(new Item.Words(title), new Item.Separator(), item)));
  }

  @BeforeEach
  void startBus() {
    display = TestDisplay.start();
    tray = new StatusNotifierTray(display.environment());
  }

  @AfterEach
  void endBus() {
    tray.close();
    display.close();
  }

  private ScriptedPanel panel(boolean hosted) throws Exception {
    return ScriptedPanel.start(
        display.environment().getOrDefault("DBUS_SESSION_BUS_ADDRESS", ""), hosted);
  }

  private void start() {
    tray.show(CAPTURING);
    tray.start(chosen::add);
  }

  private void awaitShown(boolean wanted) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> tray.shown() == wanted);
  }

  @Test
  void thePanelReadsWhatTheIconIsAndOnlyThenIsItShown() throws Exception {
    try (ScriptedPanel panel = panel(true)) {
      start();
      String name = panel.awaitRegistration(1);
      assertThat(name).isEqualTo(NotifierItem.TYPE + "-" + ProcessHandle.current().pid() + "-1");
      assertThat(tray.shown()).describedAs("nobody has looked at the picture yet").isFalse();

      Map<String, Object> properties = panel.read(name);

      assertThat(properties)
          .containsEntry("Id", "vitrine")
          .containsEntry("Category", "ApplicationStatus")
          .containsEntry("Title", "Vitrine: capturing")
          .containsEntry("Status", "Active")
          .containsEntry("IconName", "")
          .containsEntry("ItemIsMenu", true);
      assertThat(String.valueOf(properties.get("Menu"))).contains(MenuObject.PATH);
      assertThat(Bus.members(properties.get("ToolTip")).stream().map(String::valueOf))
          .contains("Vitrine: capturing", "Vitrine: capturing means this");
      awaitShown(true);
    }
  }

  @Test
  void thePictureComesInSeveralSizesInNetworkByteOrder() throws Exception {
    try (ScriptedPanel panel = panel(true)) {
      start();
      List<?> pictures = Bus.members(panel.read(panel.awaitRegistration(1)).get("IconPixmap"));

      assertThat(pictures).hasSize(5);
      for (Object picture : pictures) {
        List<?> parts = Bus.members(picture);
        int size = (Integer) parts.get(0);
        List<Byte> bytes = bytes(parts.get(2));
        assertThat(parts.get(1)).isEqualTo(size);
        assertThat(bytes).hasSize(4 * size * size);
        int middle = 4 * (size / 2 * size + size / 2);
        assertThat(bytes.get(middle) & 0xff).describedAs("alpha").isEqualTo(0xff);
        assertThat(bytes.get(middle + 1) & 0xff).describedAs("red").isGreaterThan(0xc0);
        assertThat(bytes.get(middle + 2) & 0xff).describedAs("green").isLessThan(0x40);
        assertThat(bytes.get(0)).describedAs("a corner is clear").isZero();
      }
    }
  }

  private static List<Byte> bytes(Object value) {
    if (value instanceof byte[] array) {
      List<Byte> list = new java.util.ArrayList<>();
      for (byte one : array) {
        list.add(one);
      }
      return list;
    }
    return Bus.members(value).stream().map(Byte.class::cast).toList();
  }

  @Test
  void aChangeOfStateIsSignalledAtOnceAndReadAnew() throws Exception {
    try (ScriptedPanel panel = panel(true)) {
      start();
      String name = panel.awaitRegistration(1);
      panel.read(name);
      awaitShown(true);
      assertThat(panel.menu(name).values()).containsExactly("(Vitrine: capturing)", "---", "Pause");
      panel.signals.clear();
      long begin = System.nanoTime();

      tray.show(PAUSED);

      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> panel.signals.contains("NewToolTip"));
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
      assertThat(panel.signals).contains("LayoutUpdated", "NewIcon", "NewStatus", "NewTitle");
      assertThat(panel.read(name)).containsEntry("Title", "Vitrine: paused");
      assertThat(panel.menu(name).values()).containsExactly("(Vitrine: paused)", "---", "Resume");
      panel.signals.clear();
      tray.show(view(Sign.TROUBLE, "Vitrine: failed", new Item.Separator()));
      await().atMost(PATIENCE).until(() -> panel.signals.contains("NewStatus"));
      assertThat(panel.read(name)).containsEntry("Status", "NeedsAttention");
    }
  }

  @Test
  void aClickDoesWhatItsLineSaidEvenWhereTheMenuIsOutOfDate() throws Exception {
    try (ScriptedPanel panel = panel(true)) {
      start();
      String name = panel.awaitRegistration(1);
      Map<Integer, String> lines = panel.menu(name);
      int pause = numberOf("Pause", lines);
      tray.show(PAUSED);
      await().atMost(PATIENCE).until(() -> panel.menu(name).containsValue("Resume"));

      panel.click(name, pause);
      panel.click(name, numberOf("Resume", panel.menu(name)));
      panel.click(name, 1);
      panel.click(name, 0);

      assertThat(chosen).containsExactly(Command.PAUSE_HOUR, Command.RESUME);
    }
  }

  private static int numberOf(String label, Map<Integer, String> lines) {
    return lines.entrySet().stream()
        .filter(line -> line.getValue().equals(label))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  @Test
  void theRestOfTheMenusInterfaceAnswersAsItShould() throws Exception {
    try (ScriptedPanel panel = panel(true)) {
      start();
      String name = panel.awaitRegistration(1);
      String path = MenuObject.PATH;
      int pause = numberOf("Pause", panel.menu(name));

      Object[] group =
          panel.call(
              name,
              path,
              MenuObject.TYPE,
              "GetGroupProperties",
              "aias",
              List.of(0, pause),
              List.of());
      assertThat(Bus.members(group[0])).hasSize(2);
      Object[] one = panel.call(name, path, MenuObject.TYPE, "GetProperty", "is", pause, "label");
      assertThat(Bus.unwrap(one[0])).isEqualTo("Pause");
      assertThat(panel.call(name, path, MenuObject.TYPE, "AboutToShow", "i", 0)[0])
          .isEqualTo(false);
      Object[] shown =
          panel.call(name, path, MenuObject.TYPE, "AboutToShowGroup", "ai", List.of(0));
      assertThat(shown).hasSize(2);
      Object[] missing =
          panel.call(
              name,
              path,
              MenuObject.TYPE,
              "EventGroup",
              "a(isvu)",
              List.of(
                  new MenuCalls.ItemEvent(77, "clicked", new Variant<>(0), new UInt32(0)),
                  new MenuCalls.ItemEvent(pause, "clicked", new Variant<>(0), new UInt32(0))));
      assertThat(Bus.members(missing[0])).asString().isEqualTo("[77]");
      assertThat(chosen).containsExactly(Command.PAUSE_HOUR);
      Object[] version =
          panel.call(
              name,
              path,
              "org.freedesktop.DBus.Properties",
              "Get",
              "ss",
              MenuObject.TYPE,
              "Version");
      assertThat(Bus.unwrap(version[0])).isEqualTo(new UInt32(3));
      assertThatThrownBy(
              () -> panel.call(name, path, MenuObject.TYPE, "GetProperty", "is", 55, "label"))
          .isInstanceOf(DBusException.class);
      panel.call(name, NotifierItem.PATH, NotifierItem.TYPE, "SecondaryActivate", "ii", 1, 1);
      panel.call(name, NotifierItem.PATH, NotifierItem.TYPE, "Scroll", "is", 1, "vertical");
      panel.call(name, NotifierItem.PATH, NotifierItem.TYPE, "Activate", "ii", 1, 1);
      assertThat(chosen).containsExactly(Command.PAUSE_HOUR, Command.VIEW);
    }
  }

  @Test
  void aPanelThatComesBackIsRegisteredWithAgainAndUntilThenNothingIsShown() throws Exception {
    start();
    try (ScriptedPanel first = panel(true)) {
      first.read(first.awaitRegistration(1));
      awaitShown(true);
    }
    awaitShown(false);
    try (ScriptedPanel second = panel(true)) {
      String name = second.awaitRegistration(1);
      assertThat(tray.shown()).isFalse();
      second.read(name);
      awaitShown(true);
    }
  }

  @Test
  void aWatcherWithoutAPanelShowsNothing() throws Exception {
    try (ScriptedPanel panel = panel(false)) {
      assertThat(StatusNotifierTray.hasPanel(display.environment())).isFalse();
      start();
      String name = panel.awaitRegistration(1);
      panel.read(name);
      panel.host(true);
      assertThat(StatusNotifierTray.hasPanel(display.environment())).isTrue();
      panel.read(name);
      awaitShown(true);
      panel.host(false);
      awaitShown(false);
      panel.read(name);
      panel.host(true);
      panel.read(name);
      awaitShown(true);
    }
  }

  @Test
  void aWatcherThatForgotTheIconIsToldOfItAgain() throws Exception {
    try (ScriptedPanel panel = panel(true)) {
      start();
      panel.read(panel.awaitRegistration(1));
      awaitShown(true);
      panel.forget();
      String name = panel.awaitRegistration(2);
      assertThat(tray.shown()).isFalse();
      panel.read(name);
      awaitShown(true);
    }
  }

  @Test
  void aNotificationReachesTheDesktopAsPlainText() throws Exception {
    assumeTrue(
        Files.exists(Path.of("/usr/lib/python3/dist-packages/dbusmock")),
        "python3-dbusmock is not installed: the test is skipped");
    start();
    tray.announce(new Announcement(Sign.CAPTURING, "Capture has started", "a <b> & c"));
    // At login the server may come later than the agent.
    Process mock =
        display.talkTo(
            Map.of("PYTHONUNBUFFERED", "1"),
            List.of("/usr/bin/python3", "-m", "dbusmock", "--template", "notification_daemon"));
    Lines lines = new Lines(mock);
    await()
        .atMost(PATIENCE)
        .until(() -> lines.soFar().stream().anyMatch(line -> line.contains(" Notify ")));
    String told =
        lines.soFar().stream().filter(line -> line.contains(" Notify ")).findFirst().orElseThrow();
    assertThat(told)
        .contains("\"Vitrine\"", "\"Capture has started\"", "\"a &lt;b&gt; &amp; c\"")
        .contains("image-data");
  }

  @Test
  void withoutASessionBusNothingIsShownAndNothingFails() {
    StatusNotifierTray alone = new StatusNotifierTray(Map.of());
    alone.start(chosen::add);
    alone.show(CAPTURING);
    alone.announce(new Announcement(Sign.CAPTURING, "title", "text"));
    assertThat(alone.shown()).isFalse();
    alone.close();
  }
}
