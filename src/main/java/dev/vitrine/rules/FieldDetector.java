package dev.vitrine.rules;

import java.util.List;

/**
 * Values whose shape alone says little, directly after one of the rule's words: past signs, blanks,
 * a line's end, and words such as "number" and "is" that stand between a label and its value.
 */
final class FieldDetector implements Detector {
  /** How far behind the label the value begins at most. */
  private static final int REACH = 48;

  private static final int LONGEST = 64;

  /** Words between a label and its value, in the languages of the labels. */
  private static final WordSet BETWEEN =
      new WordSet(
          List.of(
              "number",
              "numbers",
              "no",
              "num",
              "nr",
              "id",
              "code",
              "is",
              "was",
              "of",
              "the",
              "my",
              "our",
              "your",
              "his",
              "her",
              "their",
              "for",
              "card",
              "it",
              "value",
              "and",
              "bank",
              "account",
              "new",
              "old",
              "nummer",
              "ist",
              "lautet",
              "der",
              "die",
              "das",
              "mein",
              "meine",
              "ihre",
              "von",
              "kennung",
              "numero",
              "numéro",
              "est",
              "le",
              "la",
              "du",
              "de",
              "mon",
              "son",
              "número",
              "núm",
              "es",
              "el",
              "mi",
              "su",
              "del",
              "è",
              "il",
              "della",
              "di",
              "é",
              "do",
              "da",
              "meu",
              "n",
              "nº",
              "n°",
              "numer",
              "to",
              "jest",
              "číslo",
              "je",
              "är",
              "er",
              "on",
              "numara",
              "numarası",
              "nu",
              "номер",
              "это",
              "є",
              "αριθμός",
              "είναι",
              "رقم",
              "هو",
              "מספר",
              "הוא",
              "संख्या",
              "नंबर",
              "है",
              "คือ",
              "หมายเลข",
              "số",
              "là",
              "nomor",
              "adalah",
              "番号",
              "は",
              "号码",
              "號碼",
              "是",
              "为",
              "為",
              "번호",
              "는",
              "은"));

  private final Rule rule;
  private final List<Shape> shapes;
  private final Checksums.Check check;
  private final boolean onlyAtStart;

  /** Throws {@link IllegalArgumentException} where the rule has no shapes. */
  FieldDetector(Rule rule, boolean onlyAtStart) {
    if (rule.shapes().isEmpty()) {
      throw new IllegalArgumentException("rule " + rule.id() + ": a field needs a shape");
    }
    this.rule = rule;
    this.onlyAtStart = onlyAtStart;
    shapes = rule.shapes().stream().map(Shape::parse).toList();
    check = Checksums.named(rule.checksum());
  }

  /** Scripts from Thai on know no blanks between words, so that a label may begin anywhere. */
  @Override
  public boolean onlyAtStart() {
    return onlyAtStart;
  }

  @Override
  public void look(Scan scan, int start, int end) {
    if (start < scan.fieldEnd || !ends(scan, end)) {
      return;
    }
    int limit = Math.min(scan.n, end + REACH);
    int lines = 0;
    for (int p = end; p < limit; ) {
      char c = scan.f[p];
      if ((p > end || scan.joint(p) || wide(scan.f[end - 1])) && value(scan, p)) {
        return;
      }
      if (Fold.lineEnd(c)) {
        lines += c == '\n' ? 1 : 0;
        p++;
      } else if (skipped(c)) {
        p++;
      } else {
        p = word(scan, p, limit);
      }
      if (lines > 1) {
        return;
      }
    }
  }

  private static boolean wide(char c) {
    return c >= NumberText.UNSPACED;
  }

  private static boolean ends(Scan scan, int end) {
    char next = scan.at(end);
    return wide(scan.f[end - 1])
        || !Fold.alnum(scan.f[end - 1])
        || scan.endsWord(end)
        || (next == 's' && scan.endsWord(end + 1));
  }

  private static boolean skipped(char c) {
    return c == Fold.INVISIBLE
        || " \t\"'`:=#>()[]{}.,-|*_&?\u201C\u201D\u201E\u00AB\u00BB\u3000\u2116".indexOf(c) >= 0;
  }

  /** The end of the word, or the limit where it is none that may stand between. */
  private static int word(Scan scan, int at, int limit) {
    int p = at;
    boolean wide = wide(scan.f[at]);
    while (p < limit && part(scan.f[p]) && wide(scan.f[p]) == wide) {
      p++;
    }
    if (wide) {
      for (int stop = Math.min(p, at + 8); stop > at; stop--) {
        if (BETWEEN.has(scan.f, at, stop)) {
          return stop;
        }
      }
      return limit;
    }
    if (scan.at(p) == '\u00B0' || scan.at(p) == '\u00BA') {
      p++;
    }
    return p == at + 1 && scan.f[at] == 's' || BETWEEN.has(scan.f, at, p) ? p : limit;
  }

  /** A letter, or a vowel's sign of Indic and Thai script. */
  private static boolean part(char c) {
    return Fold.letter(c) || (c > 128 && Character.getType(c) <= Character.COMBINING_SPACING_MARK);
  }

  private boolean value(Scan scan, int at) {
    char before = scan.at(at - 1);
    if (!Fold.alnum(scan.f[at]) && "+-".indexOf(scan.f[at]) < 0) {
      return false;
    }
    if (Fold.alnum(before) && !wide(before) && !scan.joint(at)) {
      return false;
    }
    int best = -1;
    for (Shape shape : shapes) {
      int stop = shape.match(scan.f, at, Math.min(scan.n, at + LONGEST));
      if (stop > best && closes(scan, stop) && holds(scan, at, stop)) {
        best = stop;
      }
    }
    if (best > 0) {
      scan.add(at, best, rule);
      scan.fieldEnd = best;
    }
    return best > 0;
  }

  /** Whether the value ends here: no letter or digit goes on, nor the digits of a decimal. */
  private static boolean closes(Scan scan, int stop) {
    char next = scan.at(stop);
    boolean decimal =
        (next == '.' || next == ',') && Fold.digit(scan.at(stop + 1)) && !scan.joint(stop);
    return (scan.endsWord(stop) || wide(next)) && !decimal && next != '%';
  }

  /** Without a checksum there has to be a digit. */
  private boolean holds(Scan scan, int at, int stop) {
    char[] id = new char[stop - at];
    int length = 0;
    boolean digit = false;
    for (int i = at; i < stop; i++) {
      char c = scan.f[i];
      digit |= Fold.digit(c);
      if (Fold.digit(c) || Fold.asciiLetter(c)) {
        id[length++] = Character.toUpperCase(c);
      }
    }
    return rule.checksum().isEmpty() ? digit : check.holds(id, length);
  }
}
