package dev.vitrine.protocol;

import java.io.Serial;

/**
 * Something on the wire is not what the protocol says. The message is one line and says what is
 * wrong, never what was found.
 */
public final class ProtocolException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** One line without content. */
  public ProtocolException(String message) {
    super(message);
  }
}
