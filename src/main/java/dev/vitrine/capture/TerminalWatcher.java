package dev.vitrine.capture;

/** Seam: what the pseudo-terminals below a process say about what is typed into it. */
public interface TerminalWatcher {
  /** What is known of the terminals below one process. */
  enum TerminalState {
    /** The process has no terminal below it. */
    NONE,
    /** Every terminal echoes or shows a line editor. */
    OPEN,
    /** A terminal reads without echo. */
    PROTECTED,
    /** A terminal is there and its state cannot be told, or did not stay the same. */
    UNKNOWN
  }

  /** Looks now. Never blocks longer than a few milliseconds. */
  TerminalState stateOf(int pid);

  /**
   * What was the case all through a stretch of time, in {@link System#nanoTime}, from the last look
   * by {@code from} to the last one before {@code to}: PROTECTED where it was so at any look; OPEN
   * where it was so at each, with the same terminals, the same program in front in each and the
   * same way of reading; UNKNOWN where that is not so or nobody looked.
   */
  default TerminalState during(int pid, long from, long to) {
    return stateOf(pid);
  }

  /** That process is in front from now on, and is to be looked at often; 0 = none is. */
  default void front(int pid) {}

  /** A key was pressed: a look is to be taken at once, on the caller's thread. */
  default void keyPressed() {}

  /** Stops looking. */
  default void close() {}
}
