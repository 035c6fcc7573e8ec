package dev.vitrine.assemble;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Presses that follow one another within a window and may be typing on a pad of keys. With keys
 * that say what they are, three are enough; of elements that say nothing it takes as many as the
 * shortest PIN has digits, near one another and at three places at least.
 */
final class PadRun {
  /** Clicks on keys that say what they are. */
  static final int LEAST_KEYS = 3;

  /** Clicks on what nobody knows: the digits of the shortest PIN (ISO 9564-1: 4 to 12). */
  static final int LEAST_UNKNOWN = 4;

  /** Places of them: two may be a button pressed again and again, and another. */
  static final int LEAST_PLACES = 3;

  /** Presses that are looked at; more than the longest PIN has digits. */
  private static final int MOST_TOUCHES = 16;

  /** Pixels: the side of the square that a pad fits in. */
  static final int PAD_PIXELS = 300;

  /** Pixels within which two presses may be on the same key. */
  static final int SAME_PIXELS = 12;

  private record Touch(PadTouch at, long start, long end, @Nullable PadItem item) {}

  private final boolean keys;
  private final long window;
  private final Deque<Touch> touches = new ArrayDeque<>();
  private int clicks;
  private int focuses;
  private long start = Long.MAX_VALUE;
  private long end = Long.MIN_VALUE;
  private boolean open = true;
  private boolean typing;

  /** A run of keys that say what they are, or of unknown elements. */
  PadRun(boolean keys, long window, boolean typing) {
    this.keys = keys;
    this.window = window;
    this.typing = typing;
  }

  long window() {
    return window;
  }

  boolean isOf(boolean sayWhatTheyAre, long aWindow) {
    return keys == sayWhatTheyAre && window == aWindow;
  }

  boolean isKeys() {
    return keys;
  }

  /** When its first press began. */
  long start() {
    return start;
  }

  /** When its last press ended. */
  long end() {
    return end;
  }

  /** Whether it can still go on. */
  boolean isOpen() {
    return open;
  }

  /** Whether it is typing for certain. */
  boolean isTyping() {
    return typing;
  }

  boolean covers(long nanos) {
    return start <= nanos && nanos <= end;
  }

  void close() {
    open = false;
  }

  /** Whatever it would have become, nothing of it may be seen. */
  void condemn() {
    typing = true;
  }

  /** The focus came to a key. */
  void focus(long nanos, PadItem item) {
    item.run = this;
    focuses++;
    extend(nanos, nanos);
    typing |= focuses >= LEAST_KEYS;
  }

  /**
   * Whether a press there can belong to it; presses at its beginning that are too far away are let
   * go, as long as it is not typing.
   */
  boolean reaches(PadTouch touch) {
    if (keys) {
      return true;
    }
    while (!touches.isEmpty() && !near(touch)) {
      if (typing) {
        return false;
      }
      letGo(touches.remove());
    }
    return true;
  }

  private void letGo(Touch touch) {
    clicks -= touch.at.clicks();
    if (touch.item != null) {
      touch.item.run = null;
    }
    Touch first = touches.peek();
    start = first == null ? Long.MAX_VALUE : first.start;
  }

  private boolean near(PadTouch touch) {
    return touches.stream()
        .allMatch(
            each ->
                Math.abs(each.at.x() - touch.x()) <= PAD_PIXELS
                    && Math.abs(each.at.y() - touch.y()) <= PAD_PIXELS);
  }

  /** A press on one of its keys. {@code item} null = the press itself is forgotten already. */
  void press(PadTouch touch, long from, long to, @Nullable PadItem item) {
    if (item != null) {
      item.run = this;
    }
    if (!keys && !typing) {
      touches.add(new Touch(touch, from, to, item));
    }
    extend(from, to);
    clicks += touch.kind() == PadKeys.Kind.BESIDE ? 0 : touch.clicks();
    typing |= clicks >= (keys ? LEAST_KEYS : LEAST_UNKNOWN) && (keys || severalPlaces());
    // An endless run at one place is no typing, and must not grow.
    while (touches.size() > MOST_TOUCHES && !typing) {
      letGo(touches.remove());
    }
  }

  private boolean severalPlaces() {
    List<PadTouch> places = new ArrayList<>();
    for (Touch each : touches) {
      if (places.stream().noneMatch(place -> same(place, each.at))) {
        places.add(each.at);
      }
    }
    return places.size() >= LEAST_PLACES;
  }

  private static boolean same(PadTouch a, PadTouch b) {
    return Math.abs(a.x() - b.x()) <= SAME_PIXELS && Math.abs(a.y() - b.y()) <= SAME_PIXELS;
  }

  private void extend(long from, long to) {
    start = Math.min(start, from);
    end = Math.max(end, to);
  }

  @Override
  public String toString() {
    return "PadRun";
  }
}
