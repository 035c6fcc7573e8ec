package dev.vitrine.rules;

/** Looks at one candidate. Called in order of {@code end}. */
interface Detector {
  /**
   * Adds what it finds to the scan.
   *
   * @param start where the keyword or the triggering character begins
   * @param end where it ends, exclusive
   */
  void look(Scan scan, int start, int end);

  /** Whether a keyword inside a word is nothing to it, so that it need not be asked. */
  default boolean onlyAtStart() {
    return false;
  }
}
