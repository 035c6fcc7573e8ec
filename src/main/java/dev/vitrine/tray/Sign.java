package dev.vitrine.tray;

import dev.vitrine.control.AgentStatus;

/** What stands for a kind of state. Its shape tells it alone, without its colour. */
public enum Sign {
  /** A filled disc, red: something is recorded. */
  CAPTURING,
  /** Two bars, amber: somebody paused. */
  PAUSED,
  /** An empty square, grey: nothing is recorded, and nothing is wrong. */
  STOPPED,
  /** A triangle with an exclamation mark, amber: nothing is recorded; somebody should look why. */
  TROUBLE;

  /** The sign of a state. */
  public static Sign of(AgentStatus.State state) {
    return switch (state) {
      case CAPTURING -> CAPTURING;
      case PAUSED -> PAUSED;
      case WAITING_FOR_ACKNOWLEDGEMENT, OUTSIDE_HOURS, LOCKED, STOPPED -> STOPPED;
      case NO_POLICY, NOT_VISIBLE, FULL, FAILED -> TROUBLE;
    };
  }
}
