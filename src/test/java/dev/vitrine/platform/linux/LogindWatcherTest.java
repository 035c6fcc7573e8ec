package dev.vitrine.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.testing.Lines;
import dev.vitrine.testing.TestDisplay;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A mock logind on a real bus, by python-dbusmock. */
class LogindWatcherTest {
  private static final String MOCK =
      """
      import sys, dbus, dbusmock, subprocess
      bus = dbusmock.DBusTestCase.get_dbus(system_bus=False)
      mock = dbusmock.DBusTestCase.spawn_server('org.freedesktop.login1',
          '/org/freedesktop/login1', 'org.freedesktop.login1.Manager', system_bus=False)
      top = dbus.Interface(bus.get_object('org.freedesktop.login1', '/org/freedesktop/login1'),
          dbusmock.MOCK_IFACE)
      path = '/org/freedesktop/login1/session/c7'
      face = 'org.freedesktop.login1.Session'
      top.AddObject(path, face, {'Active': True, 'LockedHint': False}, [])
      top.AddMethod('', 'GetSession', 's', 'o', 'ret = "%s"' % path)
      session = dbus.Interface(bus.get_object('org.freedesktop.login1', path), dbusmock.MOCK_IFACE)
      print('ready', flush=True)
      for line in sys.stdin:
          name, value = line.split()
          session.UpdateProperties(face, {name: value == 'true'})
          print('done', flush=True)
      mock.kill()
      """;

  @Test
  void aLockAnUnlockAndAnotherSessionInFrontAreTold() throws Exception {
    assumeTrue(
        Files.exists(Path.of("/usr/lib/python3/dist-packages/dbusmock")),
        "python3-dbusmock is not installed: the test is skipped");
    List<Boolean> told = new CopyOnWriteArrayList<>();
    try (TestDisplay display = TestDisplay.start()) {
      Process mock =
          display.talkTo(Map.of("PYTHONUNBUFFERED", "1"), List.of("/usr/bin/python3", "-c", MOCK));
      Lines lines = new Lines(mock);
      lines.awaitLine("ready");
      Map<String, String> environment = new HashMap<>(display.environment());
      environment.put(
          "DBUS_SYSTEM_BUS_ADDRESS", environment.getOrDefault("DBUS_SESSION_BUS_ADDRESS", ""));
      environment.put("XDG_SESSION_ID", "c7");
      try (LogindWatcher watcher = new LogindWatcher(environment)) {
        watcher.start(told::add);
        for (String change :
            List.of("LockedHint true", "LockedHint false", "Active false", "Active true")) {
          int before = told.size();
          mock.getOutputStream().write((change + "\n").getBytes(StandardCharsets.UTF_8));
          mock.getOutputStream().flush();
          await().atMost(Duration.ofSeconds(5)).until(() -> told.size() > before);
        }
        assertThat(told).containsExactly(true, false, true, false);
        mock.getOutputStream().close();
        await().atMost(Duration.ofSeconds(10)).until(() -> told.size() == 5);
        assertThat(told.get(4)).describedAs("a logind that is gone").isTrue();
      }
    }
  }
}
