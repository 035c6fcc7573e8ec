package dev.vitrine.rules;

/**
 * Whether what stands after a label is source code or a placeholder, so that the label only names a
 * secret: {@code password = readPassword()}, {@code token: string}, {@code <password>}.
 */
final class CodeText {
  /** The longest placeholder or list in brackets. */
  private static final int BRACKETED = 64;

  /** A longer word with a digit in brackets is no placeholder. */
  private static final int CHOSEN = 5;

  /** How far into a value a description of it is looked for. */
  private static final int DESCRIPTION = 128;

  private CodeText() {}

  /**
   * About a value that is not quoted.
   *
   * @param equals whether an equals sign stood before it
   */
  static boolean unquoted(Scan scan, int start, int end, boolean equals) {
    char c = scan.f[start];
    int token = token(scan, start, end);
    if (opens(scan, start, end) || mask(scan, start, token)) {
      return true;
    }
    if (c == '$' || c == '%') {
      return variable(scan, start, token, equals);
    }
    int word = stripped(scan, start, token);
    int after = Assignment.blanks(scan, token);
    boolean sentence = after < end && "=,)|;".indexOf(scan.f[after]) < 0;
    if (describes(scan, start, end)) {
      return true;
    }
    if (equals && (prose(scan, start, end) || number(scan, start, word))) {
      return true;
    }
    if (word == start || (!sentence && LabelWords.NOT_SECRET.has(scan.f, start, word))) {
      return true;
    }
    return path(scan, start, Math.min(word, start + DESCRIPTION))
        || (equals && LabelWords.CODE_BEGINS.has(scan.f, start, word) && sentence)
        || expression(scan, start, end, equals);
  }

  /** A sentence that goes on after {@code Password=}: three words, the first of letters alone. */
  private static boolean prose(Scan scan, int start, int end) {
    if (!Fold.space(scan.at(start - 1)) || scan.at(start - 2) != '=' || scan.at(start - 3) <= ' ') {
      return false;
    }
    int p = start;
    while (p < end && Fold.letter(scan.f[p])) {
      p++;
    }
    int second = token(scan, p + 1, end);
    return scan.at(p) == ' ' && second < end && second > p + 1;
  }

  /** Four words or more of which one names a secret: "The password used to log in". */
  private static boolean describes(Scan scan, int start, int end) {
    int first = stripped(scan, start, token(scan, start, end));
    if (!Character.isUpperCase(scan.f[start]) && !LabelWords.ARTICLES.has(scan.f, start, first)) {
      return false;
    }
    int limit = Math.min(end, start + DESCRIPTION);
    int words = 0;
    boolean names = false;
    int p = start;
    while (p < limit && !(names && words >= 4)) {
      int stop = token(scan, p, limit);
      int word = stripped(scan, p, stop);
      for (String name : LabelWords.NAMES) {
        names |= word - p == name.length() && Assignment.word(scan, p, name);
      }
      words++;
      if (stop < limit && scan.f[stop] == Fold.BARRIER) {
        names = true;
        words++;
        stop++;
      }
      p = Math.max(p + 1, Assignment.blanks(scan, stop));
    }
    return names && words >= 4;
  }

  /** A number of one or two digits. */
  private static boolean number(Scan scan, int start, int end) {
    return end - start <= 2
        && end > start
        && Fold.digit(scan.f[start])
        && Fold.digit(scan.f[end - 1]);
  }

  /** Brackets that enclose a placeholder, a list or a cast. */
  static boolean opens(Scan scan, int start, int end) {
    int kind = "<[{(".indexOf(scan.f[start]);
    if (kind < 0) {
      return false;
    }
    char close = ">]})".charAt(kind);
    int limit = Math.min(end, start + BRACKETED);
    boolean digit = false;
    boolean other = false;
    int p = start + 1;
    while (p < limit && scan.f[p] != close) {
      digit |= Fold.digit(scan.f[p]);
      other |= scan.f[p] <= ' ' || "\"',.({[$:".indexOf(scan.f[p]) >= 0;
      p++;
    }
    boolean chosen = digit && !other && p - start > CHOSEN;
    boolean closed = p < limit && (p + 1 >= end || !Fold.alnum(scan.f[p + 1]));
    return (closed && !chosen) || end == start + 1;
  }

  /** {@code ****}, {@code xxxx}, {@code ...}. */
  static boolean mask(Scan scan, int start, int end) {
    char c = scan.f[start];
    if ("*.xX-_#?•●".indexOf(c) < 0 || end - start < 2) {
      return false;
    }
    for (int p = start; p < end; p++) {
      if (scan.f[p] != c) {
        return false;
      }
    }
    return true;
  }

  /** {@code ${X}}, {@code $(x)}, {@code $NAME}, {@code %NAME%}, {@code %s}. */
  private static boolean variable(Scan scan, int start, int end, boolean equals) {
    char next = scan.at(start + 1);
    if (next == '{' || next == '(') {
      return true;
    }
    boolean upper = true;
    int p = start + 1;
    while (p < end && (Fold.asciiLetter(scan.f[p]) || scan.f[p] == '_' || scan.f[p] == '%')) {
      upper &= !Character.isLowerCase(scan.f[p]);
      p++;
    }
    int word = stripped(scan, start, end);
    boolean member = equals && p > start + 1 && "-[{.(".indexOf(scan.at(p)) >= 0;
    return member || (p >= word && word > start + 1 && (upper || equals || word - start == 2));
  }

