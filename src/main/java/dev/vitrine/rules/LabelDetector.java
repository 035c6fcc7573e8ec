package dev.vitrine.rules;

import java.util.List;

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

  private static final int CODE = 16;

  /** The longest word of a language or program. */
  private static final int WORD = 24;

  /** How long a value must be that no person made up. */
  private static final int LEAST_RANDOM = 16;

  private static final double LEAST_ENTROPY = 3.3;

  private static final List<String> BEFORE =
      List.of(" is my ", " is the ", " is your ", " as ", " as the ", " as my ", " as a ");

  private static final int BEFORE_LONGEST = 64;

  private final Rule rule;
  private final Kind kind;

  /** What is to be found behind the label. */
  enum Kind {
    /** Whatever a person chose. */
    PASSWORD,
    /** A short code with a digit. */
    CODE,
    /** What a machine made: long, without blanks, by chance. */
    RANDOM
  }

  LabelDetector(Rule rule, Kind kind) {
    this.rule = rule;
    this.kind = kind;
  }

  @Override
  public void look(Scan scan, int start, int end) {
    if (start < scan.labelledEnd || !label(scan, start, end)) {
      return;
    }
    int p = suffix(scan, start, end);
    if (p < 0) {
      return;
    }
    if (kind == Kind.PASSWORD && before(scan, start)) {
      return;
    }
    LabelValue value = LabelValue.find(scan, start, p, end, kind);
    if (value != null) {
      take(scan, value, start, joined(scan, start, end));
    }
  }

  /** "hunter2 is my password", "use hunter2 as the password". */
  private boolean before(Scan scan, int start) {
    for (String words : BEFORE) {
      int at = start - words.length();
      if (at > 1 && Assignment.word(scan, at, words)) {
        int from = at;
        while (from > 0 && at - from < BEFORE_LONGEST && scan.f[from - 1] > ' ') {
          from--;
        }
        if (from < at && SentenceValue.mixed(scan, from, Kind.PASSWORD)) {
          scan.add(from, at, rule);
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Whether the label is a token, which a machine makes, and the value begins with a plain word:
   * source code or prose.
   */
  private static boolean machine(Scan scan, int label, int start, int end, LabelValue.Form form) {
    if (!Assignment.word(scan, label, "token") || form == LabelValue.Form.BORDER) {
      return false;
    }
    int token = CodeText.token(scan, start, Math.min(end, start + WORD + 1));
    int p = start;
    while (p < token && (Fold.asciiLetter(scan.f[p]) || "._,:;\\".indexOf(scan.f[p]) >= 0)) {
      p++;
    }
    boolean sign = form == LabelValue.Form.SIGN;
    return p >= token && token - start <= WORD && (!sign || Assignment.blanks(scan, token) < end);
  }

  /** Whether the label is a key or token in the form of one word, as programs have it. */
  private static boolean joined(Scan scan, int start, int end) {
    boolean key = Assignment.word(scan, end - 3, "key") || Assignment.word(scan, end - 5, "token");
    for (int p = start; p < end; p++) {
      key &= scan.f[p] != ' ';
    }
    return key && end - start >= 6;
  }

  private static boolean label(Scan scan, int start, int end) {
    boolean wide = scan.f[start] >= 0x2E80;
    boolean strong = end - start >= 6;
    return wide
        || strong
        || scan.startsWord(start)
        || (Character.isUpperCase(scan.f[start]) && Character.isLowerCase(scan.f[start - 1]));
  }

  /** Skips a number, plural or known part after the label; -1 where the word goes on otherwise. */
  private static int suffix(Scan scan, int start, int end) {
    int p = end;
    if (scan.joint(p) || scan.f[end - 1] >= 0x2E80) {
      return p;
    }
    if (scan.at(p) == 's' && !Fold.alnum(scan.at(p + 1))) {
      if (start > 0 && Fold.alnum(scan.f[start - 1])) {
        return -1;
      }
      p++;
    }
    for (int i = 0; i < 2 && Fold.digit(scan.at(p)); i++) {
      p++;
    }
    if (scan.joint(p)) {
      return p;
    }
    boolean goesOn = Fold.alnum(scan.at(p)) || scan.at(p) == '_';
    boolean dashed = scan.at(p) == '-' && Fold.asciiLetter(scan.at(p + 1)) && start > 0;
    return goesOn || dashed ? part(scan, p) : p;
  }

  private static int part(Scan scan, int at) {
    int from = scan.f[at] == '_' || scan.f[at] == '-' ? at + 1 : at;
    if (from == at && !Character.isUpperCase(scan.f[at])) {
      return -1;
    }
    int p = from;
    while (p < Math.min(scan.n, from + CODE)
        && Fold.alnum(scan.f[p])
        && (p == from || from > at || !Character.isUpperCase(scan.f[p]))) {
      p++;
    }
    if (from > at && scan.at(at) == '-' && scan.at(p) == ' ') {
      return at;
    }
    boolean number = p > from && p - from <= 3 && Fold.digit(scan.f[p - 1]);
    boolean known = number || LabelWords.PARTS.has(scan.f, from, p);
    return known && !Fold.alnum(scan.at(p)) && scan.at(p) != '_' ? p : -1;
  }

  private void take(Scan scan, LabelValue value, int label, boolean joined) {
    int at = value.at();
    boolean escaped = scan.f[at] == '\\' && LabelValue.quote(scan.at(at + 1));
    int open = escaped ? at + 1 : at;
    char first = scan.f[open];
    boolean quoted = LabelValue.quote(first) && !(first == '"' && ValueEnd.closes(scan, open));
    if (LabelValue.quote(first) && !quoted) {
      return;
    }
    int start = quoted ? open + 1 : at;
    if (!quoted && CodeText.opens(scan, start, Math.min(scan.lines.end(start), start + LONGEST))) {
      return;
    }
    int end = ValueEnd.of(scan, value, start, quoted ? first : 0, kind);
    if (end <= start
        || scan.f[start] == Fold.BARRIER
        || !believed(scan, value, start, end, quoted)) {
      return;
    }
    boolean placeholder =
        value.form() == LabelValue.Form.PAIR && SentenceValue.upper(scan, start, end);
    if (placeholder && !quoted && SentenceValue.option(scan, label)) {
      return;
    }
    if (!quoted && machine(scan, label, start, end, value.form())) {
      return;
    }
    if (joined && !quoted && value.form() != LabelValue.Form.BORDER && words(scan, start, end)) {
      return;
    }
    scan.add(start, end, rule);
    scan.labelledEnd = end;
  }

  /** A word, or several with dashes: the name of a key, whose value is made by chance. */
  private static boolean words(Scan scan, int start, int end) {
    boolean dash = false;
    for (int p = start; p < end; p++) {
      boolean sign = "-_.".indexOf(scan.f[p]) >= 0;
      if (!(scan.f[p] >= 'a' && scan.f[p] <= 'z') && !sign) {
        return false;
      }
      dash |= sign;
    }
    return dash || end - start <= CODE / 2;
  }

  private boolean believed(Scan scan, LabelValue value, int start, int end, boolean quoted) {
    boolean equals = value.form() == LabelValue.Form.PAIR || value.form() == LabelValue.Form.EQUALS;
    boolean code =
        quoted
            ? CodeText.quoted(scan, start, end)
            : value.form() != LabelValue.Form.BORDER && CodeText.unquoted(scan, start, end, equals);
    if (code) {
      return false;
    }
    return switch (kind) {
      case PASSWORD -> true;
      case CODE -> SentenceValue.telling(scan, start, Kind.CODE);
      case RANDOM -> random(scan, start, end);
    };
  }

  private static boolean random(Scan scan, int start, int end) {
    if (scan.f[start] == '/' || uuid(scan, start, end)) {
      return false;
    }
    for (int p = start; p < end; p++) {
      boolean known = Fold.digit(scan.f[p]) || Fold.asciiLetter(scan.f[p]);
      if (!known && "+/=_.-%~:!".indexOf(scan.f[p]) < 0) {
        return false;
      }
    }
    int digits = 0;
    for (int p = start; p < end; p++) {
      digits += Fold.digit(scan.f[p]) ? 1 : 0;
    }
    return end - start >= LEAST_RANDOM
        && digits >= 2
        && Randomness.plausible(scan.f, start, end)
        && Randomness.entropy(scan.f, start, end) >= LEAST_ENTROPY
        && Randomness.wordLetters(scan.f, start, end) * 2 < end - start;
  }

  /** Eight, four, four, four and twelve digits: an identifier rather than a secret. */
  private static boolean uuid(Scan scan, int start, int end) {
    return end - start == 36
        && scan.f[start + 8] == '-'
        && scan.f[start + 13] == '-'
        && scan.f[start + 18] == '-'
        && scan.f[start + 23] == '-';
  }
}
