package dev.vitrine.redact;

import dev.vitrine.assemble.TypedText;
import dev.vitrine.redact.ProtectedTyping.Word;
import dev.vitrine.rules.CompiledRules;
import dev.vitrine.rules.Joint;
import dev.vitrine.rules.Match;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Searches a span by itself and together with the spans shortly before it, as the text stood in the
 * end and as it was typed, and notes on each span what must go.
 */
final class SpanSearch {
  private static final String ENTITY = "PASSWORD";
  private static final String RECOGNIZER = "protected-field";

  /** How a span is read. */
  private enum Form {
    /** As it stood in the end. */
    TEXT,
    /** In the order in which it was typed, what was erased included. */
    RAW,
    /** In the order in which it was typed, without what was erased. */
    KEPT
  }

  private final CompiledRules rules;
  private final ProtectedTyping hidden;

  SpanSearch(CompiledRules rules, ProtectedTyping hidden) {
    this.rules = rules;
    this.hidden = hidden;
  }

  /** Looks for what was typed into a protected field. */
  void seek(List<Held> window, Word word) {
    for (Form form : Form.values()) {
      seek(window, word, form, 0);
    }
  }

  private void seek(List<Held> window, Word word, Form form, int from) {
    StringBuilder joined = new StringBuilder();
    int[] starts = join(window, form, joined);
    for (int at = Math.max(0, from); at + word.length <= joined.length(); at++) {
      if (hidden.isAt(word, joined, at)) {
        apply(
            window,
            starts,
            new Match(at, at + word.length, ENTITY, RECOGNIZER),
            form,
            Removal.HIDDEN);
      }
    }
  }

  private static int[] join(List<Held> window, Form form, StringBuilder joined) {
    int[] starts = new int[window.size() + 1];
    for (int i = 0; i < window.size(); i++) {
      starts[i] = joined.length();
      joined.append(piece(window.get(i), form));
    }
    starts[window.size()] = joined.length();
    return starts;
  }

  /**
   * {@code window} is in order of time and ends with the new span; all are text. {@code words} were
   * typed into protected fields not long before.
   */
  void search(List<Held> window, List<Word> words) {
    for (Word word : words) {
      for (Form form : Form.values()) {
        int old =
            window.stream()
                .limit(window.size() - 1L)
                .mapToInt(it -> piece(it, form).length())
                .sum();
        seek(window, word, form, old - word.length + 1);
      }
    }
    Held last = window.get(window.size() - 1);
    all(List.of(last));
    if (window.size() > 1) {
      all(window);
    }
  }

  /** A form that reads like one before it is not searched again. */
  private void all(List<Held> window) {
    together(window, Form.TEXT);
    if (window.size() > 1 || !typed(window.get(0)).raw().equals(typed(window.get(0)).text())) {
      together(window, Form.RAW);
    }
    if (window.stream().anyMatch(held -> !typed(held).inOrder())) {
      together(window, Form.KEPT);
    }
  }

  private static TypedText typed(Held held) {
    if (held.span == null) {
      throw new IllegalStateException("not text");
    }
    return held.span.typed();
  }

  private static String piece(Held held, Form form) {
    return switch (form) {
      case TEXT -> typed(held).text();
      case RAW -> typed(held).raw();
      case KEPT -> {
        StringBuilder kept = new StringBuilder();
        for (int at : typed(held).kept()) {
          kept.append(typed(held).raw().charAt(at));
        }
        yield kept.toString();
      }
    };
  }

  private void together(List<Held> window, Form form) {
    StringBuilder joined = new StringBuilder();
    int[] starts = join(window, form, joined);
    List<Joint> joints = new ArrayList<>();
    for (int i = 0; i < window.size(); i++) {
      Held held = window.get(i);
      if (i > 0) {
        boolean pause = held.continues == window.get(i - 1);
        joints.add(new Joint(starts[i], pause ? Joint.Kind.PAUSE : Joint.Kind.BREAK));
      }
      if (form == Form.RAW) {
        corrections(typed(held), starts[i], i > 0, joints);
      }
    }
    for (Match match : rules.find(joined, joints)) {
      Match all = trimmed(match, joined, window, starts);
      apply(window, starts, all, form, window.get(spanAt(starts, all.start())).number);
    }
  }

