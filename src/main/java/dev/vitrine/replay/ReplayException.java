package dev.vitrine.replay;

import java.io.Serial;

/** A replay file is not well formed; the message names file and line, never what the line holds. */
public final class ReplayException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** One line: where and what. */
  public ReplayException(String message) {
    super(message);
  }
}
