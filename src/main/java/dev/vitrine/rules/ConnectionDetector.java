package dev.vitrine.rules;

/**
 * The secret part of a connection string: the keywords are the keys of secrets ({@code password=},
 * {@code AccountKey=}), the data are other keys of which one must stand in the same line.
 */
final class ConnectionDetector implements Detector {
  /** How far a companion may stand, in blocks of so many characters. */
  private static final int BLOCK = 512;

  private static final int LONGEST = 512;
  private static final int KEY = 24;

  private final Rule rule;
  private final WordSet companions;

  ConnectionDetector(Rule rule) {
    this.rule = rule;
    this.companions = new WordSet(rule.data());
  }

  @Override
  public void look(Scan scan, int start, int end) {
    if (start < scan.connectionEnd || !separated(scan, start) || !companion(scan, start)) {
      return;
    }
    int at = Assignment.blanks(scan, end);
    char open = scan.at(at);
    char close = open == '{' ? '}' : open == '\'' || open == '"' ? open : 0;
    int from = close == 0 || open == '{' ? at : at + 1;
    int limit = Math.min(scan.n, from + LONGEST);
    int p = from;
    while (p < limit && !Fold.lineEnd(scan.f[p]) && scan.f[p] != Fold.BARRIER) {
      if (close == 0
          ? scan.f[p] <= ' ' || ";&\"'`<>\\".indexOf(scan.f[p]) >= 0
          : scan.f[p] == close) {
        break;
      }
      p++;
    }
    p += open == '{' && scan.at(p) == '}' ? 1 : 0;
    if (p - from < 2 || (open != '{' && CodeText.quoted(scan, from, p))) {
      return;
    }
    if (open == '{' || !CodeText.unquoted(scan, from, p, true)) {
      scan.add(from, p, rule);
      scan.connectionEnd = p;
    }
  }

  /** Whether a key begins here and not a later part of a name. */
  private static boolean separated(Scan scan, int start) {
    return start == 0 || "; \t?&\"'`,(".indexOf(scan.f[start - 1]) >= 0;
  }

  /** Keys are asked about in order, so that each character of a line is looked at once. */
  private boolean companion(Scan scan, int at) {
    int line = scan.lines.start(at);
    int block = at / BLOCK * BLOCK;
    int from = Math.max(line, block - BLOCK);
    int to = Math.min(scan.lines.end(at), block + 2 * BLOCK);
    if (scan.companionLine != line) {
      scan.companionLine = line;
      scan.companion = -1;
      scan.companionTo = from;
    }
    int p = Math.max(from, scan.companionTo);
    while (p < to && scan.companion < from) {
      if (scan.f[p] == '=' && key(scan, line, p)) {
        scan.companion = p;
      }
      p++;
    }
    scan.companionTo = Math.max(p, scan.companionTo);
    return scan.companion >= from;
  }

  private boolean key(Scan scan, int from, int equals) {
    int end = equals;
    while (end > from && scan.f[end - 1] == ' ') {
      end--;
    }
    int p = end;
    while (p > from && end - p < KEY && (Fold.asciiLetter(scan.f[p - 1]) || scan.f[p - 1] == '_')) {
      p--;
    }
    if (companions.has(scan.f, p, end)) {
      return true;
    }
    int word = p;
    while (word > from && scan.f[word - 1] == ' ') {
      word--;
    }
    while (word > from && end - word < KEY && Fold.asciiLetter(scan.f[word - 1])) {
      word--;
    }
    return word < p && companions.has(scan.f, word, end);
  }
}
