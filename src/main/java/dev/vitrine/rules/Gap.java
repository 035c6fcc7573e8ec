package dev.vitrine.rules;

import java.util.List;

/**
 * What may stand between a label and its value: signs, one line's end, and words such as "number"
 * and "is".
 */
final class Gap {
  /** How far behind its label a value begins at most. */
  static final int REACH = 48;

  /** Such words, in the languages of the labels. */
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

  private static final String SIGNS =
      " \t\"'`:=#>()[]{}.,-+|*_&?\u201C\u201D\u201E\u00AB\u00BB\u3000\u2116";

  private static final int LONGEST_WIDE = 8;

  private Gap() {}

  /** Whether nothing else stands there. */
  static boolean fills(Scan scan, int from, int to) {
    int lines = 0;
    for (int p = from; p < to; ) {
      int next = next(scan, p, to);
      if (next < 0) {
        return false;
      }
      lines += scan.f[p] == '\n' ? 1 : 0;
      if (lines > 1) {
        return false;
      }
      p = next;
    }
    return to - from <= REACH;
  }

  /** The end of the sign or word at {@code at}; -1 where it is none that may stand there. */
  static int next(Scan scan, int at, int limit) {
    char c = scan.f[at];
    if (Fold.lineEnd(c) || c == Fold.INVISIBLE || SIGNS.indexOf(c) >= 0) {
      return at + 1;
    }
    int p = at;
    boolean wide = wide(c);
    while (p < limit && part(scan.f[p]) && wide(scan.f[p]) == wide) {
      p++;
    }
    if (wide) {
      for (int stop = Math.min(p, at + LONGEST_WIDE); stop > at; stop--) {
        if (BETWEEN.has(scan.f, at, stop)) {
          return stop;
        }
      }
      return -1;
    }
    if (p < limit && (scan.f[p] == '\u00B0' || scan.f[p] == '\u00BA')) {
      p++;
    }
    boolean plural = p == at + 1 && c == 's';
    return plural || BETWEEN.has(scan.f, at, p) ? p : -1;
  }

  /** Scripts from Thai on, in which a label needs no sign before its value. */
  static boolean wide(char c) {
    return c >= NumberText.UNSPACED;
  }

  /** A letter, or a vowel's sign of Indic and Thai script. */
  private static boolean part(char c) {
    return Fold.letter(c) || (c > 128 && mark(c));
  }

  static boolean mark(char c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }
}
