package dev.vitrine.rules;

import java.util.Locale;

/**
 * Folds one UTF-16 unit to the form in which it is matched, so that offsets stay: full-width forms
 * and the digits of all scripts become ASCII, the many dashes and spaces one each, what cannot be
 * seen {@link #INVISIBLE}.
 */
final class Fold {
  /** Stands for a removed stretch, whatever its length. */
  static final char BARRIER = '\uFFFF';

  /** Stands for characters without a width, which separate nothing. */
  static final char INVISIBLE = '\u200B';

  private static final char[] TABLE = table();

  /** What an ASCII character is, as bits: a look-up, as the next character is hard to foresee. */
  private static final byte[] KIND = kinds();

  private static final int DIGIT = 1;
  private static final int LETTER = 2;
  private static final int HEX = 4;

  private Fold() {}

  /** The folded form. */
  static char of(char c) {
    return c < 128 ? c : TABLE[c];
  }

  /** A word to look for: folded, in small letters. */
  static String word(String word) {
    StringBuilder folded = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      folded.append(of(word.charAt(i)));
    }
    return folded.toString().toLowerCase(Locale.ROOT);
  }

  /**
   * Folds a whole text into {@code into}, place by place. Returns whether it was ASCII throughout.
   */
  static boolean all(CharSequence text, char[] into) {
    int n = into.length;
    if (text instanceof String string) {
      string.getChars(0, n, into, 0);
    } else if (text instanceof StringBuilder builder) {
      builder.getChars(0, n, into, 0);
    } else {
      for (int i = 0; i < n; i++) {
        into[i] = text.charAt(i);
      }
    }
    int all = 0;
    for (int i = 0; i < n; i++) {
      all |= into[i];
    }
    if (all < 128) {
      return true;
    }
    for (int i = 0; i < n; i++) {
      char c = into[i];
      if (c < 128) {
        continue;
      }
      into[i] = TABLE[c];
      if (Character.isHighSurrogate(c) && i + 1 < n && Character.isLowSurrogate(into[i + 1])) {
        int digit = Character.digit(Character.toCodePoint(c, into[i + 1]), 10);
        if (digit >= 0) {
          into[i++] = (char) ('0' + digit);
          into[i] = INVISIBLE;
        }
      }
    }
    return false;
  }

  private static char[] table() {
    char[] table = new char[1 << 16];
    for (int i = 0; i < table.length; i++) {
      table[i] = compute((char) i);
    }
    return table;
  }

  private static char compute(char c) {
    if (c < 128) {
      return c;
    }
    if (c >= 0xFF01 && c <= 0xFF5E) {
      return (char) (c - 0xFEE0);
    }
    int digit = Character.digit(c, 10);
    if (digit >= 0) {
      return (char) ('0' + digit);
    }
    if (c == BARRIER) {
      return '\uFFFD';
    }
    return switch (Character.getType(c)) {
      case Character.SPACE_SEPARATOR -> ' ';
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> '\n';
      case Character.DASH_PUNCTUATION -> '-';
      case Character.FORMAT -> INVISIBLE;
      case Character.CONTROL -> c == 0x85 ? '\n' : c;
      default -> c == 0x2212 ? '-' : c == 0xB7 || c == 0x2024 ? '.' : c;
    };
  }

  static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean asciiLetter(char c) {
    return c < 128 && (KIND[c] & LETTER) != 0;
  }

  /** Whether it is an ASCII letter or digit. */
  static boolean ascii(char c) {
    return c < 128 && (KIND[c] & (DIGIT | LETTER)) != 0;
  }

  static boolean hex(char c) {
    return c < 128 && (KIND[c] & HEX) != 0;
  }

  static boolean alnum(char c) {
    return c < 128 ? (KIND[c] & (DIGIT | LETTER)) != 0 : c != BARRIER && Character.isLetter(c);
  }

  static boolean letter(char c) {
    return c < 128 ? asciiLetter(c) : c != BARRIER && Character.isLetter(c);
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[128];
    for (char c = 0; c < kinds.length; c++) {
      int lower = c | 32;
      boolean hex = digit(c) || (lower >= 'a' && lower <= 'f');
      boolean letter = lower >= 'a' && lower <= 'z';
      kinds[c] = (byte) ((digit(c) ? DIGIT : 0) | (letter ? LETTER : 0) | (hex ? HEX : 0));
    }
    return kinds;
  }

  /** The small letter. */
  static char lower(char c) {
    return c < 128 ? (KIND[c] & LETTER) != 0 ? (char) (c | 32) : c : Character.toLowerCase(c);
  }

  static boolean space(char c) {
    return c == ' ' || c == '\t' || c == INVISIBLE;
  }

  static boolean lineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