  /** Each place beside a character that was erased later may be the border of a number. */
  private static void corrections(TypedText typed, int at, boolean skipFirst, List<Joint> joints) {
    BitSet kept = new BitSet();
    for (int i = 0; i < typed.text().length(); i++) {
      kept.set(typed.origin(i));
    }
    int length = typed.raw().length();
    for (int i = skipFirst ? 1 : 0; i < length; i++) {
      if (!kept.get(i) || (i > 0 && !kept.get(i - 1))) {
        joints.add(new Joint(at + i, Joint.Kind.EDIT));
      }
    }
  }

  /**
   * A find without a natural end may have drawn in what merely stood beside it in another field: if
   * the part on one side of a break is such a find by itself, that part is all there is.
   */
  private Match trimmed(Match match, CharSequence joined, List<Held> window, int[] starts) {
    if (!rules.open(match.recognizer())) {
      return match;
    }
    for (int i = 1; i < window.size(); i++) {
      int at = starts[i];
      boolean inside = at > match.start() && at < match.end();
      if (!inside || window.get(i).continues == window.get(i - 1)) {
        continue;
      }
      if (whole(joined.subSequence(match.start(), at), match)) {
        return new Match(match.start(), at, match.entity(), match.recognizer());
      }
      if (whole(joined.subSequence(at, match.end()), match)) {
        return new Match(at, match.end(), match.entity(), match.recognizer());
      }
    }
    return match;
  }

  private boolean whole(CharSequence part, Match match) {
    return rules.find(part).stream()
        .anyMatch(
            found ->
                found.start() == 0
                    && found.end() == part.length()
                    && found.entity().equals(match.entity()));
  }

  private static int spanAt(int[] starts, int at) {
    int span = 0;
    while (span + 2 < starts.length && starts[span + 1] <= at) {
      span++;
    }
    return span;
  }

  private static void apply(
      List<Held> window, int[] starts, Match match, Form form, long beginsIn) {
    boolean before = false;
    for (int i = 0; i < window.size(); i++) {
      int from = Math.max(match.start(), starts[i]) - starts[i];
      int to = Math.min(match.end(), starts[i + 1]) - starts[i];
      if (from < to) {
        Held held = window.get(i);
        held.removals.add(removal(held, from, to, match, form, beginsIn));
        held.fused |= before && held.continues == window.get(i - 1);
        before = true;
      }
    }
  }

  private static Removal removal(
      Held held, int from, int to, Match match, Form form, long beginsIn) {
    return switch (form) {
      case TEXT -> removal(from, to, match, beginsIn);
      case RAW -> rawRemoval(held, from, to, match, beginsIn);
      case KEPT -> {
        int[] kept = typed(held).kept();
        yield rawRemoval(held, kept[from], kept[to - 1] + 1, match, beginsIn);
      }
    };
  }

  private static Removal removal(int from, int to, Match match, long beginsIn) {
    BitSet gone = new BitSet();
    gone.set(from, to);
    return Removal.of(gone, from, false, match, beginsIn);
  }

  private static Removal rawRemoval(Held held, int from, int to, Match match, long beginsIn) {
    TypedText typed = typed(held);
    BitSet gone = new BitSet();
    int place = 0;
    int nearest = -1;
    for (int i = 0; i < typed.text().length(); i++) {
      int origin = typed.origin(i);
      if (origin >= from && origin < to) {
        gone.set(i);
      } else if (origin < from && origin > nearest) {
        nearest = origin;
        place = i + 1;
      }
    }
    return Removal.of(gone, place, true, match, beginsIn);
  }
}
