package dev.vitrine.control;

import java.io.Serial;

/** The agent cannot do what was asked, or cannot be reached; the message is one line for people. */
public final class ControlException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** One line: what is wrong and what to do. */
  public ControlException(String message) {
    super(message);
  }
}
