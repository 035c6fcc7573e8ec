package dev.vitrine.receiver;

import java.io.Serial;

/** The receiver cannot start; the message is one line that says what is wrong and what to do. */
public final class ReceiverException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** One line. */
  public ReceiverException(String message) {
    super(message);
  }

  /** One line, and the cause for the debugger. */
  public ReceiverException(String message, Throwable cause) {
    super(message, cause);
  }
}
