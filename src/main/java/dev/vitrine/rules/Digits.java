package dev.vitrine.rules;

import java.util.Arrays;

/**
 * A run of digits with the signs people put between them. Positions are of the scan's folded text;
 * {@code groupStart(i)} and {@code groupEnd(i)} say whether a printed number may begin at, or end
 * with, digit {@code i}.
 */
final class Digits {
  /** More signs in a row than this, and a new run begins: {@code ") - "} and an indented line. */
  static final int MOST_SIGNS = 4;

  private static final int FIRST = 32;

  /** Stands for signs of several kinds in {@link #signs}. */
  private static final char MIXED = Fold.BARRIER;

  int[] at = new int[FIRST];
  char[] value = new char[FIRST];

  /** The kind of sign before each digit; 0 = none or a line's end. */
  private char[] signs = new char[FIRST];

  /** Whether something stands between a digit and the one before it. */
  private boolean[] apart = new boolean[FIRST];

  /** From which digit on there is one kind of sign up to each digit. */
  private int[] uniform = new int[FIRST];

  /** How many line ends and tabs stand before each digit. */
  private int[] breaks = new int[FIRST];

  int count;

  /** The sums of Luhn's formula over the digits at even and odd places, doubled and not. */
  private int[] plain = {};

  private int[] doubled = {};

  private boolean summed;

  /** The last sign, and the digit after it. */
  private char lastSign;

  private int lastSigned;

  /** Reads the run that begins at the digit at {@code start}; returns where it ends. */
  int read(Scan scan, int start) {
    return read(scan, start, Integer.MAX_VALUE);
  }

  /** Reads at most so many digits of the run that begins at {@code start}. */
  int read(Scan scan, int start, int most) {
    count = 0;
    summed = false;
    lastSign = 0;
    lastSigned = 0;
    int last = start;
    int width = 0;
    char sign = 0;
    int lines = 0;
    for (int p = start; p < scan.n; p++) {
      char c = scan.f[p];
      if (Fold.digit(c)) {
        if (count == most) {
          break;
        }
        add(p, c, sign, width > 0 || scan.joint(p), lines);
        last = p;
        width = 0;
        sign = 0;
      } else if (c != Fold.INVISIBLE) {
        if (!sign(c) || ++width > MOST_SIGNS) {
          break;
        }
        lines += c == '\t' || Fold.lineEnd(c) ? 1 : 0;
        sign = with(sign, c);
      }
    }
    return last + 1;
  }

  /** A blank beside another sign does not count. */
  private static char with(char sign, char c) {
    if (Fold.lineEnd(c) || sign == MIXED) {
      return sign;
    }
    char here = c == '\t' ? ' ' : c;
    if (sign == 0 || sign == ' ') {
      return here;
    }
    return here == ' ' || here == sign ? sign : MIXED;
  }

  private void add(int p, char c, char sign, boolean parted, int lines) {
    if (count == at.length) {
      at = Arrays.copyOf(at, count * 2);
      value = Arrays.copyOf(value, count * 2);
      signs = Arrays.copyOf(signs, count * 2);
      apart = Arrays.copyOf(apart, count * 2);
      breaks = Arrays.copyOf(breaks, count * 2);
      uniform = Arrays.copyOf(uniform, count * 2);
    }
    at[count] = p;
    signs[count] = sign;
    apart[count] = parted;
    breaks[count] = lines;
    uniform[count] = count == 0 ? 0 : uniform[count - 1];
    if (sign != 0) {
      uniform[count] = sign == MIXED ? count : sign == lastSign ? uniform[count] : lastSigned;
      lastSign = sign;
      lastSigned = count;
    }
    value[count++] = c;
  }

  private static boolean sign(char c) {
    return switch (c) {
      case ' ', '\t', '\n', '\r', '-', '.', '/', '(', ')', '_', '+' -> true;
      default -> false;
    };
  }

  boolean groupStart(int i) {
    return i == 0 || apart[i];
  }

  boolean groupEnd(int i) {
    return i + 1 >= count || apart[i + 1];
  }

  /** Whether something stands between any two digits from..to, end exclusive. */
  boolean parted(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (apart[i]) {
        return true;
      }
    }
    return false;
  }

  /** Whether nothing but the end of a line stands between digit i-1 and digit i. */
  boolean lineEnds(int i) {
    return signs[i] == 0 && breaks[i] > breaks[i - 1];
  }

  /** Whether a line's end or a tab stands between two digits. */
  boolean broken(int from, int to) {
    return breaks[to] > breaks[from];
  }

  /** Whether the signs between two digits, if any, are all of one kind. */
  boolean uniform(int from, int to) {
    return uniform[to] <= from;
  }

  /** Luhn's check (ISO/IEC 7812-1, annex B) over {@code length} digits, in constant time. */
  boolean luhn(int from, int length) {
    if (!summed) {
      sum();
    }
    int end = from + length;
    // The last digit counts once: places of its parity are plain, the others doubled.
    boolean lastEven = (end - 1) % 2 == 0;
    int total = lastEven ? plain[end] - plain[from] : doubled[end] - doubled[from];
    return total % 10 == 0;
  }

  /** {@code plain}: even places once, odd doubled; {@code doubled}: the other way round. */
  private void sum() {
    if (plain.length <= count) {
      plain = new int[at.length + 1];
      doubled = new int[at.length + 1];
    }
    for (int i = 0; i < count; i++) {
      int once = value[i] - '0';
      int twice = once > 4 ? once * 2 - 9 : once * 2;
      plain[i + 1] = plain[i] + (i % 2 == 0 ? once : twice);
      doubled[i + 1] = doubled[i] + (i % 2 == 0 ? twice : once);
    }
    summed = true;
  }

  /** The number that the digits from..from+length spell (at most 9 of them). */
  int number(int from, int length) {
    int number = 0;
    for (int i = from; i < from + length; i++) {
      number = number * 10 + value[i] - '0';
    }
    return number;
  }

  /**
   * The kind of sign between digit i-1 and digit i: 0 none or a line's end, else space, dash or
   * another sign; -1 where several kinds are mixed.
   */
  int signBetween(int i) {
    return signs[i] == MIXED ? -1 : signs[i];
  }
}
