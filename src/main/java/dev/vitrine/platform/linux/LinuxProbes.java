package dev.vitrine.platform.linux;

import dev.vitrine.capture.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.freedesktop.dbus.exceptions.DBusException;
import org.jspecify.annotations.Nullable;

/** What this Linux session offers; looks only, starts nothing that stays. */
public final class LinuxProbes {
  private static final long BUS_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final String SECRETS = "org.freedesktop.secrets";

  /** The collection that keys are kept in. */
  private static final Bus.Target KEYS =
      new Bus.Target(SECRETS, "/org/freedesktop/secrets/aliases/default");

  private static final String A11Y = "org.a11y.Bus";

  private LinuxProbes() {}

  /** All probes, in the order in which they depend on each other. */
  public static List<Probe> run(Map<String, String> environment) {
    List<Probe> probes = new ArrayList<>();
    Probe display = display(environment);
    probes.add(display);
    if (display.ok()) {
      probes.addAll(windows(environment.getOrDefault("DISPLAY", "")));
    } else {
      probes.add(Probe.missing("window manager", "not looked for", "needs a display"));
      probes.add(Probe.missing("foreground window", "not looked for", "needs a display"));
    }
    probes.addAll(bus(Bus.sessionAddress(environment)));
    return List.copyOf(probes);
  }

  private static Probe display(Map<String, String> environment) {
    try {
      DisplayServer.require(environment);
      return Probe.ok("display server", "X11 " + environment.getOrDefault("DISPLAY", ""));
    } catch (SourceException e) {
      return refusal("display server", e);
    }
  }

  /** A refusal's words before the colon say what is wrong, those after it what to do. */
  public static Probe refusal(String name, SourceException refusal) {
    String message = String.valueOf(refusal.getMessage());
    int colon = message.lastIndexOf(": ");
    return colon < 0
        ? Probe.missing(name, message, "")
        : Probe.missing(name, message.substring(0, colon), message.substring(colon + 2));
  }

  private static List<Probe> windows(String name) {
    try (XConnection x = XConnection.open(name)) {
      if (x == null) {
        return List.of(Probe.missing("window manager", "the display has gone", "log in again"));
      }
      long check = x.number(x.root(), x.atom("_NET_SUPPORTING_WM_CHECK"));
      String manager = check == 0 ? null : x.text(check, x.atom("_NET_WM_NAME"), true, 256);
      Probe managed =
          check == 0
              ? Probe.missing(
                  "window manager",
                  "none that follows EWMH",
                  "start one, such as openbox: without it nobody knows the active window")
              : Probe.ok("window manager", manager == null ? "present" : manager);
      Probe identity =
          x.hasClientIds()
              ? Probe.ok("foreground window", "X-Resource client ids")
              : Probe.missing(
                  "foreground window",
                  "the X server or libXRes does not tell a window's process",
                  "apt install libxres1");
      return List.of(managed, identity);
    }
  }

  private static List<Probe> bus(@Nullable String address) {
    try {
      if (address == null) {
        throw new DBusException("no address");
      }
      try (Bus session = Bus.open(address)) {
        long deadline = System.nanoTime() + BUS_NANOS;
        return List.of(accessibility(session, deadline), keyStore(session, deadline));
      }
    } catch (DBusException | TimeoutException e) {
      String remedy = "start Vitrine inside a desktop session (apt install dbus-user-session)";
      return List.of(
          Probe.missing("accessibility", "there is no session bus", remedy),
          Probe.missing("key store", "there is no session bus", remedy));
    }
  }

  private static Probe accessibility(Bus session, long deadline)
      throws DBusException, TimeoutException {
    if (session.hasOwner(A11Y, deadline) || session.canStart(A11Y, deadline)) {
      return Probe.ok("accessibility", "AT-SPI bus");
    }
    return Probe.missing("accessibility", "no AT-SPI bus", "apt install at-spi2-core");
  }

  private static Probe keyStore(Bus session, long deadline) throws DBusException, TimeoutException {
    if (session.hasOwner(SECRETS, deadline)) {
      return locked(session, deadline)
          ? Probe.missing(
              "key store",
              "the Secret Service is locked",
              "log in with your password, or unlock the keyring (seahorse)")
          : Probe.ok("key store", "Secret Service");
    }
    return session.canStart(SECRETS, deadline)
        ? Probe.ok("key store", "Secret Service (started when needed)")
        : Probe.missing(
            "key store", "no Secret Service on the session bus", "apt install gnome-keyring");
  }

  /** Whether what is stored there could not be read without a person; asks nobody for anything. */
  private static boolean locked(Bus session, long deadline) throws TimeoutException {
    try {
      Object[] answer =
          session.sendGet(KEYS, "org.freedesktop.Secret.Collection", "Locked").await(deadline);
      return answer.length > 0 && Boolean.TRUE.equals(Bus.unwrap(answer[0]));
    } catch (DBusException e) {
      // There is no collection yet: the first key makes it.
      return false;
    }
  }
}
