package dev.vitrine.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the value of a label begins that stands in a sentence, in a list, or without any sign: "my
 * password is hunter2", "wifi password - hunter2", {@code login bob password hunter2}.
 */
final class SentenceValue {
  private static final int BETWEEN = 32;
  private static final int LOOK_BACK = 96;
  private static final int QUOTED = 128;
  private static final WordSet LOGIN =
      new WordSet(List.of("login", "user", "username", "account", "benutzer", "usuario"));

  private SentenceValue() {}

  /** "my password is ...", 密码是... */
  static @Nullable LabelValue after(Scan scan, int start, int at, LabelDetector.Kind kind) {
    for (String word : LabelWords.COPULAS) {
      int end = copula(scan, at, word);
      if (end > 0) {
        int value = Assignment.blanks(scan, end);
        if (word.charAt(0) >= 0x2E80) {
          return ascii(scan, value);
        }
        boolean told =
            verb(scan, start, at) ? mixed(scan, value, kind) : telling(scan, value, kind);
        if (LabelValue.quote(scan.at(value)) || told || phrase(scan, start, value)) {
          return new LabelValue(value, -1, LabelValue.Form.OTHER);
        }
      }
    }
    for (String word : LabelWords.WEAK_COPULAS) {
      int end = copula(scan, at, word);
      int value = Assignment.blanks(scan, Math.max(end, 0));
      if (end > 0 && (LabelValue.quote(scan.at(value)) || mixed(scan, value, kind))) {
        return new LabelValue(value, -1, LabelValue.Form.OTHER);
      }
    }
    return null;
  }

  /** Whether the label is "pass", which has other meanings: "the pass is running". */
  private static boolean verb(Scan scan, int start, int at) {
    return Assignment.word(scan, start, "pass ") && at - start == 5;
  }

  private static int copula(Scan scan, int at, String word) {
    int end = at + word.length();
    boolean wide = word.charAt(0) >= 0x2E80;
    return end < scan.n && Assignment.word(scan, at, word) && (wide || scan.f[end] == ' ')
        ? end
        : -1;
  }

  /** Three words or more after a label that asks for a phrase. */
  private static boolean phrase(Scan scan, int start, int at) {
    boolean asked = false;
    for (int p = start; p < at && !asked; p++) {
      asked = Assignment.word(scan, p, "phrase ");
    }
    if (!asked) {
      return false;
    }
    int blanks = 0;
    for (int p = at; p < Math.min(scan.lines.end(at), at + QUOTED); p++) {
      blanks += scan.f[p] == ' ' ? 1 : 0;
    }
    int first = CodeText.token(scan, at, Math.min(scan.n, at + BETWEEN));
    return blanks >= 2 && !LabelWords.NOT_SECRET.has(scan.f, at, first);
  }

  /** Where words have no blanks between them, a value is what is not in their script. */
  private static @Nullable LabelValue ascii(Scan scan, int at) {
    int p = at;
    while (p < scan.n && scan.f[p] > ' ' && scan.f[p] < 127) {
      p++;
    }
    return p - at >= 3 ? new LabelValue(at, p, LabelValue.Form.OTHER) : null;
  }

  /** Up to three words and a colon or copula: "password for the shop: ...". */
  static int words(Scan scan, int at, LabelDetector.Kind kind) {
    int limit = Math.min(scan.n, at + BETWEEN);
    int blanks = 0;
    for (int p = at; p < limit; p++) {
      char c = scan.f[p];
      if (c == ':' && scan.at(p + 1) <= ' ') {
        return p + 1;
      }
      if (c == ' ' && blanks > 0 && Assignment.word(scan, p, " is ")) {
        boolean told = LabelValue.quote(scan.at(p + 4)) || mixed(scan, p + 4, kind);
        return told ? p + 4 : -1;
      }
      if (c == ' ' ? ++blanks > 4 : !Fold.alnum(c) && "()-@'".indexOf(c) < 0) {
        return -1;
      }
    }
    return -1;
  }

  /** "wifi password - hunter2": a word or two, or something that no word is. */
  static @Nullable LabelValue dash(Scan scan, int at) {
    if (scan.at(at) != '-' || scan.at(at + 1) != ' ' || !Fold.space(scan.at(at - 1))) {
      return null;
    }
    int value = Assignment.blanks(scan, at + 1);
    int line = Math.min(scan.lines.end(Math.min(value, scan.n)), value + QUOTED);
    int blanks = 0;
    for (int p = value; p < line; p++) {
      blanks += scan.f[p] == ' ' ? 1 : 0;
    }
    return value < line && (blanks < 2 || mixed(scan, value, LabelDetector.Kind.PASSWORD))
        ? new LabelValue(value, -1, LabelValue.Form.OTHER)
        : null;
  }

