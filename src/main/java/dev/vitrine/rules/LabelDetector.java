package dev.vitrine.rules;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What follows a label such as "password": to the end of the quotation, of the {@code key=value}
 * pair, of the field or of the line. Codes ("PIN", "OTP") must hold a digit.
 *
 * <p>Source code that only names a secret ({@code password = readPassword()}, {@code token:
 * string}) is let pass.
 */
final class LabelDetector implements Detector {
  /** The longest value. */
  static final int LONGEST = 1024;

  private static final int BETWEEN = 32;
  private static final int CODE = 16;
  private static final List<String> COPULAS =
      List.of(
          "is", "ist", "lautet", "est", "es", "è", "was", "são", "é", "jest", "это", "是", "は", "为");
  private static final Set<String> NOT_SECRET =
      Set.of(
          "null",
          "none",
          "nil",
          "true",
          "false",
          "undefined",
          "string",
          "str",
          "int",
          "bool",
          "boolean",
          "text",
          "any",
          "optional",
          "required",
          "bytes",
          "char",
          "number",
          "integer",
          "void",
          "self",
          "this",
          "yes",
          "no",
          "n/a",
          "unknown",
          "not",
          "wrong",
          "incorrect",
          "invalid",
          "missing",
          "empty",
          "hidden",
          "expired",
          "correct",
          "secure",
          "weak",
          "strong",
          "here",
          "below",
          "above",
          "ok",
          "okay",
          "now",
          "good",
          "bad",
          "set",
          "unset",
          "it");
  private static final List<String> CODE_PATHS =
      List.of(
          "self.",
          "this.",
          "os.",
          "process.",
          "config.",
          "settings.",
          "args.",
          "request.",
          "req.",
          "params.",
          "env.",
          "props.",
          "options.",
          "opts.",
          "data.",
          "user.",
          "ctx.",
          "context.");

  private final Rule rule;
  private final boolean code;

  LabelDetector(Rule rule, boolean code) {
    this.rule = rule;
    this.code = code;
  }

  @Override
  public void look(Scan scan, int start, int end) {
    if (start < scan.labelledEnd || !label(scan, start, end)) {
      return;
    }
    int p = suffix(scan, end);
    if (p < 0) {
      return;
    }
    int value = afterSign(scan, p, end);
    if (value >= 0) {
      take(scan, value, scan.f[value - 1] == '=' && !Fold.space(scan.at(value - 2)));
    }
  }

  private static boolean label(Scan scan, int start, int end) {
    boolean wide = scan.f[start] >= 0x2E80;
    boolean strong = end - start >= 6;
    return wide
        || strong
        || scan.startsWord(start)
        || (Character.isUpperCase(scan.f[start]) && Character.isLowerCase(scan.f[start - 1]));
  }

  /** Skips a number or plural after the label; -1 where the label is part of a longer word. */
  private static int suffix(Scan scan, int end) {
    int p = end;
    if (scan.joint(p)) {
      return p;
    }
    if (scan.at(p) == 's' && !Fold.alnum(scan.at(p + 1))) {
      p++;
    }
    for (int i = 0; i < 2 && Fold.digit(scan.at(p)); i++) {
      p++;
    }
    char next = scan.at(p);
    boolean wide = scan.f[end - 1] >= 0x2E80;
    return !scan.joint(p) && !wide && (Fold.alnum(next) || next == '_') ? -1 : p;
  }

  /** Where the value begins after a sign, a copula or a joint; -1 where there is none. */
  private int afterSign(Scan scan, int from, int labelEnd) {
    int p = from;
    while (p < scan.n && "\"'`)]* \t".indexOf(scan.f[p]) >= 0 && !scan.joint(p)) {
      p++;
    }
    if (scan.hardJoint(p) || (scan.border(p) && Fold.alnum(scan.at(p)))) {
      return p < scan.n ? p : -1;
    }
    int sign = sign(scan, p);
    if (sign > 0) {
      return value(scan, sign, scan.f[sign - 1] != '=');
    }
    int copula = copula(scan, p);
    if (copula > 0) {
      int value = spaces(scan, copula);
      return scan.at(value) == '"' || telling(scan, value) ? value : -1;
    }
    int quoted = quoted(scan, from);
    if (quoted > 0) {
      return quoted;
    }
    int words = words(scan, p);
    if (words > 0) {
      return value(scan, words, true);
    }
    return p > labelEnd && p < scan.n && telling(scan, p) && mixed(scan, p) ? p : -1;
  }

