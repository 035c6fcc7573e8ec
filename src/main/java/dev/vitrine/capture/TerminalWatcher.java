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
    /** A terminal is there and its state cannot be told. */
    UNKNOWN
  }

  /** Looks now. Never blocks longer than a few milliseconds. */
  TerminalState stateOf(int pid);
}
