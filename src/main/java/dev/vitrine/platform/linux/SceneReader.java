package dev.vitrine.platform.linux;

import dev.vitrine.event.AppIdentity;
import dev.vitrine.event.Bounds;
import dev.vitrine.event.Scene;
import dev.vitrine.event.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the scene from the X server. Who owns a window, and its title, are remembered until {@link
 * #forget} or {@link #titleChanged}, so that a scene costs two round trips a window.
 *
 * <p>A window is the client's, by its id, with the bounds of the frame that the window manager put
 * around it. A frame is looked into only where the window manager made it: any other program that
 * puts a foreign window into its own is taken for itself.
 */
final class SceneReader {
  private static final int TITLE_BYTES = 2048;
  private static final int FRAME_DEPTH = 3;
  private static final int FOCUS_DEPTH = 16;

  /** Mutter draws its frames in a process of its own. */
  private static final String MUTTER_FRAMES = "/mutter-x11-frames";

  private final XConnection x;
  private final ExecutableTrust trust;
  private final int ownPid;
  private final KeyboardGrab grab;
  private final Monitors monitors;
  private boolean managed;
  private final Map<Long, Client> clients = new HashMap<>();
  private final Map<Long, String> titles = new HashMap<>();
  private final long activeWindow;
  private final long managerCheck;
  private final long clientState;
  private final long utf8Name;
  private final long latin1Name;
  private final long claimedPid;

  /** The window that was active when nobody had grabbed the keyboard last, or 0. */
  private long seenFree;

  /** Who is behind a top-level window. */
  private record Client(long id, int pid, AppIdentity app, boolean managed) {}

  /** A window of the scene, and whether the window manager manages it. */
  private record Seen(Window window, boolean managed) {}

  SceneReader(XConnection x, ExecutableTrust trust, int ownPid, KeyboardGrab grab) {
    this.x = x;
    this.trust = trust;
    this.ownPid = ownPid;
    this.grab = grab;
    this.monitors = new Monitors(x);
    this.activeWindow = x.atom("_NET_ACTIVE_WINDOW");
    this.managerCheck = x.atom("_NET_SUPPORTING_WM_CHECK");
    this.clientState = x.atom("WM_STATE");
    this.utf8Name = x.atom("_NET_WM_NAME");
    this.latin1Name = x.atom("WM_NAME");
    this.claimedPid = x.atom("_NET_WM_PID");
  }

  /** Whether a change of this property of the root window is a change of the active window. */
  boolean isActiveWindow(long property) {
    return property == activeWindow;
  }

  /** Whether a change of this property is a change of the title. */
  boolean isTitle(long property) {
    return property == utf8Name || property == latin1Name;
  }

  /** Takes an event of that type; says whether it means that monitors may have changed. */
  boolean isOfMonitors(int eventType) {
    return monitors.changedBy(eventType);
  }

  /** The monitors are to be read again. */
  void monitorsChanged() {
    monitors.forget();
  }

  /** The title of the window is to be read again. */
  void titleChanged(long window) {
    titles.remove(window);
  }

  /** The top-level window has gone, or became another's. */
  void forget(long topLevel) {
    Client client = clients.remove(topLevel);
    if (client != null) {
      titles.remove(client.id());
    }
  }

  /** Whether a window manager ran when the scene was last read. */
  boolean isManaged() {
    return managed;
  }

  /** The scene now; unknown where no window manager runs. */
  Scene read(long nanos) {
    long manager = x.number(x.root(), managerCheck);
    managed = manager != 0 && x.number(manager, managerCheck) == manager;
    if (!managed) {
      return Scene.unknown(nanos);
    }
    int managerPid = x.makerOf(manager);
    long[] topLevels = x.children(x.root());
    List<Seen> seen = new ArrayList<>(topLevels.length);
    Set<Long> present = new HashSet<>();
    for (int i = topLevels.length - 1; i >= 0; i--) {
      present.add(topLevels[i]);
      Seen one = see(topLevels[i], managerPid);
      if (one != null) {
        seen.add(one);
      }
    }
    clients.keySet().retainAll(present);
    List<Window> stacking = seen.stream().map(Seen::window).toList();
    return x.lost()
        ? Scene.unknown(nanos)
        : new Scene(nanos, active(seen), stacking, monitors.now());
  }

  private @Nullable Seen see(long topLevel, int managerPid) {
    XConnection.Placed placed = x.placed(topLevel);
    if (placed == null || !placed.viewable() || x.passesPointer(topLevel)) {
      return null;
    }
    Client client = clients.get(topLevel);
    if (client == null) {
      client = findClient(topLevel, managerPid);
      // A frame is mapped before its client is marked; only a final answer is remembered.
      if (client.managed() || client.pid() != managerPid) {
        clients.put(topLevel, client);
      }
      x.select(client.id(), Xlib.PROPERTY_CHANGE_MASK | Xlib.FOCUS_CHANGE_MASK);
    }
    return new Seen(window(client, placed.bounds()), client.managed());
  }

  private Window window(Client client, Bounds bounds) {
    String title = titles.computeIfAbsent(client.id(), this::readTitle);
    return new Window(client.id(), client.pid(), client.app(), title, bounds, null);
  }

  private String readTitle(long window) {
    String title = x.text(window, utf8Name, true, TITLE_BYTES);
    if (title == null) {
      title = x.text(window, latin1Name, false, TITLE_BYTES);
    }
    return title == null ? "" : title;
  }

  private Client findClient(long topLevel, int managerPid) {
    if (x.hasProperty(topLevel, clientState)) {
      return client(topLevel, x.makerOf(topLevel), true);
    }
    int pid = x.makerOf(topLevel);
    boolean frame =
        pid != 0
            && (pid == managerPid
                || (trust.identify(pid) instanceof AppIdentity.Executable maker
                    && maker.path().endsWith(MUTTER_FRAMES)));
    long inner = frame ? markedBelow(topLevel, FRAME_DEPTH) : 0;
    return inner == 0 ? client(topLevel, pid, false) : client(inner, x.makerOf(inner), true);
  }

  private Client client(long window, int pid, boolean managed) {
    long claimed = x.number(window, claimedPid);
    AppIdentity app;
    if (!x.hasClientIds()) {
      app =
          new AppIdentity.Unidentified(
              "libXRes.so.1 or the X-Resource extension 1.2 is missing: apt install libxres1");
    } else if (claimed != 0 && pid != 0 && claimed != pid) {
      app = new AppIdentity.Unidentified("the window names another process than the X server");
    } else {
      app = trust.identify(pid);
    }
    return new Client(window, pid, app, managed);
  }

  private long markedBelow(long window, int depth) {
    long[] children = x.children(window);
    for (long child : children) {
      if (x.hasProperty(child, clientState)) {
        return child;
      }
    }
    for (long child : depth > 1 ? children : new long[0]) {
      long found = markedBelow(child, depth - 1);
      if (found != 0) {
        return found;
      }
    }
    return 0;
  }

  /** The active window, if it is the one that keys go to. */
  private @Nullable Window active(List<Seen> seen) {
    long id = x.number(x.root(), activeWindow);
    Window active = null;
    for (Seen one : seen) {
      if (one.managed() && one.window().id() == id) {
        active = one.window();
      }
    }
    return active != null && keysGoTo(active, seen) ? active : null;
  }

  /**
   * A grab that is older than the watch of the active window was never told. One that begins later
   * is, and by the events alone it can be known whether it is that of the window's own menu.
   */
  private void askForGrab(long active) {
    Boolean grabbed = x.keyboardIsGrabbed();
    if (grabbed == null) {
      return;
    }
    if (!grabbed) {
      seenFree = active;
      grab.found(false);
    } else if (seenFree != active) {
      grab.found(true);
    }
  }

  private boolean keysGoTo(Window active, List<Seen> seen) {
    if (!focusIsIn(active.id())) {
      return false;
    }
    askForGrab(active.id());
    if (!grab.anywhere() || grab.window() == active.id() || grabHasEnded()) {
      return true;
    }
    // A program's own menu holds the keyboard; a launcher's, a lock's or a prompt's is not ours.
    for (Seen one : seen) {
      boolean holds =
          grab.window() == KeyboardGrab.ELSEWHERE
              ? !one.managed() && one.window().pid() != ownPid
              : one.window().id() == grab.window();
      if (holds) {
        boolean own = one.window().pid() == active.pid() && one.window().app().equals(active.app());
        if (own) {
          grab.heldBy(active.pid(), seen.stream().map(each -> each.window().id()).toList());
        }
        return own || grab.isStillOf(active.pid(), one.window().id());
      }
    }
    return false;
  }

  /**
   * Whether the window that grabbed the keyboard is on the screen no more: with that the server
   * ends its grab, and the news of it is on its way.
   */
  private boolean grabHasEnded() {
    if (grab.window() == KeyboardGrab.ELSEWHERE) {
      return false;
    }
    XConnection.Placed holder = x.placed(grab.window());
    return holder == null || !holder.viewable();
  }

  private boolean focusIsIn(long client) {
    long window = x.inputFocus();
    for (int i = 0; i < FOCUS_DEPTH && window > 1; i++) {
      if (window == client) {
        return true;
      }
      window = window == x.root() ? 0 : x.parent(window);
    }
    return false;
  }
}
