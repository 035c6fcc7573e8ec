package dev.vitrine.assemble;

import dev.vitrine.assemble.Activity.Point;
import dev.vitrine.capture.Judged;
import dev.vitrine.event.Bounds;
import dev.vitrine.event.PointedElement;
import dev.vitrine.event.RawInput;
import dev.vitrine.event.Window;
import dev.vitrine.policy.AppRule;
import dev.vitrine.policy.AppRule.ElementMode;
import dev.vitrine.policy.AppRule.PointerMode;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts pointer paths, clicks, drags and scroll gestures together. Everything open is bounded in
 * time and size. What comes of it goes through a {@link PadGuard}.
 */
final class PointerAssembler {
  /** Nanoseconds without motion after which a path ends. */
  static final long PATH_IDLE_NANOS = Duration.ofMillis(500).toNanos();

  /** Nanoseconds after which a path ends and the next begins. */
  static final long PATH_MAX_NANOS = Duration.ofSeconds(10).toNanos();

  /** Points after simplification at which a path ends and the next begins. */
  static final int PATH_MAX_POINTS = 512;

  /** Nanoseconds between two clicks of one multiple click, as most desktops have it. */
  static final long MULTI_CLICK_NANOS = Duration.ofMillis(500).toNanos();

  /** Clicks that one record can count. */
  static final int MAX_CLICKS = 3;

  /** Pixels by which the pointer may move between press and release of a click. */
  static final int CLICK_SLOP = 4;

  /** Pixels by which an unsteady hand may move while it presses a key of a pad. */
  static final int UNSTEADY_PIXELS = 24;

  /** Nanoseconds after which a button that never came up is forgotten. */
  static final long PRESS_MAX_NANOS = Duration.ofSeconds(60).toNanos();

  /** Nanoseconds without a turn of the wheel after which a scroll gesture ends. */
  static final long SCROLL_IDLE_NANOS = Duration.ofMillis(300).toNanos();

  private static final long MS = 1_000_000;

  private static final class Path {
    final Place place;
    final String app;
    final PathSimplifier points = new PathSimplifier();
    long lastNanos;

    Path(Place place, String app) {
      this.place = place;
      this.app = app;
    }

    void add(long nanos, int x, int y) {
      points.add(new Point((nanos - place.startNanos()) / MS, x, y));
      lastNanos = nanos;
    }

    long deadline() {
      return Math.min(lastNanos + PATH_IDLE_NANOS, place.startNanos() + PATH_MAX_NANOS);
    }
  }

  private static final class Press {
    final Path path;
    final RawInput.Button button;
    final Window window;
    final Place.@Nullable Element element;
    final Touched touched;
    boolean dragging;

    Press(Path path, Judged.Pointer judged, RawInput.Button button, Touched touched) {
      this.path = path;
      this.button = button;
      this.window = judged.window();
      this.element = element(judged.rule(), button);
      this.touched = touched;
    }

    private static Place.@Nullable Element element(AppRule rule, RawInput.Button button) {
      PointedElement known = button.element();
      return known == null || rule.elements() == ElementMode.NONE
          ? null
          : new Place.Element(
              known.role(),
              rule.elements() == ElementMode.NAMES ? known.name() : null,
              known.bounds());
    }

    PadTouch touch(int count) {
      boolean plain = button.button() == 1 && !button.modifiers().chord();
      PadKeys.Kind kind = plain ? touched.kind() : PadKeys.Kind.OTHER;
      return new PadTouch(kind, window.id(), button.x(), button.y(), count);
    }

    boolean near(int x, int y) {
      return Math.abs(x - button.x()) <= CLICK_SLOP && Math.abs(y - button.y()) <= CLICK_SLOP;
    }
  }

  private static final class Clicks {
    final Press first;
    int count = 1;
    long lastNanos;

    Clicks(Press first, long lastNanos) {
      this.first = first;
      this.lastNanos = lastNanos;
    }
  }

