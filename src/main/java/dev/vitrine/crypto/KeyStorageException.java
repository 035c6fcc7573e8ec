package dev.vitrine.crypto;

import java.io.Serial;

/**
 * The key store cannot be used; the message is one line for the person at the machine and holds no
 * secret.
 */
public final class KeyStorageException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** What kind of failure. */
  public enum Kind {
    /** There is no key store. */
    UNAVAILABLE,
    /** It is locked, or did not answer in time. */
    LOCKED,
    /** It answered with an error. */
    FAILED
  }

  private final Kind kind;

  /** One line: what is wrong and what to do. */
  public KeyStorageException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** What kind of failure. */
  public Kind kind() {
    return kind;
  }
}
