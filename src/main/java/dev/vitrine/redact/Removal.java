package dev.vitrine.redact;

import dev.vitrine.rules.Match;
import java.util.BitSet;

/**
 * What one find takes from a span's final text: the characters (UTF-16 units), and the place of its
 * marker, which counts where no character of it is left. {@code raw} = found in what was typed, not
 * in what stood there in the end; it then names the marker only where nothing else does, since it
 * depends on how the secret was typed.
 */
record Removal(BitSet gone, int place, int length, boolean raw, String entity, String recognizer) {
  static Removal of(BitSet gone, int place, boolean raw, Match match) {
    int first = gone.nextSetBit(0);
    return new Removal(
        gone,
        first < 0 ? place : first,
        match.end() - match.start(),
        raw,
        match.entity(),
        match.recognizer());
  }

  @Override
  public String toString() {
    return "Removal[" + entity + "]";
  }
}
