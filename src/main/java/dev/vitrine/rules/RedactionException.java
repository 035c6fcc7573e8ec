package dev.vitrine.rules;

/** Searching a text failed or ran out of its budget. The message never holds any of the text. */
public final class RedactionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what happened, in words that say nothing of the text. */
  public RedactionException(String message) {
    super(message);
  }
}
