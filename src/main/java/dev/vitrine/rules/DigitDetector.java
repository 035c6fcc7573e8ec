package dev.vitrine.rules;

/** Looks at one run of digits. */
interface DigitDetector {
  /** Least number of digits in a run that this detector cares for. */
  int least();

  /** Looks at the whole run. */
  void look(Scan scan, Digits digits);

  /** Called when nothing else is left: adds what depends on the words near it. */
  default void finish(Scan scan) {}
}
