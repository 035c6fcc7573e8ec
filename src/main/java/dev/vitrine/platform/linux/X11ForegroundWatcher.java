package dev.vitrine.platform.linux;

import com.sun.jna.Memory;
import dev.vitrine.capture.ForegroundWatcher;
import dev.vitrine.capture.Judge;
import dev.vitrine.capture.SourceException;
import dev.vitrine.event.Scene;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The active window and the stacking of windows on X11, over a connection and on a thread of its
 * own.
 *
 * <p>Told are only scenes that differ; a burst of moves becomes one scene in 20 ms, a change of the
 * active window is told at once. Where no window manager runs, and once the server is gone, the
 * scene is unknown. The active window is null also while another program has grabbed the keyboard
 * or taken the input focus past the window manager.
 */
public final class X11ForegroundWatcher implements ForegroundWatcher {
  private static final Logger LOG = LoggerFactory.getLogger(X11ForegroundWatcher.class);

  /** Moves and resizes are gathered for so long. */
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** A change that is found so much later was missed; until then nobody relies on a scene. */
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(Judge.NEWS_MS);

  private final Map<String, String> environment;
  private final Runnable onLost;
  private @Nullable Loop loop;

  /**
   * Does nothing yet.
   *
   * @param environment the environment of this process; names the display
   * @param onLost called once, on the watcher's thread after the unknown scene, when the X server
   *     is gone; nothing is told after it
   */
  public X11ForegroundWatcher(Map<String, String> environment, Runnable onLost) {
    this.environment = Map.copyOf(environment);
    this.onLost = onLost;
  }

  @Override
  public synchronized void start(Consumer<Scene> sink) throws SourceException {
    if (loop != null) {
      throw new SourceException("the foreground watcher is started already");
    }
    DisplayServer.require(environment);
    XConnection x = XConnection.open(environment.getOrDefault("DISPLAY", ""));
    if (x == null) {
      throw new SourceException("the X display cannot be opened: check DISPLAY and XAUTHORITY");
    }
    try {
      Loop next = new Loop(x, ExecutableTrust.ofThisProcess(), sink, onLost);
      next.start();
      loop = next;
    } catch (IOException e) {
      x.close();
      throw new SourceException("/proc cannot be read: mount the proc file system", e);
    }
  }

  @Override
  public synchronized void close() {
    Loop last = loop;
    loop = null;
    if (last != null) {
      last.end();
    }
  }

  /** The thread and its connection. */
  private static final class Loop extends Thread {
    /** XPropertyEvent: window 32, atom 40, time 48. */
    private static final int PROPERTY_TIME = 48;

    private final XConnection x;
    private final KeyboardGrab grab = new KeyboardGrab();
    private final SceneReader reader;
    private final Consumer<Scene> sink;
    private final Runnable onLost;
    private final Memory event = new Memory(Xlib.EVENT_BYTES);
    private final Waiter waiter;
    private volatile boolean ended;
    private @Nullable Scene told;
    private boolean managed = true;

    /** When the active window changed first since the last scene was read, if it did. */
    private long leftNanos = Long.MAX_VALUE;

    Loop(XConnection x, ExecutableTrust trust, Consumer<Scene> sink, Runnable onLost) {
      super("vitrine-foreground");
      setDaemon(true);
      this.x = x;
      this.sink = sink;
      this.onLost = onLost;
      this.reader = new SceneReader(x, trust, (int) ProcessHandle.current().pid(), grab);
      this.waiter = new Waiter(Xlib.XConnectionNumber(x.display()));
    }

    void end() {
      ended = true;
      waiter.wake();
      Threads.awaitEnd(this);
    }

    @Override
    public void run() {
      try {
        watch();
      } catch (RuntimeException | LinkageError e) {
        LOG.error("The foreground watcher failed: {}", e.getClass().getName());
        tellLoss();
      } finally {
        x.close();
        waiter.close();
      }
    }

