package dev.vitrine.capture;

import dev.vitrine.capture.TerminalWatcher.TerminalState;
import dev.vitrine.event.RawInput;

/**
 * Which keys may pass where the program in front has a pseudo-terminal below it.
 *
 * <p>A program that asks for a password turns the echo off some time after the Enter that started
 * it, and reads what was typed until then as well. So a key passes only if the terminals were open,
 * and the same, from before it until {@value #AFTER_MS} ms after it, or until the Enter that ended
 * its line. After an Enter, or a chord that may be one, nothing passes for {@value #AFTER_MS} ms,
 * since a program that finds its password typed already hides the echo for too short to be seen.
 * Where a key is refused, the rest of its line is too: half a line would not tell what was typed,
 * nor be recognised for what it is.
 */
final class TerminalGuard {
  /** Milliseconds; echo went off 0.2 to 15 ms after Enter, in ssh 147. */
  static final long AFTER_MS = 250;

  /** Milliseconds by which a look may come late. */
  static final long LOOK_MS = 25;

  private static final long MS = 1_000_000L;

  /** What becomes of a key. */
  enum Verdict {
    /** It cannot be told yet. */
    WAIT,
    PASS,
    REFUSED,
    /** It was read without echo; what was typed since the last Enter is no longer to be trusted. */
    HIDDEN
  }

  private final TerminalWatcher terminals;
  private long lineEnded = Long.MIN_VALUE / 2;
  private boolean broken;

  TerminalGuard(TerminalWatcher terminals) {
    this.terminals = terminals;
  }

  /** When a key of that moment can be judged. */
  static long judgedAt(long at) {
    return at + (AFTER_MS + LOOK_MS) * MS;
  }

  /** Whether the key hands a line to the program, or may. */
  static boolean endsLine(RawInput input) {
    return input instanceof RawInput.Key key
        && key.down()
        && (key.key().equals("Enter")
            || key.key().equals("Insert")
            || (key.modifiers().chord() && !key.key().equals("Control")));
  }

  /**
   * Judges a key that went down.
   *
   * @param nextEnd when the line was ended after it, {@link Long#MAX_VALUE} where it was not by now
   */
  Verdict judge(RawInput.Key key, int pid, long nextEnd, long now) {
    if (terminals.during(pid, key.nanos(), now) == TerminalState.NONE) {
      return Verdict.PASS;
    }
    if (now < judgedAt(key.nanos())) {
      return Verdict.WAIT;
    }
    long at = key.nanos();
    boolean ends = endsLine(key);
    long until = ends ? at + 1 : Math.min(nextEnd, at + AFTER_MS * MS);
    TerminalState state = terminals.during(pid, at, until);
    if (state == TerminalState.PROTECTED) {
      broken = true;
      return Verdict.HIDDEN;
    }
    boolean tooSoon = at - lineEnded < AFTER_MS * MS;
    if (state == TerminalState.NONE) {
      return Verdict.PASS;
    }
    broken |= tooSoon || state != TerminalState.OPEN;
    return broken ? Verdict.REFUSED : Verdict.PASS;
  }

  /** A key is done with, whatever became of it. */
  void done(RawInput input) {
    if (endsLine(input)) {
      lineEnded = input.nanos();
      broken = false;
    }
  }

  /** The program in front whose text may be taken, or 0. */
  void front(int pid) {
    terminals.front(pid);
  }

  /** Another window is in front: its line is another one. */
  void switched() {
    broken = false;
  }
}
