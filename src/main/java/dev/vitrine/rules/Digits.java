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

  int[] at = new int[32];
  char[] value = new char[32];
  int count;

  /** The sums of Luhn's formula over the digits at even and odd places, doubled and not. */
  private int[] plain = new int[33];

  private int[] doubled = new int[33];

  private boolean summed;

  /** Reads the run that begins at the digit at {@code start}; returns where it ends. */
  int read(Scan scan, int start) {
    return read(scan, start, Integer.MAX_VALUE);
  }

  /** Reads at most so many digits of the run that begins at {@code start}. */
  int read(Scan scan, int start, int most) {
    count = 0;
    summed = false;
    int last = start;
    int signs = 0;
    for (int p = start; p < scan.n; p++) {
      char c = scan.f[p];
      if (Fold.digit(c)) {
        if (count == most) {
          break;
        }
        add(p, c);
        last = p;
        signs = 0;
      } else if (c != Fold.INVISIBLE && (!sign(c) || ++signs > MOST_SIGNS)) {
        break;
      }
    }
    return last + 1;
  }

  private void add(int p, char c) {
    if (count == at.length) {
      at = Arrays.copyOf(at, count * 2);
      value = Arrays.copyOf(value, count * 2);
    }
    at[count] = p;
    value[count++] = c;
  }

  private static boolean sign(char c) {
    return switch (c) {
      case ' ', '\t', '\n', '\r', '-', '.', '/', '(', ')', '_', '+' -> true;
      default -> false;
    };
  }

  /** Whether the digits i and i-1 belong together in one unbroken group. */
  private boolean together(Scan scan, int i) {
    for (int p = at[i - 1] + 1; p < at[i]; p++) {
      if (scan.f[p] != Fold.INVISIBLE) {
        return false;
      }
    }
    return !scan.joint(at[i]);
  }

  boolean groupStart(Scan scan, int i) {
    return i == 0 || !together(scan, i);
  }

  boolean groupEnd(Scan scan, int i) {
    return i == count - 1 || !together(scan, i + 1);
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
  int signBetween(Scan scan, int i) {
    int kind = 0;
    for (int p = at[i - 1] + 1; p < at[i]; p++) {
      char c = scan.f[p];
      if (c == Fold.INVISIBLE || Fold.lineEnd(c)) {
        continue;
      }
      int here = c == '\t' ? ' ' : c;
      if (kind == 0 || kind == ' ') {
        kind = here;
      } else if (here != ' ' && here != kind) {
        return -1;
      }
    }
    return kind;
  }
}