    private void watch() {
      x.select(
          x.root(),
          Xlib.PROPERTY_CHANGE_MASK | Xlib.SUBSTRUCTURE_NOTIFY_MASK | Xlib.STRUCTURE_NOTIFY_MASK);
      tell();
      while (!ended) {
        Change change = drain();
        if (x.lost()) {
          tellLoss();
          return;
        }
        if (change == Change.PLACE) {
          gather();
        }
        if (change == Change.NONE) {
          waiter.await(-1);
        } else if (!ended) {
          tell();
        }
      }
    }

    /** Waits out the burst, or until something more urgent comes. */
    private void gather() {
      long until = System.nanoTime() + GATHER_NANOS;
      long left = GATHER_NANOS;
      while (left > 0 && !ended && !x.lost()) {
        waiter.await((int) TimeUnit.NANOSECONDS.toMillis(left) + 1);
        if (drain() == Change.ORDER) {
          return;
        }
        left = until - System.nanoTime();
      }
    }

    /**
     * News that comes late, since this process stood still, says what is now in front, not what was
     * meanwhile: from the first change on that is unknown.
     */
    private void tellWhatWasMissed(long now) {
      long left = leftNanos;
      leftNanos = Long.MAX_VALUE;
      Scene before = told;
      if (before != null && left > before.nanos() && now - left > LATE_NANOS) {
        told = Scene.unknown(left);
        sink.accept(told);
      }
    }

    private void tell() {
      long now = System.nanoTime();
      tellWhatWasMissed(now);
      Scene scene = reader.read(now);
      if (reader.isManaged() != managed && !x.lost()) {
        managed = reader.isManaged();
        LOG.warn(
            managed
                ? "A window manager runs again"
                : "No window manager runs: the active window is unknown, nothing is captured");
      }
      Scene before = told;
      boolean same =
          before != null
              && Objects.equals(before.active(), scene.active())
              && before.stacking().equals(scene.stacking())
              && before.monitors().equals(scene.monitors());
      if (!same && !x.lost()) {
        told = scene;
        sink.accept(scene);
      }
    }

    private void tellLoss() {
      if (!ended) {
        sink.accept(Scene.unknown(System.nanoTime()));
        onLost.run();
      }
    }

    /** Takes in all events that have come; answers the most urgent change among them. */
    private Change drain() {
      Change change = Change.NONE;
      while (!x.lost() && Xlib.XPending(x.display()) > 0) {
        Xlib.XNextEvent(x.display(), event);
        Change next = x.lost() ? Change.NONE : takeIn();
        change = next.compareTo(change) > 0 ? next : change;
      }
      return change;
    }

    private Change takeIn() {
      long subject = event.getLong(40);
      switch (event.getInt(0)) {
        case Xlib.PROPERTY_NOTIFY -> {
          if (event.getLong(32) == x.root()) {
            if (reader.isActiveWindow(subject)) {
              long changed = ServerTime.nanos(event.getLong(PROPERTY_TIME), System.nanoTime());
              leftNanos = Math.min(leftNanos, changed);
            }
            return Change.ORDER;
          }
          if (!reader.isTitle(subject)) {
            return Change.NONE;
          }
          reader.titleChanged(event.getLong(32));
          return Change.PLACE;
        }
        case Xlib.FOCUS_IN, Xlib.FOCUS_OUT -> {
          boolean in = event.getInt(0) == Xlib.FOCUS_IN;
          grab.focusEvent(in, event.getInt(40), event.getLong(32));
          return Change.ORDER;
        }
        case Xlib.UNMAP_NOTIFY, Xlib.DESTROY_NOTIFY, Xlib.REPARENT_NOTIFY -> {
          reader.forget(subject);
          return Change.ORDER;
        }
        case Xlib.MAP_NOTIFY, Xlib.CIRCULATE_NOTIFY -> {
          return Change.ORDER;
        }
        case Xlib.CONFIGURE_NOTIFY, Xlib.GRAVITY_NOTIFY -> {
          if (subject == x.root()) {
            // So the server tells of monitors that were only defined anew.
            reader.monitorsChanged();
          }
          return Change.PLACE;
        }
        default -> {
          return reader.isOfMonitors(event.getInt(0)) ? Change.ORDER : Change.NONE;
        }
      }
    }
  }

  /** What an event changes, the most urgent last. */
  private enum Change {
    NONE,
    PLACE,
    ORDER
  }
}
