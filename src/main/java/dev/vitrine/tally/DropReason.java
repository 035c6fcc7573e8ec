package dev.vitrine.tally;

/** Why input was not captured. Names are part of the record and status contracts. */
public enum DropReason {
  /** Staff had paused capture. */
  PAUSED,
  /** No rule of the policy admits the application, its title, or the window under the pointer. */
  NOT_ALLOWED,
  /** Nobody could say in time which element had the keyboard focus. */
  FOCUS_UNKNOWN,
  /** The focus was in a protected field. */
  PROTECTED,
  /** The page's host was unknown, private, or not on the rule's list. */
  SITE_UNKNOWN,
  /** A terminal's state was closed or unknown. */
  TERMINAL,
  /** An input method was composing. */
  INPUT_METHOD,
  /** The edit buffer could not model where text went. */
  TAINTED,
  /** Redaction failed or ran out of its budget. */
  REDACTION_FAILED,
  /** A bounded queue was full. */
  QUEUE_FULL,
  /** Outside the policy's hours. */
  OUTSIDE_HOURS,
  /** The session was locked. */
  SESSION_LOCKED,
  /** No indicator was on screen. */
  NOT_VISIBLE,
  /** The buffer was full or could not be written. */
  STORE_FULL,
  /** The policy changed under open input. */
  POLICY_CHANGED,
  /** The agent was stopping. */
  STOPPED
}
