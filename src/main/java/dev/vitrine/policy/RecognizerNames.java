package dev.vitrine.policy;

import java.util.Collection;

/** The names that {@code redaction.recognizers} and {@code redaction.except} may use. */
public interface RecognizerNames {
  /** Whether there is a recogniser, or a group of them, of that name. */
  boolean knows(String name);

  /** Whether it always runs: cards, tokens, keys, passwords. */
  boolean mandatory(String name);

  /** All names, for what an error says is allowed. */
  Collection<String> names();
}