  /** {@code this.x}, {@code config.y}, {@code /etc/x/y}, {@code ca.key}. */
  private static boolean path(Scan scan, int start, int end) {
    int p = start;
    while (p < end && Fold.asciiLetter(scan.f[p])) {
      p++;
    }
    if (p < end && p > start && scan.f[p] == '.' && LabelWords.CODE_PATHS.has(scan.f, start, p)) {
      return true;
    }
    int slashes = 0;
    for (p = start; p < end; p++) {
      if (Fold.digit(scan.f[p]) || "!$&%#".indexOf(scan.f[p]) >= 0) {
        return false;
      }
      slashes += scan.f[p] == '/' ? 1 : 0;
    }
    boolean rooted = "/.~".indexOf(scan.f[start]) >= 0;
    return rooted && slashes >= 2;
  }

  /** A name or call of source code, as what follows it shows. */
  private static boolean expression(Scan scan, int start, int end, boolean equals) {
    int name = start;
    boolean dots = false;
    while (name < end && nameChar(scan.f[name])) {
      dots |= scan.f[name] == '.' && name > start;
      name++;
    }
    if (name == start) {
      return false;
    }
    char next = name < end ? scan.f[name] : '\n';
    if (next == '(' || next == '[' || (next == '-' && scan.at(name + 1) == '>')) {
      return true;
    }
    char last = scan.f[end - 1];
    boolean type = equals || dots || Character.isUpperCase(scan.f[start]);
    if (last == '{' || (last == ';' && name == end - 1 && type)) {
      return true;
    }
    if (next == '<' || next == '?') {
      return Character.isUpperCase(scan.f[start]) && !equals;
    }
    if (!equals) {
      boolean ends = name == end - 1;
      return ends && (last == ')' || (last == ',' && humps(scan, start, name)));
    }
    if (next == ',' || next == ')') {
      return namesSecret(scan, start - 1, name, true) || (dots && name - start > 4);
    }
    if (next == '\n') {
      return (dots && name - start > 4) || namesSecret(scan, start, name, true);
    }
    int after = Assignment.blanks(scan, name);
    return after > name && after < end && "+?&|=/<>".indexOf(scan.f[after]) >= 0;
  }

  /** A name of several parts: {@code readPassword}. */
  private static boolean humps(Scan scan, int start, int end) {
    for (int p = start + 1; p < end; p++) {
      if (Character.isUpperCase(scan.f[p]) && Character.isLowerCase(scan.f[p - 1])) {
        return true;
      }
    }
    return false;
  }

  private static boolean nameChar(char c) {
    return Fold.asciiLetter(c) || c == '_' || c == '.' || c == ':';
  }

  /** A name of more than one part that ends as the name of a secret does: {@code pushedToken}. */
  private static boolean namesSecret(Scan scan, int start, int end, boolean humps) {
    for (String name : LabelWords.NAMES) {
      int at = end - name.length();
      if (at > start && Assignment.word(scan, at, name)) {
        char before = scan.f[at - 1];
        return (humps && at == start + 1 && !Fold.alnum(before))
            || "_.-".indexOf(before) >= 0
            || (humps && Character.isUpperCase(scan.f[at]));
      }
    }
    return false;
  }

  /**
   * About a quoted value: {@code "${X}"}, {@code "<password>"}, {@code "xxxx"}, {@code "a.token"}.
   */
  static boolean quoted(Scan scan, int start, int end) {
    char c = scan.f[start];
    char last = scan.f[end - 1];
    char next = scan.at(start + 1);
    if ((c == '<' && last == '>') || (c == '{' && last == '}') || mask(scan, start, end)) {
      return true;
    }
    if (colour(scan, start, end) || ((c == '$' || c == '#') && (next == '{' || next == '('))) {
      return true;
    }
    if (c == '%' && end - start <= 2) {
      return true;
    }
    for (int p = start; p < end; p++) {
      if (!Fold.asciiLetter(scan.f[p]) && "._-".indexOf(scan.f[p]) < 0) {
        return c == '$' && variable(scan, start, end, false);
      }
    }
    return namesSecret(scan, start, end, false);
  }

  /** {@code #d8dee9}. */
  private static boolean colour(Scan scan, int start, int end) {
    boolean hex = scan.f[start] == '#' && end - start <= 9;
    for (int p = start + 1; p < end && hex; p++) {
      hex = Fold.hex(scan.f[p]);
    }
    return hex;
  }

  /** The end of the run of visible characters. */
  static int token(Scan scan, int start, int end) {
    return start >= end ? start : Math.min(end, scan.lines.runEnd(start));
  }

  /** The end of the token without the signs that close a clause or a bracket. */
  static int stripped(Scan scan, int start, int end) {
    int p = end;
    while (p > start && ",;.!?)]}\"'。、".indexOf(scan.f[p - 1]) >= 0) {
      p--;
    }
    return p;
  }
}
