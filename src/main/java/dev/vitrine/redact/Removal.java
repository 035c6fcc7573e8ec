package dev.vitrine.redact;

import dev.vitrine.rules.Match;
import java.util.BitSet;

/**
 * What one find takes from a span's final text: the characters (UTF-16 units), and the place of its
 * marker, which counts where no character of it is left.
 */
record Removal(BitSet gone, int place, int length, String entity, String recognizer) {
  static Removal of(BitSet gone, int place, Match match) {
    int first = gone.nextSetBit(0);
    return new Removal(
        gone,
        first < 0 ? place : first,
        match.end() - match.start(),
        match.entity(),
        match.recognizer());
  }

  @Override
  public String toString() {
    return "Removal[" + entity + "]";
  }
}