  private static final class Scrolling {
    final Place place;
    final long window;
    final int x;
    final int y;
    double dx;
    double dy;
    long lastNanos;

    Scrolling(Place place, long window, int x, int y) {
      this.place = place;
      this.window = window;
      this.x = x;
      this.y = y;
    }

    long deadline() {
      return Math.min(lastNanos + SCROLL_IDLE_NANOS, place.startNanos() + PATH_MAX_NANOS);
    }
  }

  private final Sessions sessions;
  private final PadGuard pads;
  private final TouchedElements elements = new TouchedElements();
  private @Nullable Path path;
  private @Nullable Press press;
  private @Nullable Clicks clicks;
  private @Nullable Scrolling scrolling;

  PointerAssembler(Sessions sessions, Consumer<Activity> sink) {
    this.sessions = sessions;
    this.pads = new PadGuard(sink);
  }

  /** How long text is held, and with it clicks that may be typing. */
  void reach(Duration reach) {
    pads.reach(reach);
  }

  /**
   * The focus came to an element.
   *
   * @return whether what is made of it, if anything, must wait here
   */
  boolean focus(Judged.Focus judged, Activity.@Nullable Focus activity) {
    boolean key = elements.focus(judged);
    if (key && activity != null) {
      pads.focus(activity, judged.window().id());
    }
    return key;
  }

  void motion(Judged.Pointer judged, RawInput.Motion input) {
    Press held = press;
    if (held != null) {
      held.dragging |= !held.near(input.x(), input.y());
      if (held.path.points.size() < PATH_MAX_POINTS) {
        held.path.add(input.nanos(), input.x(), input.y());
      }
      return;
    }
    if (judged.rule().pointer() != PointerMode.PATH) {
      return;
    }
    Path open = path;
    if (open != null
        && (!open.app.equals(judged.rule().name())
            || input.nanos() >= open.deadline()
            || open.points.size() >= PATH_MAX_POINTS)) {
      endPath();
      open = null;
    }
    if (open == null) {
      open = new Path(sessions.place(judged), judged.rule().name());
      path = open;
    }
    open.add(input.nanos(), input.x(), input.y());
  }

  void button(Judged.Pointer judged, RawInput.Button input) {
    if (input.button() < 1 || input.button() > 3) {
      return;
    }
    if (input.down()) {
      endPath();
      endScroll();
      Path trail = new Path(sessions.place(judged), judged.rule().name());
      trail.add(input.nanos(), input.x(), input.y());
      press = new Press(trail, judged, input, elements.pressed(input, judged.window()));
      return;
    }
    Press held = press;
    if (held == null || held.button.button() != input.button()) {
      return;
    }
    press = null;
    if (held.dragging || !held.near(input.x(), input.y())) {
      endClicks();
      drag(judged, held, input);
    } else {
      click(held, input.nanos());
    }
  }

  void wheel(Judged.Pointer judged, RawInput.Wheel input) {
    endPath();
    Scrolling open = scrolling;
    if (open != null && (open.window != judged.window().id() || input.nanos() >= open.deadline())) {
      endScroll();
      open = null;
    }
    if (open == null) {
      open = new Scrolling(sessions.place(judged), judged.window().id(), input.x(), input.y());
      scrolling = open;
    }
    open.dx += input.dx();
    open.dy += input.dy();
    open.lastNanos = input.nanos();
  }

  void advance(long now) {
    endIdle(now);
    pads.advance(now, openPress());
  }

  private void endIdle(long now) {
    if (path != null && now >= path.deadline()) {
      endPath();
    }
    if (clicks != null && now >= clicks.lastNanos + MULTI_CLICK_NANOS) {
      endClicks();
    }
    if (scrolling != null && now >= scrolling.deadline()) {
      endScroll();
    }
    if (press != null && now >= press.button.nanos() + PRESS_MAX_NANOS) {
      press = null;
    }
  }

