package dev.vitrine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real IBus daemon with an engine of the test's own that counts as composing. Tests that want one
 * are skipped where IBus or its Python binding is not installed.
 */
public final class IbusEngine {
  /** The engine that composes. */
  public static final String COMPOSING = "composing";

  /** A plain keyboard layout. */
  public static final String LAYOUT = "xkb:us::eng";

  private static final String BINDING =
      """
      import gi, time
      gi.require_version('IBus', '1.0')
      from gi.repository import IBus, GLib
      """;

  private static final String ENGINE =
      BINDING
          + """
          IBus.init()
          bus = IBus.Bus()
          while not bus.is_connected():
              time.sleep(0.1)
              bus = IBus.Bus()
          component = IBus.Component.new('dev.vitrine.Test', '', '1', '', '', '', '', '')
          component.add_engine(
              IBus.EngineDesc.new('composing', 'Composing', '', 'zh', '', '', '', 'us'))
          factory = IBus.Factory.new(bus.get_connection())
          factory.add_engine('composing', IBus.Engine.__gtype__)
          print('registered', bus.register_component(component), flush=True)
          GLib.MainLoop().run()
          """;

  private final TestDisplay display;

  private IbusEngine(TestDisplay display) {
    this.display = display;
  }

  /** Starts the daemon and the engine; no engine is chosen yet. */
  public static IbusEngine start(TestDisplay display) throws InterruptedException {
    TestDisplay.requireProgram("ibus-daemon");
    Process probe = display.run("/usr/bin/python3", "-c", BINDING);
    assertThat(probe.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assumeTrue(probe.exitValue() == 0, "gir1.2-ibus-1.0 is not installed: the test is skipped");
    display.run("ibus-daemon", "--xim", "--panel=disable", "--emoji-extension=disable");
    Process engine = display.talkTo(Map.of(), List.of("/usr/bin/python3", "-c", ENGINE));
    assertThat(new Lines(engine).awaitLine("registered")).endsWith("True");
    return new IbusEngine(display);
  }

  /** Chooses an engine for all programs. */
  public void choose(String engine) throws InterruptedException {
    Process chosen = display.run("ibus", "engine", engine);
    assertThat(chosen.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(chosen.exitValue()).isZero();
  }

  /** Ends the daemon. */
  public void end() {
    display.endServices("ibus-daemon");
  }
}
