package dev.vitrine.capture;

/**
 * Accounts for every single input event, so that a test can show that none vanishes. Exists inside
 * a process only: nothing exposes the numbers, which would tell how much was typed.
 */
public interface InputAccounting {
  /** What became of an event. */
  enum Fate {
    /** Went to the assembler. */
    TAKEN,
    /** Refused at the gate, before the queue. */
    DENIED,
    /** Refused after the queue, or never reached it because it was full. */
    DROPPED
  }

  /** One event met its fate. Called on the hook and the pipeline thread. */
  void count(Fate fate);

  /** Counts nothing. */
  InputAccounting NONE = fate -> {};
}
