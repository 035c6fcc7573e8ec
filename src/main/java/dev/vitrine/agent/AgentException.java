package dev.vitrine.agent;

import java.io.Serial;

/**
 * The agent cannot start or do what was asked; the message is one line for the person at the
 * machine.
 */
public final class AgentException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** One line: what is wrong and what to do. */
  public AgentException(String message) {
    super(message);
  }
}
