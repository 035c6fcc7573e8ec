package dev.vitrine.platform;

import dev.vitrine.capture.ElementWatcher;
import dev.vitrine.capture.FocusWatcher;
import dev.vitrine.capture.ForegroundWatcher;
import dev.vitrine.capture.InputMethodWatcher;
import dev.vitrine.capture.InputSource;
import dev.vitrine.capture.SessionWatcher;
import dev.vitrine.capture.SourceException;
import dev.vitrine.capture.TerminalWatcher;
import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.platform.awt.IndicatorWindow;
import dev.vitrine.platform.hook.JNativeHookSource;
import dev.vitrine.platform.linux.AtSpiElementWatcher;
import dev.vitrine.platform.linux.AtSpiFocusWatcher;
import dev.vitrine.platform.linux.DisplayServer;
import dev.vitrine.platform.linux.InputMethods;
import dev.vitrine.platform.linux.LinuxProbes;
import dev.vitrine.platform.linux.LogindWatcher;
import dev.vitrine.platform.linux.Probe;
import dev.vitrine.platform.linux.SecretServiceKeyStorage;
import dev.vitrine.platform.linux.StatusNotifierTray;
import dev.vitrine.platform.linux.Terminals;
import dev.vitrine.platform.linux.X11ForegroundWatcher;
import dev.vitrine.platform.linux.XInput2Source;
import dev.vitrine.tray.Tray;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Picks the implementation of each seam for the operating system this runs on. Nothing is opened
 * before it is started.
 *
 * <p>The indicator is to be opened before the foreground watcher is started: both AWT and the
 * watcher take Xlib's error handlers, and the watcher's must be the last, so that a dying X server
 * does not end the process before it has stored what it holds.
 */
public final class Platform {
  private final Map<String, String> environment;
  private final Path nativeDirectory;

  private Platform(Map<String, String> environment, Path nativeDirectory) {
    this.environment = Map.copyOf(environment);
    this.nativeDirectory = nativeDirectory;
  }

  /**
   * The platform of this machine.
   *
   * @param osName as the system property {@code os.name}
   * @param environment the environment of this process
   * @param nativeDirectory where native libraries may be unpacked; made private to this user
   * @throws SourceException on an operating system that this version does not support
   */
  public static Platform of(String osName, Map<String, String> environment, Path nativeDirectory)
      throws SourceException {
    String name = osName.toLowerCase(Locale.ROOT);
    if (name.startsWith("linux")) {
      return new Platform(environment, nativeDirectory);
    } else if (name.startsWith("windows")) {
      throw unsupported("Windows");
    } else if (name.startsWith("mac")) {
      throw unsupported("macOS");
    }
    throw unsupported(osName);
  }

  private static SourceException unsupported(String system) {
    return new SourceException(
        system + " is not supported in this version: use Linux with an X11 session");
  }

  /** What reads keyboard and pointer. */
  public enum Source {
    /** The best for this system: XInput 2 on X11. */
    AUTO,
    /** XInput 2 and libxkbcommon. */
    XINPUT2,
    /** JNativeHook. */
    JNATIVEHOOK
  }

  /** Keyboard and pointer. */
  public InputSource inputSource(Source source) {
    return switch (source) {
      case AUTO, XINPUT2 -> new XInput2Source(environment);
      case JNATIVEHOOK -> new JNativeHookSource(environment, nativeDirectory);
    };
  }

  /**
   * The active window and the stacking.
   *
   * @param onLost called once when the display server is gone
   */
  public ForegroundWatcher foregroundWatcher(Runnable onLost) {
    return new X11ForegroundWatcher(environment, onLost);
  }

  /** The focused element. */
  public FocusWatcher focusWatcher() {
    return new AtSpiFocusWatcher(environment);
  }

  /** The element at a place. */
  public ElementWatcher elementWatcher() {
    return new AtSpiElementWatcher(environment);
  }

  /** Whether the session is locked or left. */
  public SessionWatcher sessionWatcher() {
    return new LogindWatcher(environment);
  }

  /** Whether an input method composes. */
  public InputMethodWatcher inputMethodWatcher() {
    return new InputMethods(environment);
  }

  /** Terminals below a process. */
  public TerminalWatcher terminalWatcher() {
    return new Terminals();
  }

  /**
   * Puts the indicator on the screen, a window until a panel shows the icon.
   *
   * @throws SourceException where there is no screen
   */
  public Tray openTray(Clock clock) throws SourceException {
    DisplayServer.require(environment);
    return new Tray(new StatusNotifierTray(environment), IndicatorWindow.open(), clock);
  }

  /** Opens addresses in the browser that this desktop prefers. */
  public Tray.Browser browser() {
    return address -> {
      ProcessBuilder opener =
          new ProcessBuilder("xdg-open", address.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      opener.start();
    };
  }

  /**
   * The key store of this user's desktop.
   *
   * @throws KeyStorageException where there is none, or it is locked and stays so
   */
  public static KeyStorage systemKeyStorage(Map<String, String> environment)
      throws KeyStorageException {
    return SecretServiceKeyStorage.open(environment, SecretServiceKeyStorage.DEFAULT_TIMEOUT);
  }

  /** What this machine offers; takes up to a few seconds where a bus does not answer. */
  public List<Probe> probes() {
    List<Probe> probes = new ArrayList<>(LinuxProbes.run(environment));
    probes.add(1, hook());
    probes.add(
        !IndicatorWindow.canBeShown()
            ? Probe.missing(
                "indicator",
                "this Java cannot draw windows",
                "apt install openjdk-17-jre, and start Vitrine inside a desktop session")
            : Probe.ok(
                "indicator",
                StatusNotifierTray.hasPanel(environment)
                    ? "icon in the panel"
                    : "window (no panel takes icons here)"));
    return List.copyOf(probes);
  }

  private Probe hook() {
    try {
      XInput2Source.check(environment);
      return Probe.ok("input hook", "XInput 2 and libxkbcommon");
    } catch (SourceException e) {
      return LinuxProbes.refusal("input hook", e);
    }
  }
}