  long nextDeadline() {
    long deadline = path == null ? Long.MAX_VALUE : path.deadline();
    if (clicks != null) {
      deadline = Math.min(deadline, clicks.lastNanos + MULTI_CLICK_NANOS);
    }
    if (scrolling != null) {
      deadline = Math.min(deadline, scrolling.deadline());
    }
    if (press != null) {
      deadline = Math.min(deadline, press.button.nanos() + PRESS_MAX_NANOS);
    }
    return Math.min(deadline, pads.nextDeadline(openPress()));
  }

  /** When the oldest press began that is not handed on yet. */
  private long openPress() {
    return Math.min(
        press == null ? Long.MAX_VALUE : press.button.nanos(),
        clicks == null ? Long.MAX_VALUE : clicks.first.button.nanos());
  }

  long oldestOpenStart() {
    long oldest = path == null ? Long.MAX_VALUE : path.place.startNanos();
    if (clicks != null) {
      oldest = Math.min(oldest, clicks.first.path.place.startNanos());
    }
    if (scrolling != null) {
      oldest = Math.min(oldest, scrolling.place.startNanos());
    }
    if (press != null) {
      oldest = Math.min(oldest, press.path.place.startNanos());
    }
    return Math.min(oldest, pads.oldestStart());
  }

  /** Ends everything that is open; a button that is down is forgotten. */
  void end() {
    endPath();
    endClicks();
    endScroll();
    press = null;
    pads.end();
  }

  private void click(Press released, long nanos) {
    Clicks run = clicks;
    boolean continues =
        run != null
            && run.first.button.button() == released.button.button()
            && run.first.window.id() == released.window.id()
            && run.first.near(released.button.x(), released.button.y())
            && released.button.nanos() - run.lastNanos < MULTI_CLICK_NANOS;
    if (run != null && continues) {
      run.count++;
      run.lastNanos = nanos;
    } else {
      endClicks();
      run = new Clicks(released, nanos);
      clicks = run;
    }
    if (run.count == MAX_CLICKS) {
      endClicks();
    }
  }

  private void drag(Judged.Pointer judged, Press held, RawInput.Button up) {
    held.path.add(up.nanos(), up.x(), up.y());
    List<Point> points = held.path.points.finish();
    Point from = points.get(0);
    Point to = points.get(points.size() - 1);
    boolean aside =
        Math.abs(from.x() - to.x()) > UNSTEADY_PIXELS
            || Math.abs(from.y() - to.y()) > UNSTEADY_PIXELS;
    PadTouch touch = held.touch(1);
    pads.press(
        new Activity.Drag(
            held.path.place,
            up.nanos(),
            up.button(),
            from,
            to,
            judged.rule().pointer() == PointerMode.PATH ? points : null,
            held.element,
            Press.element(judged.rule(), up)),
        aside ? touch.elsewhere() : touch);
  }

  private void endPath() {
    Path ended = path;
    path = null;
    if (ended != null) {
      List<Point> points = ended.points.finish();
      if (points.size() > 1) {
        pads.motion(new Activity.PointerPath(ended.place, ended.lastNanos, points));
      }
    }
  }

  private void endClicks() {
    Clicks ended = clicks;
    clicks = null;
    if (ended != null) {
      RawInput.Button at = ended.first.button;
      Bounds window = ended.first.window.bounds();
      pads.press(
          new Activity.Click(
              ended.first.path.place,
              ended.lastNanos,
              at.button(),
              ended.count,
              at.x(),
              at.y(),
              fraction(at.x() - window.x(), window.width()),
              fraction(at.y() - window.y(), window.height()),
              at.modifiers().names(),
              ended.first.element),
          ended.first.touch(ended.count));
    }
  }

  private static double fraction(int offset, int length) {
    return length <= 0 ? 0 : Math.min(1, Math.max(0, offset / (double) length));
  }

  private void endScroll() {
    Scrolling ended = scrolling;
    scrolling = null;
    if (ended != null) {
      pads.motion(
          new Activity.Scroll(
              ended.place, ended.lastNanos, ended.dx, ended.dy, ended.x, ended.y, null));
    }
  }
}
