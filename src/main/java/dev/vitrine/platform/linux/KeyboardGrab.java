package dev.vitrine.platform.linux;

import java.util.Collection;
import java.util.Set;

/**
 * Which window has grabbed the keyboard, as focus events tell and the server says. While one has,
 * keys go there and not to the active window: launchers, screen locks and password prompts do that.
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

  /** The process whose menu was on top during this grab, or 0, and all windows that were there. */
  private int holder;

  private Set<Long> present = Set.of();

  /** A FocusIn or FocusOut event of that mode came for the window. */
  void focusEvent(boolean in, int mode, long of) {
    if (mode == NOTIFY_GRAB) {
      window = in ? of : ELSEWHERE;
      holder = 0;
    } else if (mode == NOTIFY_UNGRAB) {
      window = NOWHERE;
      holder = 0;
    }
  }

  /**
   * What the server says now. No event told of a grab that is older than the watcher, or that began
   * or ended while a window had the focus that is not watched.
   */
  void found(boolean grabbed) {
    if (grabbed != anywhere()) {
      window = grabbed ? ELSEWHERE : NOWHERE;
      holder = 0;
    }
  }

  /** This grab, until the next news of one, is of the process whose menu is on top now. */
  void heldBy(int pid, Collection<Long> windows) {
    holder = pid;
    present = Set.copyOf(windows);
  }

  /**
   * Whether this grab was held by the process and nothing came up since: its menu is closed, and
   * the window that is on top now was below it. A grab is never handed from one program to another.
   */
  boolean isStillOf(int pid, long topmost) {
    return window == ELSEWHERE && holder != 0 && holder == pid && present.contains(topmost);
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
