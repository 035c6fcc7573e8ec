package dev.vitrine.rules;

/** Where the value of a label ends. */
final class ValueEnd {
  private static final int CODE = 16;
  private static final int LONGEST_RANDOM = 256;

  private ValueEnd() {}

  /** The end of the value, without blanks. */
  static int of(Scan scan, LabelValue value, int start, char quote, LabelDetector.Kind kind) {
    int longest = kind == LabelDetector.Kind.RANDOM ? LONGEST_RANDOM : LabelDetector.LONGEST;
    int line = Math.min(scan.lines.end(start), start + longest);
    return trimmed(scan, start, untrimmed(scan, value, start, line, quote, kind));
  }

  private static int untrimmed(
      Scan scan, LabelValue value, int start, int line, char quote, LabelDetector.Kind kind) {
    if (quote != 0) {
      return closing(scan, start, line, quote);
    }
    if (value.end() > 0) {
      return value.end();
    }
    if (kind == LabelDetector.Kind.CODE) {
      return codeEnd(scan, start, line);
    }
    boolean pair = value.form() == LabelValue.Form.PAIR;
    return pair || kind == LabelDetector.Kind.RANDOM ? pairEnd(scan, start, line, kind) : line;
  }

  /** In a quotation that is quoted itself, the quotation marks have a backslash. */
  private static int closing(Scan scan, int start, int line, char quote) {
    boolean nested = scan.at(start - 2) == '\\';
    int close = start;
    while (close < line && (scan.f[close] != quote || (!nested && scan.f[close - 1] == '\\'))) {
      close++;
    }
    return nested && close > start && scan.f[close - 1] == '\\' ? close - 1 : close;
  }

  private static int codeEnd(Scan scan, int start, int line) {
    int p = start;
    while (p < line && p - start < CODE && (Fold.alnum(scan.f[p]) || scan.f[p] == '-')) {
      p++;
      if (p + 1 < line
          && scan.f[p] == ' '
          && Fold.digit(scan.f[p + 1])
          && Fold.digit(scan.f[p - 1])) {
        p++;
      }
    }
    return p;
  }

  /** The single quotation mark or backtick that stands open before the pair. */
  private static char opened(Scan scan, int at) {
    char quote = 0;
    for (int p = Math.max(scan.lines.start(at), at - LabelDetector.LONGEST / 4); p < at; p++) {
      char c = scan.f[p];
      if ((c == '\'' || c == '`') && (quote == 0 || quote == c)) {
        quote = quote == c ? 0 : c;
      }
    }
    return quote;
  }

  private static int pairEnd(Scan scan, int start, int line, LabelDetector.Kind kind) {
    if (kind != LabelDetector.Kind.RANDOM
        && start >= scan.pairStart
        && start < scan.pairEnd - LabelDetector.LONGEST / 2) {
      return scan.pairEnd;
    }
    int p = start;
    while (p < line && scan.f[p] > ' ' && "&;\"".indexOf(scan.f[p]) < 0) {
      char c = scan.f[p];
      boolean tag = c == '<' && scan.at(p + 1) == '/';
      boolean closes = (c == '\'' || c == '`') && opened(scan, start) == c;
      boolean next = kind == LabelDetector.Kind.RANDOM && c == '=' && Fold.alnum(scan.at(p + 1));
      if (tag || closes || next) {
        break;
      }
      p++;
    }
    if (kind != LabelDetector.Kind.RANDOM) {
      scan.pairStart = start;
      scan.pairEnd = p;
    }
    return p;
  }

  private static int trimmed(Scan scan, int start, int end) {
    int p = end;
    while (p > start && scan.f[p - 1] <= ' ') {
      p--;
    }
    return p;
  }

  /** Whether the sign ends a quotation that the label stands in. */
  static boolean closes(Scan scan, int at) {
    int from = Math.max(scan.lines.start(at), at - LabelDetector.LONGEST / 4);
    return scan.lines.quoteOpen(from, at) && scan.at(at - 1) != '\\';
  }
}
