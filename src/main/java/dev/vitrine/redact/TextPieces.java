package dev.vitrine.redact;

import dev.vitrine.rules.CompiledRules;
import dev.vitrine.rules.Match;
import dev.vitrine.rules.RedactionException;
import java.io.IOException;
import java.util.List;

/**
 * Redacts one text of any length in bounded memory. A text of up to {@code block + margin}
 * characters is searched as a whole; a longer one in pieces that overlap, with the same result
 * wherever no find is longer than the margin. A find that is longer than can be held is followed to
 * its end and removed as one.
 */
final class TextPieces {
  /** The longest find that is surely the same as if the whole text were searched. */
  static final int MARGIN = 32 * 1024;

  /** What stands before the border of a piece and is searched again with the next. */
  private static final int CONTEXT = 4096;

  /** More than this is not held, however long a find is. */
  private static final int MOST = 2 * 1024 * 1024;

  private final CompiledRules rules;
  private final Sink sink;
  private final int block;
  private final int margin;
  private final int context;
  private final int most;
  private final StringBuilder text = new StringBuilder();

  /** How much of {@code text} is already out. */
  private int done;

  /** The length at which the next search is worth its while. */
  private int wanted;

  /** Where the middle of a very long find was forgotten; -1 = nowhere. */
  private int hole = -1;

  /** How many code points were forgotten there. */
  private long forgotten;

  /** Takes what may be let out, in order. */
  interface Sink {
    /** {@code text[from..to)} stays; never ends in the middle of a surrogate pair. */
    void kept(CharSequence text, int from, int to) throws IOException;

    /** So many code points of the input are removed; a marker takes their place. */
    void removed(String entity, long points) throws IOException;
  }

  /** Lets text out after each {@code block} characters. */
  TextPieces(CompiledRules rules, int block, Sink sink) {
    this(rules, block, MARGIN, CONTEXT, MOST, sink);
  }

  TextPieces(CompiledRules rules, int block, int margin, int context, int most, Sink sink) {
    this.rules = rules;
    this.block = block;
    this.margin = margin;
    this.context = context;
    this.most = most;
    this.sink = sink;
    this.wanted = block + margin;
  }

  /** More of the text. Throws {@link RedactionException} where it cannot be searched. */
  void append(char[] more, int from, int to) throws IOException {
    int p = from;
    while (p < to) {
      int part = Math.min(to - p, Math.max(1, wanted - text.length()));
      text.append(more, p, part);
      p += part;
      if (text.length() >= wanted) {
        search(false);
      }
    }
  }

  /** The text ends; everything is let out, and another text may begin. */
  void finish() throws IOException {
    search(true);
    clear();
  }

  /** Forgets the text, of which no more is let out. */
  void clear() {
    text.setLength(0);
    done = 0;
    wanted = block + margin;
    hole = -1;
    forgotten = 0;
  }

  private void search(boolean end) throws IOException {
    List<Match> matches = TextRedactor.merged(rules.find(text));
    if (hole >= 0 && matches.stream().noneMatch(this::coversHole)) {
      throw new RedactionException("a find is longer than can be held");
    }
    int cut = end ? text.length() : cut(matches);
    emit(matches, cut);
    done = cut;
    if (!end) {
      forget(matches);
      int drop = Math.max(0, start(matches));
      text.delete(0, drop);
      done -= drop;
      hole -= hole < 0 ? 0 : drop;
      // Where a long find lets little out, wait for twice as much before searching it again.
      wanted = Math.max(done + block + margin, Math.min(text.length() * 2, most + margin));
    }
  }

  private boolean coversHole(Match match) {
    return match.start() < hole && match.end() > hole;
  }

  /** After the last line that lies wholly before the margin, and never inside a find. */
  private int cut(List<Match> matches) {
    int last = Math.max(done, text.length() - margin);
    int cut = last;
    for (int p = last; p > Math.max(done, last - block / 2); p--) {
      if (text.charAt(p - 1) == '\n') {
        cut = p;
        break;
      }
    }
    if (cut > done && splitsPair(cut)) {
      cut--;
    }
    for (Match match : matches) {
      if (match.start() < cut && match.end() > cut) {
        return Math.max(done, match.start());
      }
    }
    return cut;
  }

  private boolean splitsPair(int at) {
    return at > 0
        && at < text.length()
        && Character.isLowSurrogate(text.charAt(at))
        && Character.isHighSurrogate(text.charAt(at - 1));
  }

  private void emit(List<Match> matches, int to) throws IOException {
    int p = done;
    for (Match match : matches) {
      if (match.end() <= p || match.start() >= to) {
        continue;
      }
      int start = Math.max(p, match.start());
      if (start > p) {
        sink.kept(text, p, start);
      }
      long points = Character.codePointCount(text, start, match.end());
      if (hole >= 0 && coversHole(match)) {
        points += forgotten;
        hole = -1;
        forgotten = 0;
      }
      sink.removed(match.entity(), points);
      p = match.end();
    }
    if (p < to) {
      sink.kept(text, p, to);
    }
  }

  /** Where one find is all that is held and that is too much: forgets the middle of the find. */
  private void forget(List<Match> matches) {
    if (text.length() - done < most) {
      return;
    }
    for (Match match : matches) {
      if (match.start() <= done && match.end() > done) {
        int from = match.start() + margin;
        int to = match.end() - margin;
        from -= splitsPair(from) ? 1 : 0;
        to -= splitsPair(to) ? 1 : 0;
        if (from < to) {
          forgotten += Character.codePointCount(text, from, to);
          text.delete(from, to);
          hole = from;
        }
        return;
      }
    }
  }

  /** A place before which nothing is needed any more: a line's beginning, never inside a find. */
  private int start(List<Match> matches) {
    int start = done - context;
    for (int p = start; p > Math.max(0, start - context); p--) {
      if (text.charAt(p - 1) == '\n') {
        start = p;
        break;
      }
    }
    for (Match match : matches) {
      if (match.start() < start && match.end() > start) {
        start = match.start();
      }
    }
    return start > 0 && splitsPair(start) ? start - 1 : start;
  }
}
