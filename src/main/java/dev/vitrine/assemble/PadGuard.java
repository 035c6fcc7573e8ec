package dev.vitrine.assemble;

import dev.vitrine.assemble.PadItem.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds pointer activities back until it is certain that they were no typing on an on-screen
 * keyboard or PIN pad. What was typing is dropped whole, with every path and scroll since the press
 * before it and until the next one after it, since a path shows which key it leads to; no number of
 * presses, no place and no time of it goes on. A window in which keys that say what they are were
 * once typed on counts as a pad from then on.
 *
 * <p>What it cannot tell: typing of fewer presses than {@link PadRun} asks for, on elements that
 * say nothing and all at one place, or with pauses longer than the gap; where the pointer had
 * rested on the first key for longer than {@link #MOST_LEAD_NANOS} before the first press.
 */
final class PadGuard {
  /** Nanoseconds between two presses of one run, on elements that say nothing. */
  static final long GAP_NANOS = Duration.ofSeconds(3).toNanos();

  /** Nanoseconds that a path waits at most for the press to which it leads. */
  static final long MOST_LEAD_NANOS = Duration.ofSeconds(10).toNanos();

  /** Nanoseconds by which judged input comes late: the judge's waits and a multiple click. */
  static final long LATE_NANOS = Duration.ofMillis(900).toNanos();

  /** Most activities that wait; beyond it paths are dropped, and presses with them. */
  static final int MOST_WAITING = 2_000;

  private static final int MOST_PADS = 500;

  private enum Fate {
    FREE,
    GONE,
    WAIT
  }

  private final Consumer<Activity> sink;
  private final TreeSet<PadItem> waiting = new TreeSet<>(PadItem.ORDER);
  private final List<PadRun> runs = new ArrayList<>();
  private final Set<Long> pads = new LinkedHashSet<>();
  private long keyGap = GAP_NANOS;
  private long lead = GAP_NANOS;
  private long number;

  /** Whether the last press that was told apart was typing: what the pointer does next shows it. */
  private boolean trailing;

  PadGuard(Consumer<Activity> sink) {
    this.sink = sink;
  }

  /** How far apart two presses on keys that say what they are may be. */
  void reach(Duration reach) {
    keyGap = Math.max(GAP_NANOS, reach.toNanos());
    lead = Math.min(keyGap, MOST_LEAD_NANOS);
  }

  /** The pointer moved or the wheel turned. */
  void motion(Activity activity) {
    add(new PadItem(Kind.MOTION, activity, number++));
  }

  /** A click or a drag. */
  void press(Activity activity, PadTouch touch) {
    PadItem item = add(new PadItem(Kind.PRESS, activity, number++));
    long from = activity.place().startNanos();
    boolean keys = touch.kind() == PadKeys.Kind.KEY || touch.kind() == PadKeys.Kind.BESIDE;
    if (keys || touch.kind() == PadKeys.Kind.UNKNOWN) {
      PadRun run = run(keys, touch.window(), from);
      if (!run.reaches(touch)) {
        run.close();
        run = begin(keys, touch.window());
      }
      run.press(touch, from, activity.endNanos(), item);
      note(run);
    }
    settle();
  }

  /** The focus came to a key of a window. */
  void focus(Activity.Focus activity, long window) {
    PadItem item = add(new PadItem(Kind.FOCUS, activity, number++));
    PadRun run = run(true, window, activity.place().startNanos());
    if (item != null) {
      run.focus(activity.endNanos(), item);
    }
    note(run);
    settle();
  }

  private @Nullable PadItem add(PadItem item) {
    if (waiting.size() >= MOST_WAITING) {
      return null;
    }
    waiting.add(item);
    return item;
  }

  private PadRun run(boolean keys, long window, long from) {
    for (PadRun each : runs) {
      if (each.isOpen() && each.isOf(keys, window)) {
        if (from - each.end() < gap(each)) {
          return each;
        }
        each.close();
      }
    }
    return begin(keys, window);
  }

  private PadRun begin(boolean keys, long window) {
    PadRun run = new PadRun(keys, window, keys && pads.contains(window));
    runs.add(run);
    return run;
  }

  private void note(PadRun run) {
    if (run.isTyping() && run.isKeys() && pads.add(run.window()) && pads.size() > MOST_PADS) {
      pads.remove(pads.iterator().next());
    }
  }

  private long gap(PadRun run) {
    return run.isKeys() ? keyGap : GAP_NANOS;
  }

  /**
   * Lets go of what is told apart.
   *
   * @param openPress when the oldest press began that has not come here yet, or {@link
   *     Long#MAX_VALUE}
   */
  void advance(long now, long openPress) {
    long horizon = Math.min(now - LATE_NANOS, openPress);
    for (PadRun run : runs) {
      if (run.isOpen() && run.end() + gap(run) <= horizon) {
        run.close();
      }
    }
    settle();
    while (leadsNowhere() && waiting.first().end + lead <= horizon) {
      sink.accept(waiting.pollFirst().activity);
      settle();
    }
    runs.removeIf(run -> !run.isOpen() && (waiting.isEmpty() || run.end() < waiting.first().start));
  }

  private void settle() {
    while (!waiting.isEmpty()) {
      PadItem first = waiting.first();
      Fate fate = fate(first);
      if (fate == Fate.WAIT) {
        return;
      }
      waiting.remove(first);
      if (first.kind == Kind.PRESS) {
        trailing = fate == Fate.GONE;
      }
      if (fate == Fate.FREE) {
        sink.accept(first.activity);
      }
    }
  }

  private Fate fate(PadItem item) {
    return switch (item.kind) {
      case PRESS -> press(item);
      case FOCUS -> own(item);
      case MOTION -> motion(item);
    };
  }

  private static Fate own(PadItem item) {
    PadRun run = item.run;
    if (run == null) {
      return Fate.FREE;
    }
    return run.isTyping() ? Fate.GONE : run.isOpen() ? Fate.WAIT : Fate.FREE;
  }

  private Fate press(PadItem item) {
    Fate fate = own(item);
    for (PadRun run : runs) {
      if (run.isTyping() && run.covers(item.start)) {
        return Fate.GONE;
      }
      if (run.isOpen() && run.start() <= item.start) {
        fate = fate == Fate.GONE ? Fate.GONE : Fate.WAIT;
      }
    }
    return fate;
  }

  /** It is typing as much as the press before it, or the one after it. */
  private Fate motion(PadItem item) {
    if (trailing) {
      return Fate.GONE;
    }
    PadItem next = nextPress(item);
    if (next == null) {
      return Fate.WAIT;
    }
    return item.end + lead <= next.start ? Fate.FREE : press(next);
  }

  private @Nullable PadItem nextPress(PadItem item) {
    for (PadItem next : waiting.tailSet(item, false)) {
      if (next.kind == Kind.PRESS) {
        return next;
      }
    }
    return null;
  }

  /** Whether what waits first is a path to no press so far. */
  private boolean leadsNowhere() {
    return !waiting.isEmpty()
        && waiting.first().kind == Kind.MOTION
        && nextPress(waiting.first()) == null;
  }

  /** When {@link #advance} has something to do; {@link Long#MAX_VALUE} where only an event can. */
  long nextDeadline(long openPress) {
    if (waiting.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long next = Long.MAX_VALUE;
    for (PadRun run : runs) {
      if (run.isOpen()) {
        next = Math.min(next, run.end() + gap(run));
      }
    }
    if (leadsNowhere()) {
      next = Math.min(next, waiting.first().end + lead);
    }
    return next > openPress || next == Long.MAX_VALUE ? Long.MAX_VALUE : next + LATE_NANOS;
  }

  /** The start of the oldest activity that waits; {@link Long#MAX_VALUE} where none does. */
  long oldestStart() {
    return waiting.isEmpty() ? Long.MAX_VALUE : waiting.first().start;
  }

  /** Lets go of everything but what may have been the beginning of typing on keys. */
  void end() {
    for (PadRun run : runs) {
      if (run.isOpen() && run.isKeys()) {
        run.condemn();
      }
      run.close();
    }
    settle();
    while (!waiting.isEmpty()) {
      sink.accept(waiting.pollFirst().activity);
      settle();
    }
    runs.clear();
  }
}