  /** "password hunter2", {@code --password hunter2}, {@code login bob password hunter2}. */
  static @Nullable LabelValue bare(
      Scan scan, int start, int at, int labelEnd, LabelDetector.Kind kind) {
    boolean cell = at >= labelEnd && (scan.at(at) == '|' || scan.at(at) == ';');
    boolean call = at == labelEnd || LabelValue.quote(scan.at(at + 1));
    if ((cell || (scan.at(at) == '(' && !call)) && mixed(scan, at + 1, kind)) {
      return new LabelValue(at + 1, word(scan, at + 1), LabelValue.Form.OTHER);
    }
    if (at <= labelEnd || at >= scan.n || scan.f[at] <= ' ' || !Fold.space(scan.f[at - 1])) {
      return null;
    }
    int end = CodeText.token(scan, at, Math.min(scan.n, at + QUOTED));
    if (Fold.space(scan.at(labelEnd)) && (option(scan, start) || login(scan, start))) {
      boolean flag =
          scan.f[at] == '-' || upper(scan, at, end) || LabelWords.ARTICLES.has(scan.f, at, end);
      return flag || end - at < 3 ? null : new LabelValue(at, end, LabelValue.Form.PAIR);
    }
    int stop = CodeText.stripped(scan, at, end);
    return telling(scan, at, kind) && mixed(scan, at, kind)
        ? new LabelValue(
            at, stop < end && LabelValue.quote(scan.f[stop]) ? stop : -1, LabelValue.Form.OTHER)
        : null;
  }

  private static int word(Scan scan, int at) {
    return CodeText.stripped(scan, at, CodeText.token(scan, at, Math.min(scan.n, at + QUOTED)));
  }

  static boolean upper(Scan scan, int at, int end) {
    for (int p = at; p < end; p++) {
      if (!Character.isUpperCase(scan.f[p]) && "_:,".indexOf(scan.f[p]) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the label belongs to an option: {@code --password}, {@code -Password}. */
  static boolean option(Scan scan, int start) {
    int p = start;
    while (p > 0 && start - p < BETWEEN && (Fold.alnum(scan.f[p - 1]) || dashed(scan.f[p - 1]))) {
      p--;
    }
    return scan.f[p] == '-' && (p == 0 || scan.f[p - 1] <= ' ');
  }

  private static boolean dashed(char c) {
    return c == '-' || c == '_';
  }

  /** Whether {@code login NAME} or {@code user NAME} stands before the label. */
  private static boolean login(Scan scan, int start) {
    int limit = Math.max(0, start - LOOK_BACK);
    int name = back(scan, blanksBack(scan, start, limit), limit);
    int word = blanksBack(scan, name, limit);
    int from = back(scan, word, limit);
    boolean user =
        LOGIN.has(scan.f, from, word > from && scan.f[word - 1] == ':' ? word - 1 : word);
    return name > limit && user;
  }

  private static int back(Scan scan, int at, int limit) {
    int p = at;
    while (p > limit && scan.f[p - 1] > ' ') {
      p--;
    }
    return p;
  }

  private static int blanksBack(Scan scan, int at, int limit) {
    int p = at;
    while (p > limit && scan.f[p - 1] <= ' ') {
      p--;
    }
    return p;
  }

  /** Whether the next token looks like a secret rather than the next word of a sentence. */
  static boolean telling(Scan scan, int at, LabelDetector.Kind kind) {
    int limit = Math.min(scan.n, at + LabelDetector.LONGEST);
    int token = CodeText.token(scan, at, limit);
    int end = CodeText.stripped(scan, at, token);
    if (end <= at) {
      return false;
    }
    if (scan.digits.next(at) < end) {
      return true;
    }
    if (kind != LabelDetector.Kind.PASSWORD) {
      return false;
    }
    if (scan.signs.next(at) < end) {
      return true;
    }
    int after = Assignment.blanks(scan, token);
    boolean last = after >= scan.n || Fold.lineEnd(scan.at(after));
    return last && !LabelWords.NOT_SECRET.has(scan.f, at, end);
  }

  /** A sign that words and their punctuation do not have. */
  static boolean sign(char c) {
    return !Fold.alnum(c) && "'-,.’/()\"".indexOf(c) < 0;
  }

  static boolean mixed(Scan scan, int at, LabelDetector.Kind kind) {
    int limit = Math.min(scan.n, at + LabelDetector.LONGEST);
    int end = CodeText.stripped(scan, at, CodeText.token(scan, at, limit));
    if (kind == LabelDetector.Kind.CODE) {
      return end - at >= 4 && end - at <= 16 && Fold.digit(scan.f[at]);
    }
    boolean digit = false;
    boolean other = false;
    boolean dash = false;
    for (int i = at; i < end; i++) {
      digit |= Fold.digit(scan.f[i]);
      other |= !Fold.digit(scan.f[i]) && "-.,()".indexOf(scan.f[i]) < 0;
      dash |= scan.f[i] == '-';
    }
    return end - at >= 6 && digit && other && !dash && scan.f[at] != '(';
  }
}