  private static int sign(Scan scan, int at) {
    char c = scan.at(at);
    char next = scan.at(at + 1);
    if ((c == ':' && next == '=') || ((c == '=' || c == '-') && next == '>')) {
      return at + 2;
    }
    if ((c == '=' && (next == '=' || next == '~')) || (c == ':' && next == ':')) {
      return run(scan, at);
    }
    if ((c == '.' || c == '?') && next == '=') {
      return at + 2;
    }
    boolean dash = c == '-' && next == ' ' && Fold.space(scan.at(at - 1));
    return c == ':' || c == '=' || dash ? at + 1 : -1;
  }

  /** {@code ::=} and longer assign; {@code ==} compares, {@code ::} qualifies. */
  private static int run(Scan scan, int at) {
    int p = at;
    while (p < at + 4 && scan.at(p) == ':') {
      p++;
    }
    return p > at && scan.at(p) == '=' ? p + 1 : -1;
  }

  /** Skips blanks, and after a colon at the end of its line one line's end. */
  private static int value(Scan scan, int from, boolean mayWrap) {
    int p = spaces(scan, from);
    if (p < scan.n && Fold.lineEnd(scan.f[p]) && mayWrap) {
      int line = p;
      while (line < scan.n && line - p < 3 && scan.f[line] <= ' ') {
        line++;
      }
      int stop = scan.lineEnd(line, LONGEST);
      for (int i = line; i < stop; i++) {
        if (Fold.space(scan.f[i]) || scan.f[i] == ':') {
          return -1;
        }
      }
      return stop > line ? line : -1;
    }
    return p < scan.n && !Fold.lineEnd(scan.f[p]) ? p : -1;
  }

  private static int spaces(Scan scan, int from) {
    int p = from;
    while (p < scan.n && Fold.space(scan.f[p])) {
      p++;
    }
    return p;
  }

  private static int copula(Scan scan, int at) {
    for (String word : COPULAS) {
      int end = at + word.length();
      if (end < scan.n
          && same(scan, at, word)
          && (word.charAt(0) >= 0x2E80 || scan.f[end] == ' ')) {
        return end;
      }
    }
    return -1;
  }

