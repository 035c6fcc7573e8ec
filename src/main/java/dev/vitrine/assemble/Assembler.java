package dev.vitrine.assemble;

import dev.vitrine.capture.Judged;
import dev.vitrine.event.RawInput;
import dev.vitrine.policy.AppRule.ElementMode;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Puts judged input together into activities. Everything that is open is bounded in time and size;
 * {@link #oldestOpenStart} tells from when on an activity may still come, so that they can be put
 * in order. Not thread-safe; driven by its caller's times alone.
 */
public final class Assembler {
  private final Sessions sessions;
  private final KeyAssembler keys;
  private final PointerAssembler pointer;

  /** Since when the focus is, or was, where nothing is captured. */
  private long left = Long.MAX_VALUE;

  private final Consumer<Activity> sink;

  /** An assembler with nothing open; {@code random} names the sessions. */
  public Assembler(RandomGenerator random, WallClock clock, Consumer<Activity> sink) {
    this.sink = sink;
    this.sessions = new Sessions(random, clock);
    this.keys = new KeyAssembler(sessions, sink);
    this.pointer = new PointerAssembler(sessions, sink);
  }

  /** The revision of the policy that is in force from now on. */
  public void policy(String revision) {
    sessions.policy(revision);
  }

  /** How long a finished span can still be replaced, from its last key on; not at all at first. */
  public void replaceable(Duration lookBack) {
    keys.reach(lookBack);
    pointer.reach(lookBack);
  }

  /** From that time on nothing is captured for a while: what is typed after it is another span. */
  public void leave(long nanos) {
    left = nanos;
  }

  /** Takes judged input, in order of time. */
  public void accept(Judged judged) {
    advance(judged.nanos());
    if (judged.nanos() >= left) {
      left = Long.MAX_VALUE;
      keys.interrupt(null);
    }
    sessions.touch(judged.nanos());
    if (judged instanceof Judged.Key key) {
      keys.key(key);
    } else if (judged instanceof Judged.Focus focus) {
      focus(focus);
    } else {
      pointer((Judged.Pointer) judged);
    }
  }

  /** Ends what has been idle long enough. */
  public void advance(long now) {
    keys.advance(now);
    pointer.advance(now);
  }

  /** When {@link #advance} has something to do; {@link Long#MAX_VALUE} where nothing is open. */
  public long nextDeadline() {
    return Math.min(keys.nextDeadline(), pointer.nextDeadline());
  }

  /** The start of the oldest activity that is still open; {@link Long#MAX_VALUE} where none is. */
  public long oldestOpenStart() {
    return Math.min(keys.oldestOpenStart(), pointer.oldestOpenStart());
  }

  /** Forgets the text that is being typed: it may have gone where nobody should look. */
  public void retract() {
    keys.retract();
  }

  /** Ends everything that is open. */
  public void end() {
    keys.end();
    pointer.end();
  }

  /** The next input begins a new session. */
  public void endSession() {
    end();
    sessions.end();
  }

  private void focus(Judged.Focus focus) {
    if (focus.rule().elements() == ElementMode.NONE) {
      pointer.focus(focus, null);
      return;
    }
    keys.interrupt(KeyAssembler.field(focus.window().id(), focus.element()));
    Place.Element element =
        new Place.Element(
            focus.element().role(),
            focus.rule().elements() == ElementMode.NAMES ? focus.element().name() : null,
            focus.element().bounds());
    Activity.Focus activity =
        new Activity.Focus(
            sessions.place(focus),
            focus.nanos(),
            element,
            focus.window().bounds(),
            focus.monitor());
    if (!pointer.focus(focus, activity)) {
      sink.accept(activity);
    }
  }

  private void pointer(Judged.Pointer judged) {
    RawInput.Pointing input = judged.input();
    if (input instanceof RawInput.Motion motion) {
      pointer.motion(judged, motion);
    } else if (input instanceof RawInput.Wheel wheel) {
      pointer.wheel(judged, wheel);
    } else if (input instanceof RawInput.Button button) {
      keys.interrupt(null);
      pointer.button(judged, button);
    }
  }
}
