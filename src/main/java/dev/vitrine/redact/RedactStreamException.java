package dev.vitrine.redact;

import java.io.IOException;

/** An input that cannot be redacted; the message names the line, never what it holds. */
public final class RedactStreamException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a message fit for a user. */
  public RedactStreamException(String message) {
    super(message);
  }
}
