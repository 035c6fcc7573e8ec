package dev.vitrine.cli;

import java.io.Serial;

/** A command failed; the message is one line that says what is wrong and what to do. */
final class CommandException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  CommandException(String message) {
    super(message);
  }
}
