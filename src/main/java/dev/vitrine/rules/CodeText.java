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
    if (equals && (prose(scan, start, end) || number(scan, start, word))) {
      return true;
    }
    if (word == start || (!sentence && LabelWords.NOT_SECRET.has(scan.f, start, word))) {
      return true;
    }
    return path(scan, start, word)
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
    return p >= word && word > start + 1 && (upper || equals || word - start == 2);
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
      return name >= end - 1 && last == ')' && name == end - 1;
    }
    if (next == '\n' || next == ',' || next == ')') {
      return (dots && name - start > 4) || namesSecret(scan, start, name, true);
    }
    int after = Assignment.blanks(scan, name);
    return after > name && after < end && "+?&|=/<>".indexOf(scan.f[after]) >= 0;
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
        return "_.-".indexOf(before) >= 0 || (humps && Character.isUpperCase(scan.f[at]));
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
    if ((c == '$' || c == '#') && (next == '{' || next == '(')) {
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

  /** The end of the run of visible characters. */
  static int token(Scan scan, int start, int end) {
    int p = start;
    while (p < end && scan.f[p] > ' ' && scan.f[p] != Fold.BARRIER) {
      p++;
    }
    return p;
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
