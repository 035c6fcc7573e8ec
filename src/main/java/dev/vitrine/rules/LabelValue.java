package dev.vitrine.rules;

import org.jspecify.annotations.Nullable;

/**
 * Where the value of a label begins.
 *
 * @param at the first character, which may be a quotation mark
 * @param end where it ends, if the form says so; else -1
 * @param form what stands between the label and the value
 */
record LabelValue(int at, int end, Form form) {
  private static final int BETWEEN = 32;
  private static final int QUOTED = 128;

  /** What stands between a label and its value. */
  enum Form {
    /** The end of a field or span. */
    BORDER,
    /** An equals sign without blanks. */
    PAIR,
    /** An equals sign with blanks. */
    EQUALS,
    /** A colon, or another sign. */
    SIGN,
    /** Words, a tag, an argument, or nothing. */
    OTHER
  }

  /** The value after the label that ends at {@code from}; null where there is none. */
  static @Nullable LabelValue find(
      Scan scan, int start, int from, int labelEnd, LabelDetector.Kind kind) {
    int p = from;
    while (p < scan.n && "\"'`)]*\\ \t".indexOf(scan.f[p]) >= 0 && !scan.joint(p)) {
      p++;
    }
    if (scan.hardJoint(p) || (scan.border(p) && Fold.alnum(scan.at(p)))) {
      return p < scan.n ? new LabelValue(p, -1, Form.BORDER) : null;
    }
    int sign = Assignment.sign(scan, p);
    if (sign > 0) {
      return signed(scan, start, p, sign);
    }
    LabelValue value = argument(scan, start, from, p);
    if (value != null || kind == LabelDetector.Kind.RANDOM) {
      return value;
    }
    value = SentenceValue.after(scan, start, p, kind);
    if (value != null) {
      return value;
    }
    int words = SentenceValue.words(scan, p, kind);
    if (words > 0) {
      return other(Assignment.blanks(scan, words), scan);
    }
    value = SentenceValue.dash(scan, p);
    return value != null ? value : SentenceValue.bare(scan, start, p, labelEnd, kind);
  }

  private static @Nullable LabelValue other(int at, Scan scan) {
    return at >= 0 && at < scan.n && !Fold.lineEnd(scan.f[at])
        ? new LabelValue(at, -1, Form.OTHER)
        : null;
  }

  private static @Nullable LabelValue signed(Scan scan, int start, int at, int sign) {
    boolean equals = scan.f[sign - 1] == '=';
    int p = Assignment.blanks(scan, sign);
    if (p < scan.n && Fold.lineEnd(scan.f[p])) {
      return equals ? null : wrapped(scan, p);
    }
    if (p >= scan.n) {
      return null;
    }
    boolean column = !equals && p == sign && scan.at(start - 1) == ':';
    if (column && !SentenceValue.telling(scan, p, LabelDetector.Kind.CODE)) {
      return null;
    }
    int typed = Assignment.typed(scan, p);
    if (typed > 0 && !equals) {
      int value = Assignment.blanks(scan, typed);
      return quote(scan.at(value)) ? new LabelValue(value, -1, Form.EQUALS) : null;
    }
    boolean pair = equals && p == sign && !Fold.space(scan.at(at - 1));
    return new LabelValue(p, -1, pair ? Form.PAIR : equals ? Form.EQUALS : Form.SIGN);
  }

  /** On the line after a colon, if nothing but one word is there. */
  private static @Nullable LabelValue wrapped(Scan scan, int lineEnd) {
    int p = lineEnd;
    while (p < scan.n && p - lineEnd < BETWEEN && scan.f[p] <= ' ') {
      p++;
    }
    int stop = scan.lines.end(Math.min(p, scan.n));
    if (stop - p < 4 || stop - p > LabelDetector.LONGEST) {
      return null;
    }
    for (int i = p; i < stop; i++) {
      if (Fold.space(scan.f[i]) || scan.f[i] == ':') {
        return null;
      }
    }
    return new LabelValue(p, -1, Form.SIGN);
  }

  /** In a call, a declaration, an element, or between quotation marks. */
  private static @Nullable LabelValue argument(Scan scan, int start, int from, int at) {
    char c = scan.at(from);
    if (quote(c) || c == '\\') {
      int comma = Assignment.blanks(scan, from + 1);
      int value = Assignment.blanks(scan, comma + 1);
      if (scan.at(comma) == ',' && scan.at(value) == c && digitAhead(scan, value + 1)) {
        return new LabelValue(value, -1, Form.OTHER);
      }
    }
    int attribute = Assignment.valueAttribute(scan, from);
    int typed = attribute > 0 ? attribute : Assignment.typed(scan, at);
    int orElse = scan.at(at) == '|' && scan.at(at + 1) == '|' ? at + 2 : typed;
    if (orElse > 0) {
      int value = Assignment.blanks(scan, orElse);
      return quote(scan.at(value)) ? new LabelValue(value, -1, Form.EQUALS) : null;
    }
    if (scan.at(from) == '>') {
      return element(scan, start, from + 1);
    }
    return at > from && Fold.space(scan.at(from)) && quote(scan.at(at - 1))
        ? quotation(scan, at - 1, from - start == 4)
        : null;
  }

  /** Up to the closing tag, if there is one. */
  private static @Nullable LabelValue element(Scan scan, int start, int from) {
    int open = start;
    while (open > 0 && start - open < BETWEEN && scan.f[open - 1] > ' ' && scan.f[open] != '<') {
      open--;
    }
    int p = from;
    while (p < scan.n && p < from + BETWEEN && scan.f[p] <= ' ') {
      p++;
    }
    int limit = Math.min(scan.n, p + QUOTED * 2);
    int close = p;
    while (close < limit && scan.f[close] != '<') {
      close++;
    }
    boolean closed = close < limit && scan.at(close + 1) == '/' && scan.f[open] == '<';
    return closed && close > p ? new LabelValue(p, close, Form.OTHER) : null;
  }

  /**
   * A short quotation directly after the label: {@code IDENTIFIED BY '...'}; after "pass", which
   * may be a verb, one with a digit.
   */
  private static @Nullable LabelValue quotation(Scan scan, int at, boolean verb) {
    int limit = Math.min(scan.n, at + QUOTED);
    int p = at + 1;
    while (p < limit && scan.f[p] != scan.f[at] && scan.f[p] > ' ') {
      p++;
    }
    boolean closed = p < limit && scan.f[p] == scan.f[at] && p > at + 3;
    boolean word = LabelWords.NOT_SECRET.has(scan.f, at + 1, p);
    return closed && !word && (!verb || digitAhead(scan, at + 1))
        ? new LabelValue(at, -1, Form.OTHER)
        : null;
  }

  static boolean quote(char c) {
    return c == '"' || c == '\'' || c == '`';
  }

  private static boolean digitAhead(Scan scan, int at) {
    for (int p = at; p < Math.min(scan.n, at + BETWEEN) && scan.f[p] > ' '; p++) {
      if (Fold.digit(scan.f[p])) {
        return true;
      }
    }
    return false;
  }
}
