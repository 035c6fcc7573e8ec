package dev.vitrine.platform.linux;

/**
 * Which window has grabbed the keyboard, as focus events tell. While one has, keys go there and not
 * to the active window: launchers, screen locks and password prompts do that.
 *
 * @see <a
 *     href="https://www.x.org/releases/current/doc/xproto/x11protocol.html#events:input_focus">X11
 *     protocol, FocusIn and FocusOut</a>
 */
final class KeyboardGrab {
  /** A window that is not watched has the keyboard. */
  static final long ELSEWHERE = -1;

  private static final long NOWHERE = 0;
  private static final int NOTIFY_GRAB = 1;
  private static final int NOTIFY_UNGRAB = 2;

  private long window = NOWHERE;

  /** A FocusIn or FocusOut event of that mode came for the window. */
  void focusEvent(boolean in, int mode, long of) {
    if (mode == NOTIFY_GRAB) {
      window = in ? of : ELSEWHERE;
    } else if (mode == NOTIFY_UNGRAB) {
      window = NOWHERE;
    }
  }

  /** Whether any window has grabbed the keyboard. */
  boolean anywhere() {
    return window != NOWHERE;
  }

  /** The window, or {@link #ELSEWHERE}. */
  long window() {
    return window;
  }
}
