package dev.vitrine.redact;

import dev.vitrine.assemble.TypedText;
import dev.vitrine.rules.Match;
import java.util.BitSet;

/**
 * What one find takes from a span's final text: the characters (UTF-16 units), and the place of its
 * marker, which counts where no character of it is left. {@code raw} = found in what was typed, not
 * in what stood there in the end; it then names the marker only where nothing else does, since it
 * depends on how the secret was typed. {@code from} is the number of the held span in which the
 * find begins, or {@link #HIDDEN}.
 */
record Removal(
    BitSet gone, int place, int length, boolean raw, String entity, String recognizer, long from) {
  /** What was typed into a protected field was found. */
  static final long HIDDEN = -1;

  static Removal of(BitSet gone, int place, boolean raw, Match match, long from) {
    int first = gone.nextSetBit(0);
    return new Removal(
        gone,
        first < 0 ? place : first,
        match.end() - match.start(),
        raw,
        match.entity(),
        match.recognizer(),
        from);
  }

  /**
   * The same from that span when it was typed on, or corrected: {@code after} begins, in the order
   * of typing, with all of {@code before}.
   */
  Removal in(TypedText before, TypedText after) {
    BitSet origins = new BitSet();
    gone.stream().forEach(i -> origins.set(before.origin(i)));
    BitSet still = new BitSet();
    int marker = 0;
    int anchor = place == 0 ? -1 : before.origin(place - 1);
    for (int i = 0; i < after.text().length(); i++) {
      still.set(i, origins.get(after.origin(i)));
      marker = after.origin(i) == anchor ? i + 1 : marker;
    }
    int first = still.nextSetBit(0);
    return new Removal(still, first < 0 ? marker : first, length, raw, entity, recognizer, from);
  }

  @Override
  public String toString() {
    return "Removal[" + entity + "]";
  }
}
