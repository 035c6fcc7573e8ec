package dev.vitrine.rules;

/**
 * What may stand between a name and its value in source code, configuration, command lines and
 * queries: {@code =}, {@code :}, {@code :=}, {@code =>}, {@code ||}, a closing tag, a comma in a
 * call.
 */
final class Assignment {
  /** The widest indentation after a line's end. */
  private static final int INDENT = 40;

  private static final int TYPE = 32;

  private Assignment() {}

  /** The place after the sign at {@code at}, or -1 where there is none or one that compares. */
  static int sign(Scan scan, int at) {
    char c = scan.at(at);
    char next = scan.at(at + 1);
    if (c == ':') {
      int p = at;
      while (p < at + 4 && scan.at(p) == ':') {
        p++;
      }
      return scan.at(p) == '=' ? p + 1 : p == at + 1 ? p : -1;
    }
    if (c == '=' || c == '-') {
      return next == '>' ? at + 2 : c == '=' && next != '=' && next != '~' ? at + 1 : -1;
    }
    if (".?+".indexOf(c) >= 0) {
      return next == '=' ? at + 2 : -1;
    }
    return -1;
  }

  /** As {@link #sign}, with the signs that only source code has. */
  static int anySign(Scan scan, int at) {
    int sign = sign(scan, at);
    if (sign > 0) {
      return sign;
    }
    char c = scan.at(at);
    if (c == '|' && scan.at(at + 1) == '|') {
      return at + 2;
    }
    if (c == '=' && scan.at(at + 1) == '=') {
      return scan.at(at + 2) == '=' ? at + 3 : at + 2;
    }
    return c == ',' || c == '>' || c == '(' || c == '[' ? at + 1 : -1;
  }

  /** Skips blanks. */
  static int blanks(Scan scan, int from) {
    int p = from;
    while (p < scan.n && Fold.space(scan.f[p])) {
      p++;
    }
    return p;
  }

  /** Skips what opens a value: blanks, quotes, one line's end with its indentation. */
  static int opening(Scan scan, int from) {
    int limit = Math.min(scan.n, from + INDENT);
    int p = from;
    while (p < limit && (scan.f[p] <= ' ' || "\"'`\\([{=".indexOf(scan.f[p]) >= 0)) {
      p++;
    }
    return p;
  }

  /** Skips a type that stands between the name and the sign: {@code name: String = }; else -1. */
  static int typed(Scan scan, int at) {
    int limit = Math.min(scan.n, at + TYPE);
    int p = at;
    while (p < limit && (Fold.asciiLetter(scan.f[p]) || "<>?&.".indexOf(scan.f[p]) >= 0)) {
      p++;
    }
    int sign = blanks(scan, p);
    return p > at && scan.at(sign) == '=' && scan.at(sign + 1) != '=' ? sign + 1 : -1;
  }

  /** The place after {@code value=} or {@code value:} of the same element or item; else -1. */
  static int valueAttribute(Scan scan, int from) {
    int limit = Math.min(scan.n, from + INDENT);
    int p = from;
    while (p < limit && (scan.f[p] <= ' ' || "\"',".indexOf(scan.f[p]) >= 0)) {
      p++;
    }
    int end = p + 5;
    if (p == from || !word(scan, p, "value")) {
      return -1;
    }
    while (scan.at(end) == '"' || scan.at(end) == '\'') {
      end++;
    }
    return sign(scan, blanks(scan, end));
  }

  /** Whether this word, in lower case, stands there in any case. */
  static boolean word(Scan scan, int at, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (Fold.lower(scan.at(at + i)) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