  private static boolean same(Scan scan, int at, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (Character.toLowerCase(scan.at(at + i)) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A quotation in the same call, declaration or element: {@code set("TOKEN", "...")}. */
  private static int quoted(Scan scan, int at) {
    int p = at;
    if (scan.at(p) == '"' || scan.at(p) == '\'') {
      int comma = spaces(scan, p + 1);
      int value = spaces(scan, comma + 1);
      boolean follows =
          scan.at(comma) == ',' && scan.at(value) == scan.at(p) && digitAhead(scan, value + 1);
      boolean attribute = same(scan, comma, "value=\"");
      return follows ? value : attribute ? comma + 6 : -1;
    }
    if (same(scan, p, " string = \"")) {
      return p + 10;
    }
    if (scan.at(p) == '>') {
      int value = spaces(scan, p + 1);
      while (value < scan.n && value < p + 40 && scan.f[value] <= ' ') {
        value++;
      }
      return value < scan.n && scan.f[value] != '<' && scan.f[value] > ' ' ? value : -1;
    }
    return -1;
  }

  private static boolean digitAhead(Scan scan, int at) {
    for (int p = at; p < Math.min(scan.n, at + BETWEEN) && scan.f[p] > ' '; p++) {
      if (Fold.digit(scan.f[p])) {
        return true;
      }
    }
    return false;
  }

  /** Up to three words and a colon: "password for the shop: ...". */
  private static int words(Scan scan, int at) {
    int limit = Math.min(scan.n, at + BETWEEN);
    int blanks = 0;
    for (int p = at; p < limit; p++) {
      char c = scan.f[p];
      if (c == ':' && scan.at(p + 1) <= ' ') {
        return p + 1;
      }
      if (c == ' ' ? ++blanks > 3 : !Fold.alnum(c) && "()-@'".indexOf(c) < 0) {
        return -1;
      }
    }
    return -1;
  }

  /** Whether the next token looks like a secret rather than the next word of a sentence. */
  private boolean telling(Scan scan, int at) {
    int end = token(scan, at);
    boolean digit = false;
    boolean sign = false;
    for (int i = at; i < end; i++) {
      digit |= Fold.digit(scan.f[i]);
      sign |= !Fold.alnum(scan.f[i]) && "'-,.".indexOf(scan.f[i]) < 0;
    }
    boolean last = spaces(scan, end) >= scan.n || Fold.lineEnd(scan.at(spaces(scan, end)));
    return end > at
        && (digit || (!code && (sign || (last && !NOT_SECRET.contains(word(scan, at, end))))));
  }

  private boolean mixed(Scan scan, int at) {
    int end = token(scan, at);
    if (code) {
      return end - at >= 4 && end - at <= CODE && Fold.digit(scan.f[at]);
    }
    boolean digit = false;
    boolean other = false;
    for (int i = at; i < end; i++) {
      digit |= Fold.digit(scan.f[i]);
      other |= !Fold.digit(scan.f[i]) && "-.,()".indexOf(scan.f[i]) < 0;
    }
    return end - at >= 6 && digit && other && scan.f[at] != '(';
  }

  private static int token(Scan scan, int at) {
    int limit = Math.min(scan.n, at + LONGEST);
    int p = at;
    while (p < limit
        && scan.f[p] > ' '
        && scan.f[p] != Fold.BARRIER
        && (p == at || !scan.hardJoint(p))) {
      p++;
    }
    while (p > at + 1 && ".,;!?".indexOf(scan.f[p - 1]) >= 0 && p < scan.n) {
      p--;
    }
    return p;
  }

  private static String word(Scan scan, int at, int end) {
    int stop = end;
    while (stop > at && ",;.!?)]}\"'".indexOf(scan.f[stop - 1]) >= 0) {
      stop--;
    }
    return new String(scan.f, at, Math.min(stop - at, 24)).toLowerCase(Locale.ROOT);
  }

  private void take(Scan scan, int value, boolean tight) {
    char first = scan.f[value];
    boolean quoted = first == '"' || first == '\'' || first == '`';
    int start = quoted ? value + 1 : value;
    int line = scan.lineEnd(start, LONGEST);
    int end = line;
    if (quoted) {
      int close = start;
      while (close < line && (scan.f[close] != first || scan.f[close - 1] == '\\')) {
        close++;
      }
      end = close;
    } else if (code) {
      end = codeEnd(scan, start, line);
    } else if (tight) {
      end = pairEnd(scan, start, line);
    }
    while (end > start && scan.f[end - 1] <= ' ') {
      end--;
    }
    if (end <= start
        || (!quoted && !scan.border(start) && !secret(scan, start, end))
        || scan.f[start] == Fold.BARRIER) {
      return;
    }
    if (code && !telling(scan, start)) {
      return;
    }
    scan.add(start, end, rule);
    scan.labelledEnd = end;
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

  private static int pairEnd(Scan scan, int start, int line) {
    int p = start;
    while (p < line
        && scan.f[p] > ' '
        && scan.f[p] != '&'
        && scan.f[p] != ';'
        && scan.f[p] != '"') {
      p++;
    }
    return p;
  }

  private static boolean secret(Scan scan, int start, int end) {
    char c = scan.f[start];
    char next = scan.at(start + 1);
    if ((c == '$' && (next == '{' || next == '(')) || c == '{' || c == '<' || c == '[') {
      return false;
    }
    int token = token(scan, start);
    String word = word(scan, start, Math.min(token, end));
    int after = spaces(scan, token);
    boolean sentence = after < end && "=,)|;".indexOf(scan.f[after]) < 0;
    if (word.isEmpty() || (NOT_SECRET.contains(word) && !sentence)) {
      return false;
    }
    for (String path : CODE_PATHS) {
      if (word.startsWith(path)) {
        return false;
      }
    }
    int name = start;
    while (name < end
        && (Fold.asciiLetter(scan.f[name]) || scan.f[name] == '_' || scan.f[name] == '.')) {
      name++;
    }
    return name == start || name >= end || (scan.f[name] != '(' && scan.f[name] != '[');
  }
}
