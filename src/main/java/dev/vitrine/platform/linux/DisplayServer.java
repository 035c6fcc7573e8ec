package dev.vitrine.platform.linux;

import dev.vitrine.capture.SourceException;
import java.util.Map;

/** Whether this session is one of X11, where input and windows can be seen. */
public final class DisplayServer {
  private DisplayServer() {}

  /**
   * Returns if the session is X11 and its display can be opened.
   *
   * @param environment the environment of this process; the display opened is its {@code DISPLAY}
   * @throws SourceException with one line that says why not and what to do
   */
  public static void require(Map<String, String> environment) throws SourceException {
    requireX11(environment);
    String display = environment.getOrDefault("DISPLAY", "");
    try {
      XErrors.take();
      long connection = Xlib.XOpenDisplay(display);
      if (connection == 0) {
        throw new SourceException(
            "the X display "
                + display
                + " cannot be opened: check DISPLAY, and XAUTHORITY for permission");
      }
      Xlib.XCloseDisplay(connection);
    } catch (UnsatisfiedLinkError e) {
      throw new SourceException("libX11.so.6 is not installed: apt install libx11-6", e);
    }
  }

  /** Judges by the environment alone. */
  static void requireX11(Map<String, String> environment) throws SourceException {
    boolean wayland =
        "wayland".equals(environment.get("XDG_SESSION_TYPE"))
            || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    if (wayland) {
      throw new SourceException(
          "this is a Wayland session, where input of other programs cannot be seen: "
              + "choose an X11 (Xorg) session at log-in");
    }
    if (environment.getOrDefault("DISPLAY", "").isEmpty()) {
      throw new SourceException(
          "there is no display (DISPLAY is not set): start Vitrine inside a desktop session");
    }
  }
}
