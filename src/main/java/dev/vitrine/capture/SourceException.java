package dev.vitrine.capture;

import java.io.Serial;

/**
 * A source of input or context cannot start; the message is one line for the person at the machine.
 */
public final class SourceException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** One line: what is wrong and what to do. */
  public SourceException(String message) {
    super(message);
  }

  /** One line: what is wrong and what to do; the cause is for the debugger, never printed. */
  public SourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
