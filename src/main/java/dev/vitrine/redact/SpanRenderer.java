package dev.vitrine.redact;

import dev.vitrine.record.Remark;
import dev.vitrine.rules.CompiledRules;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints a span, or several that became one, with a marker for each removed stretch. */
final class SpanRenderer {
  private final StringBuilder source = new StringBuilder();
  private final BitSet gone = new BitSet();
  private final List<Removal> removals = new ArrayList<>();
  private final StringBuilder out = new StringBuilder();
  private final List<Remark> remarks = new ArrayList<>();
  private int kept;

  /** Prints them in order. */
  SpanRenderer(List<Held> spans) {
    for (Held held : spans) {
      int at = source.length();
      if (held.span != null) {
        source.append(held.span.typed().text());
      }
      for (Removal removal : held.removals) {
        removal.gone().stream().forEach(i -> gone.set(at + i));
        removals.add(
            new Removal(
                removal.gone(),
                at + removal.place(),
                removal.length(),
                removal.raw(),
                removal.entity(),
                removal.recognizer(),
                removal.from()));
      }
    }
    print();
  }

  /** The printed text. */
  String text() {
    return out.toString();
  }

  /** Where its markers stand. */
  List<Remark> remarks() {
    return List.copyOf(remarks);
  }

  /** Whether anything was removed. */
  boolean removed() {
    return !removals.isEmpty();
  }

  /** How many code points of the span are left. */
  int kept() {
    return kept;
  }

  private void print() {
    int p = 0;
    while (p <= source.length()) {
      int end = gone.get(p) ? gone.nextClearBit(p) : p;
      Removal name = name(p, end);
      if (name != null) {
        String marker = CompiledRules.marker(name.entity());
        remarks.add(
            new Remark(
                name.entity(),
                name.recognizer(),
                null,
                out.length(),
                out.length() + marker.length()));
        out.append(marker);
      }
      p = end;
      if (p < source.length()) {
        char c = source.charAt(p);
        out.append(c);
        kept += Character.isLowSurrogate(c) ? 0 : 1;
      }
      p++;
    }
  }

  /** The longest removal whose marker belongs in start..end; ties by name, never by order. */
  private @Nullable Removal name(int start, int end) {
    Removal best = null;
    for (Removal removal : removals) {
      if (removal.place() >= start
          && removal.place() <= end
          && (best == null || before(removal, best))) {
        best = removal;
      }
    }
    return best;
  }

  private static boolean before(Removal a, Removal b) {
    if (a.raw() != b.raw()) {
      return b.raw();
    }
    return a.length() != b.length()
        ? a.length() > b.length()
        : a.recognizer().compareTo(b.recognizer()) < 0;
  }
}
