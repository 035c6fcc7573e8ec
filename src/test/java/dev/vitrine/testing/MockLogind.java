package dev.vitrine.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A logind with one session, {@link #SESSION}, on the bus of a {@link TestDisplay}, by
 * python-dbusmock. Tests that want one are skipped, and say so, where that is not installed.
 */
public final class MockLogind {
  /** What {@code XDG_SESSION_ID} is for programs of the session. */
  public static final String SESSION = "c7";

  private static final String PROGRAM =
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

  private final Process process;
  private final Lines lines;

  private MockLogind(Process process) {
    this.process = process;
    this.lines = new Lines(process);
  }

  /** Starts one; it ends with the display. */
  public static MockLogind start(TestDisplay display) {
    assumeTrue(
        Files.exists(Path.of("/usr/lib/python3/dist-packages/dbusmock")),
        "python3-dbusmock is not installed: the test is skipped");
    MockLogind mock =
        new MockLogind(display.talkTo(Map.of(), List.of("/usr/bin/python3", "-c", PROGRAM)));
    mock.lines.awaitLine("ready");
    return mock;
  }

  /** Locks or unlocks the session; has happened on return. */
  public void lock(boolean locked) {
    set("LockedHint", locked);
  }

  /** Brings the session to the front or another one; has happened on return. */
  public void active(boolean active) {
    set("Active", active);
  }

  private void set(String property, boolean value) {
    int before = lines.count();
    try {
      process
          .getOutputStream()
          .write((property + " " + value + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lines.awaitLine(before, "done");
  }

  /** Ends it. */
  public void end() throws IOException {
    process.getOutputStream().close();
  }
}
