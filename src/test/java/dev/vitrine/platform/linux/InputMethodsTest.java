package dev.vitrine.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.testing.IbusEngine;
import dev.vitrine.testing.Lines;
import dev.vitrine.testing.TestDisplay;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real IBus daemon with an engine of the test's own, and a mock of Fcitx 5, on a real bus. */
@Timeout(90)
@Tag("live")
class InputMethodsTest {
  private static final String FCITX =
      """
      import sys, dbus, dbusmock
      bus = dbusmock.DBusTestCase.get_dbus(system_bus=False)
      mock = dbusmock.DBusTestCase.spawn_server('org.fcitx.Fcitx5', '/controller',
          'org.fcitx.Fcitx.Controller1', system_bus=False)
      face = dbus.Interface(bus.get_object('org.fcitx.Fcitx5', '/controller'), dbusmock.MOCK_IFACE)
      print('ready', flush=True)
      for line in sys.stdin:
          face.AddMethod('', 'CurrentInputMethod', '', 's', 'ret = "%s"' % line.strip())
          print('done', flush=True)
      mock.kill()
      """;

  private final List<Boolean> told = new CopyOnWriteArrayList<>();

  private void awaitTold(boolean last) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !told.isEmpty() && told.get(told.size() - 1) == last);
  }

  @Test
  void ofIbusAnEngineThatComposesIsToldAndALayoutIsNone() throws Exception {
    try (TestDisplay display = TestDisplay.start();
        InputMethods watcher = new InputMethods(display.environment())) {
      watcher.start(told::add);
      awaitTold(false);
      IbusEngine ibus = IbusEngine.start(display);
      ibus.choose(IbusEngine.LAYOUT);
      awaitTold(false);
      ibus.choose(IbusEngine.COMPOSING);
      awaitTold(true);
      ibus.choose(IbusEngine.LAYOUT);
      awaitTold(false);
      ibus.choose(IbusEngine.COMPOSING);
      awaitTold(true);
      ibus.end();
      awaitTold(false);
    }
  }

  @Test
  void ofFcitxAnEngineThatComposesIsToldAndALayoutIsNone() throws Exception {
    assumeTrue(
        Files.exists(Path.of("/usr/lib/python3/dist-packages/dbusmock")),
        "python3-dbusmock is not installed: the test is skipped");
    try (TestDisplay display = TestDisplay.start();
        InputMethods watcher = new InputMethods(display.environment())) {
      watcher.start(told::add);
      awaitTold(false);
      Process mock = display.talkTo(Map.of(), List.of("/usr/bin/python3", "-c", FCITX));
      new Lines(mock).awaitLine("ready");
      // Whoever does not say what it does may be composing.
      awaitTold(true);
      for (String engine : List.of("keyboard-de", "pinyin", "keyboard-us")) {
        mock.getOutputStream().write((engine + "\n").getBytes(StandardCharsets.UTF_8));
        mock.getOutputStream().flush();
        awaitTold(engine.equals("pinyin"));
      }
    }
  }

  @Test
  void anotherInputMethodThatTheEnvironmentNamesCountsAsActive() {
    assertThat(InputMethods.namesAnother(Map.of("XMODIFIERS", "@im=uim"))).isTrue();
    assertThat(InputMethods.namesAnother(Map.of("GTK_IM_MODULE", "scim"))).isTrue();
    assertThat(InputMethods.namesAnother(Map.of("XMODIFIERS", "@im=ibus"))).isFalse();
    assertThat(InputMethods.namesAnother(Map.of("QT_IM_MODULE", "fcitx"))).isFalse();
    assertThat(InputMethods.namesAnother(Map.of("XMODIFIERS", "@im=none"))).isFalse();
    assertThat(InputMethods.namesAnother(Map.of())).isFalse();
  }

  @Test
  void withoutABusNoneIsActive() throws Exception {
    try (InputMethods watcher = new InputMethods(Map.of("DISPLAY", ":0"))) {
      watcher.start(told::add);
      awaitTold(false);
    }
  }
}
