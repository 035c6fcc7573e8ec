package dev.vitrine.rules;

/** Whether a stretch of characters looks made by chance, or is a word, a name or a placeholder. */
final class Randomness {
  /** A stretch of so many characters with fewer different ones is a placeholder. */
  private static final int SHORT = 10;

  private Randomness() {}

  /** How many different characters there are; all are ASCII. */
  static int different(char[] f, int from, int to) {
    long low = 0;
    long high = 0;
    for (int i = from; i < to; i++) {
      if (f[i] < 64) {
        low |= 1L << f[i];
      } else {
        high |= 1L << (f[i] & 63);
      }
    }
    return Long.bitCount(low) + Long.bitCount(high);
  }

  /**
   * Whether it is no placeholder ({@code xxxx}, {@code 0000}) and no run of words ({@code
   * requiredCharacteristicTypes}): it holds a digit, or its letters change case as chance does.
   */
  static boolean plausible(char[] f, int from, int to) {
    int length = to - from;
    int least = length >= 16 ? 6 : length >= SHORT ? 5 : 3;
    if (different(f, from, to) < least) {
      return false;
    }
    int digits = 0;
    int letters = 0;
    int others = 0;
    int changes = 0;
    for (int i = from; i < to; i++) {
      digits += Fold.digit(f[i]) ? 1 : 0;
      letters += Fold.asciiLetter(f[i]) ? 1 : 0;
      others += Fold.asciiLetter(f[i]) && !Fold.hex(f[i]) ? 1 : 0;
      changes += i > from && lower(f[i]) != lower(f[i - 1]) ? 1 : 0;
    }
    return digits > 0 || letters == 0 || others == 0 || changes * 4 >= length;
  }

  private static boolean lower(char c) {
    return c >= 'a' && c <= 'z';
  }

  /**
   * Shannon's entropy of the distribution of the characters, in bits a character (C. E. Shannon, A
   * Mathematical Theory of Communication, 1948); all are ASCII.
   */
  static double entropy(char[] f, int from, int to) {
    int[] counts = new int[128];
    for (int i = from; i < to; i++) {
      counts[f[i] & 127]++;
    }
    double bits = 0;
    double n = to - from;
    for (int count : counts) {
      if (count > 0) {
        bits -= count / n * (Math.log(count / n) / Math.log(2));
      }
    }
    return bits;
  }

  /** How many characters belong to runs of small letters as words have them. */
  static int wordLetters(char[] f, int from, int to) {
    int sum = 0;
    int run = 0;
    for (int i = from; i <= to; i++) {
      if (i < to && lower(f[i])) {
        run++;
      } else {
        boolean capital = i - run > from && f[i - run - 1] >= 'A' && f[i - run - 1] <= 'Z';
        sum += run >= 2 && capital ? run + 1 : run >= 4 ? run : 0;
        run = 0;
      }
    }
    return sum;
  }

  /**
   * Whether most characters follow the one before in the alphabet: {@code abcdef}, {@code 0123}.
   */
  static boolean sequence(char[] f, int from, int to) {
    int steps = 0;
    for (int i = from + 1; i < to; i++) {
      int step = Fold.lower(f[i]) - Fold.lower(f[i - 1]);
      steps += step == 1 ? 1 : 0;
    }
    return steps * 20 >= (to - from) * 17;
  }

  /** Whether the letters stand in the order of the alphabet, as in a list of options. */
  static boolean sorted(char[] f, int from, int to) {
    int down = 0;
    for (int i = from + 1; i < to; i++) {
      down += Fold.lower(f[i]) < Fold.lower(f[i - 1]) ? 1 : 0;
    }
    return down * 5 <= to - from;
  }
}
