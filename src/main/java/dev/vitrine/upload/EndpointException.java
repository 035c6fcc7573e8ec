package dev.vitrine.upload;

import java.io.Serial;

/**
 * With this configuration nothing can be sent at all; the message is one line for people and says
 * what to change.
 */
final class EndpointException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  EndpointException(String message) {
    super(message);
  }
}
