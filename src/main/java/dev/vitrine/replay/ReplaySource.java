package dev.vitrine.replay;

import dev.vitrine.capture.FocusWatcher;
import dev.vitrine.event.AppIdentity;
import dev.vitrine.event.FocusAnswer;
import dev.vitrine.event.FocusedElement;
import dev.vitrine.event.FocusedElement.Protection;
import dev.vitrine.event.Modifiers;
import dev.vitrine.event.RawInput;
import dev.vitrine.event.Scene;
import dev.vitrine.event.Site;
import dev.vitrine.event.Window;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Feeds all seams from one script in virtual time. A question about the focus is answered {@value
 * #ANSWER_MS} ms after it was asked, with what is true at that moment; news of a focus change comes
 * as late as the script says. The same script gives the same calls in the same order.
 * Single-threaded.
 */
public final class ReplaySource implements FocusWatcher {
  /** Virtual milliseconds that an answer takes; measured ones take 0.7 to 5. */
  static final long ANSWER_MS = 2;

  /**
   * Virtual milliseconds after the last line at which a replay ends: by then everything held back
   * is released.
   */
  public static final long TAIL_MS = 120_000;

  private static final long MS = 1_000_000;

  /** Where the script's events go. */
  public interface Sink extends FocusWatcher.Listener {
    /** An input event. */
    void input(RawInput input);

    /** A new scene. */
    void scene(Scene scene);

    /** An input method began or ended composing. */
    void inputMethod(boolean active, long nanos);

    /** The session was locked or unlocked. */
    void locked(boolean locked, long nanos);
  }

  private record Due(long nanos, long order, Runnable action) {}

  private final ReplayScript script;
  private final Sink sink;
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::order));
  private final TreeMap<Long, OffsetDateTime> walls = new TreeMap<>();
  private final LinkedHashMap<Integer, Window> windows = new LinkedHashMap<>();
  private final List<Integer> activations = new ArrayList<>();
  private final Map<Integer, FocusedElement> focus = new HashMap<>();
  private final Set<String> keysDown = new HashSet<>();
  private @Nullable Integer active;
  private long order;
  private long now;
  private long askedNanos = -1;
  private int askAgain;

  /** Ready at virtual time 0. */
  public ReplaySource(ReplayScript script, Sink sink) {
    this.script = script;
    this.sink = sink;
    for (ReplayLine line : script.lines()) {
      at(line.at() * MS, () -> play(line));
    }
  }

  /** When the next event is due, in virtual nanoseconds; {@link Long#MAX_VALUE} after the last. */
  public long nextNanos() {
    Due next = due.peek();
    return next == null ? Long.MAX_VALUE : next.nanos();
  }

  /** Delivers the next event. */
  public void step() {
    Due next = due.remove();
    now = Math.max(now, next.nanos());
    next.action().run();
  }

  /** Lets virtual time pass up to that moment, which is not after {@link #nextNanos}. */
  public void passTo(long nanos) {
    now = Math.max(now, nanos);
  }

  /** The virtual time at which the replay ends. */
  public long endNanos() {
    List<ReplayLine> lines = script.lines();
    return (lines.get(lines.size() - 1).at() + TAIL_MS) * MS;
  }

  /** The local time of a virtual moment. */
  public ZonedDateTime wallAt(long nanos) {
    Map.Entry<Long, OffsetDateTime> set = walls.floorEntry(nanos);
    if (set == null) {
      return script.start().wall().plusNanos(nanos).toZonedDateTime();
    }
    return set.getValue().plusNanos(nanos - set.getKey()).toZonedDateTime();
  }

  @Override
  public void start(Listener listener) {
    // the one sink was given to the constructor; focus news goes there
  }

  @Override
  public void ask(int pid) {
    if (askedNanos >= 0) {
      askAgain = pid;
      return;
    }
    askedNanos = now;
    at(now + ANSWER_MS * MS, () -> answer(pid));
  }

  @Override
  public void close() {
    due.clear();
  }

  private void answer(int pid) {
    long asked = askedNanos;
    askedNanos = -1;
    sink.focusAnswered(new FocusAnswer(asked, now, focus.get(pid)));
    if (askAgain != 0 && askedNanos < 0) {
      int next = askAgain;
      askAgain = 0;
      ask(next);
    }
  }

  private void at(long nanos, Runnable action) {
    due.add(new Due(nanos, order++, action));
  }

  private void play(ReplayLine line) {
    if (line instanceof ReplayLine.Start start) {
      walls.put(now, start.wall());
    } else if (line instanceof ReplayLine.ClockSet set) {
      walls.put(now, set.wall());
    } else if (line instanceof ReplayLine.Lock lock) {
      sink.locked(lock.locked(), now);
    } else if (line instanceof ReplayLine.InputMethod method) {
      sink.inputMethod(method.active(), now);
    } else if (line instanceof ReplayLine.Focus moved) {
      playFocus(moved);
    } else if (!playWindow(line)) {
      playInput(line);
    }
  }

  private void playFocus(ReplayLine.Focus moved) {
    String id = moved.id();
    if (id == null) {
      focus.remove(moved.window());
    } else {
      Boolean known = moved.isProtected();
      Protection protection =
          known == null ? Protection.UNKNOWN : known ? Protection.PROTECTED : Protection.OPEN;
      focus.put(
          moved.window(),
          new FocusedElement(
              id, moved.window(), moved.role(), moved.name(), protection, moved.bounds()));
    }
    at(now + moved.late() * MS, () -> sink.focusChanged(now));
  }

  private boolean playWindow(ReplayLine line) {
    if (line instanceof ReplayLine.WindowSeen seen) {
      Window before = windows.get(seen.id());
      String exe = seen.exe();
      windows.put(
          seen.id(),
          new Window(
              seen.id(),
              seen.id(),
              exe == null
                  ? new AppIdentity.Unidentified("the script names no executable")
                  : new AppIdentity.Executable(exe),
              seen.title(),
              seen.bounds(),
              before == null ? null : before.site()));
    } else if (line instanceof ReplayLine.WindowGone gone) {
      windows.remove(gone.id());
      focus.remove(gone.id());
      activations.remove((Integer) gone.id());
      if (active != null && active == gone.id()) {
        active = null;
      }
    } else if (line instanceof ReplayLine.Active activated) {
      active = activated.window();
      activations.remove(active);
      if (active != null) {
        activations.add(0, active);
      }
    } else if (line instanceof ReplayLine.SiteSeen seen) {
      String host = seen.host();
      windows.computeIfPresent(
          seen.window(),
          (id, w) ->
              new Window(
                  w.id(),
                  w.pid(),
                  w.app(),
                  w.title(),
                  w.bounds(),
                  host == null ? null : new Site(host, seen.isPrivate())));
    } else {
      return false;
    }
    sink.scene(scene());
    return true;
  }

  private Scene scene() {
    List<Window> stacking = new ArrayList<>();
    for (int id : activations) {
      Window window = windows.get(id);
      if (window != null) {
        stacking.add(window);
      }
    }
    for (Window window : windows.values()) {
      if (!activations.contains((int) window.id())) {
        stacking.add(window);
      }
    }
    return new Scene(now, active == null ? null : windows.get(active), stacking);
  }

  private void playInput(ReplayLine line) {
    if (line instanceof ReplayLine.Key key) {
      if (key.down()) {
        keysDown.add(key.key());
      } else {
        keysDown.remove(key.key());
      }
      sink.input(new RawInput.Key(now, key.down(), key.key(), key.text(), modifiers()));
    } else if (line instanceof ReplayLine.Pointer move) {
      sink.input(new RawInput.Motion(now, move.x(), move.y(), modifiers()));
    } else if (line instanceof ReplayLine.Button b) {
      sink.input(
          new RawInput.Button(now, b.down(), b.button(), b.x(), b.y(), modifiers(), b.element()));
    } else if (line instanceof ReplayLine.Wheel w) {
      sink.input(new RawInput.Wheel(now, w.dx(), w.dy(), w.x(), w.y(), modifiers()));
    }
  }

  private Modifiers modifiers() {
    return new Modifiers(
        keysDown.contains("Control"),
        keysDown.contains("Alt"),
        keysDown.contains("Shift"),
        keysDown.contains("Meta"),
        keysDown.contains("AltGraph"));
  }
}
