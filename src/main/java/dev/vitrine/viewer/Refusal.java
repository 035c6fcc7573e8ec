package dev.vitrine.viewer;

import java.io.Serial;

/** A request that is not served; the message is one line for people, without content. */
final class Refusal extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  Refusal(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
