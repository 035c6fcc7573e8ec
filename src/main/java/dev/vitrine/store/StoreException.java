package dev.vitrine.store;

import java.io.Serial;

/** The buffer cannot do what was asked; the message is one line without content. */
public final class StoreException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** What kind of failure. */
  public enum Kind {
    /** The disk or the buffer's cap is full. */
    FULL,
    /** The file system refused (read-only, permissions, I/O error). */
    IO,
    /** The key is missing or is not the one that sealed the data. */
    KEY,
    /** The database is damaged. */
    DAMAGED,
    /** A deletion took the batch apart: it must not be sent; ask for the next one. */
    GONE
  }

  private final Kind kind;

  /** One line: what is wrong and what to do. */
  public StoreException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** One line, and the cause for the debugger. */
  public StoreException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What kind of failure. */
  public Kind kind() {
    return kind;
  }
}
