package dev.vitrine.record;

import java.io.Serial;

/**
 * A record breaks the format: it cannot be encoded, or bytes are not one. The message says which
 * rule and never repeats a value or an unknown name, and there is no cause, so that no content can
 * reach a log this way.
 */
public final class RecordFormatException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** One line, free of content. */
  public RecordFormatException(String message) {
    super(message);
  }
}
