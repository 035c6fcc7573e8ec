package dev.vitrine.rules;

import java.util.Arrays;

/**
 * A stretch of letters and digits in groups, as it would be printed: ASCII, upper case, one sign
 * between groups at most; a group may stand in brackets. It is read once for all rules, and once
 * for all places in it where a number may begin; a number may end where a group ends, unless digits
 * follow after a dash, a dot or a slash.
 */
final class NumberText {
  /** Most letters and digits of a number. */
  static final int LONGEST = 40;

  /** What may stand between the groups of a number. */
  static final String SIGNS = " -./:(+_";

  private static final byte[] KINDS = kinds();
  private static final int[] NONE = {};

  /** Scripts from Thai on are written without blanks around a word or number. */
  static final char UNSPACED = 0x0E00;

  /** Most letters and digits that are read at once. */
  private static final int READ = 6 * LONGEST;

  /** All that is read, as printed, and where it lies in the scan. */
  private final char[] text;

  private final int[] origins;
  private int size;

  /** For each letter or digit: its place in the text, and the place after it and its bracket. */
  private final int[] places;

  private final int[] stops;

  /** How many letters and digits there are from one to the end of its group, itself included. */
  private final int[] groups;

  /** Bits: a number may end after this letter or digit; its group ends with it; it is a digit. */
  private final long[] ends;

  private final long[] lasts;
  private final long[] digits;

  private int read;

  /** Whether there may be more than was read. */
  private boolean more;

  /**
   * The brackets that close, the places of those that opened them, and how many letters and digits
   * stand before.
   */
  private int[] closing = NONE;

  private int[] opening = NONE;
  private int[] inside = NONE;
  private int closed;

  /** The number looked at: its first letter or digit, and how many may belong to it. */
  private int first;

  private int count;

  /** Whether a bracket that was opened before the number closes after it. */
  private boolean bracketed;

  private final char[] bare = new char[LONGEST];
  private boolean copied;

  /** For numbers in a text of so many characters. */
  NumberText(int length) {
    int most = Math.min(READ, length);
    int printed = Math.min(3 * READ, length);
    text = new char[printed];
    origins = new int[printed];
    places = new int[most];
    stops = new int[most];
    groups = new int[most];
    ends = new long[(most >> 6) + 2];
    lasts = new long[ends.length];
    digits = new long[ends.length];
  }

  /** Goes to the letter or digit at {@code start}. */
  void begin(Scan scan, int start) {
    boolean again = read > 0 && start >= origins[0] && start <= origins[size - 1];
    int k = again ? index(start) : -1;
    if (k < 0 || (more && k + LONGEST > read)) {
      // Where many numbers follow on each other, more is read, and less often.
      read(scan, start, Math.min(places.length, again ? READ : LONGEST));
      k = 0;
    }
    first = k;
    copied = false;
    bracketed = false;
    count = Math.min(LONGEST, read - k);
    for (int i = 0; i < closed; i++) {
      if (closing[i] > places[k]) {
        if (opening[i] < places[k]) {
          // This bracket was opened before the number: the number ends there.
          bracketed = inside[i] - k <= count;
          count = Math.min(count, inside[i] - k);
        }
        break;
      }
    }
  }

  /**
   * Which letter or digit lies at {@code at} in the scan; -1 = none. Numbers are asked for nearly
   * in order.
   */
  private int index(int at) {
    int k = origins[places[first]] <= at ? first : 0;
    while (k < read && origins[places[k]] < at) {
      k++;
    }
    return k < read && origins[places[k]] == at ? k : -1;
  }

  private void read(Scan scan, int start, int most) {
    size = 0;
    read = 0;
    closed = 0;
    first = 0;
    Arrays.fill(ends, 0);
    Arrays.fill(lasts, 0);
    Arrays.fill(digits, 0);
    int p = start;
    int open = -1;
    while (p < scan.n && read < most) {
      char c = scan.f[p];
      if (Fold.ascii(c)) {
        letter(scan, c, p);
      } else if (sign(c) != 0 && continues(scan, p + 1)) {
        open = c == '(' ? size : open;
        add(c, p);
      } else if (c == ')' && open >= 0) {
        closes(open);
        open = -1;
        add(c, p);
        stops[read - 1] = size;
      } else if (c != Fold.INVISIBLE) {
        break;
      }
      p++;
    }
    more = p < scan.n && read == most;
    int run = 0;
    for (int i = read - 1; i >= 0; i--) {
      run = i + 1 < read && places[i + 1] == places[i] + 1 ? run + 1 : 1;
      groups[i] = run;
      lasts[i >> 6] |= run == 1 ? 1L << i : 0;
    }
  }

  private void closes(int open) {
    if (closed == closing.length) {
      int more = Math.max(4, 2 * closed);
      closing = Arrays.copyOf(closing, more);
      opening = Arrays.copyOf(opening, more);
      inside = Arrays.copyOf(inside, more);
    }
    closing[closed] = size;
    inside[closed] = read;
    opening[closed++] = open;
  }

  private void letter(Scan scan, char c, int at) {
    places[read] = size;
    add(c, at);
    stops[read] = size;
    if (ends(scan, at + 1)) {
      ends[read >> 6] |= 1L << read;
    }
    if (Fold.digit(c)) {
      digits[read >> 6] |= 1L << read;
    }
    read++;
  }

  private void add(char c, int at) {
    text[size] = Fold.asciiLetter(c) ? (char) (c & ~32) : c;
    origins[size++] = at;
  }

  private static boolean continues(Scan scan, int at) {
    return Fold.ascii(scan.at(at));
  }

  private static boolean ends(Scan scan, int at) {
    if (at >= scan.n || scan.joint(at)) {
      return true;
    }
    char c = scan.f[at];
    if (Fold.ascii(c)) {
      return false;
    }
    boolean digits = Fold.digit(scan.at(at + 1)) && (c == '-' || c == '.' || c == '/');
    boolean more = continues(scan, at + 1) && (c == '@' || c == '+');
    return border(c) && c != '_' && !digits && !more;
  }

  /** Which sign between the groups of a number this is, from 1; 0 = none. */
  static int sign(char c) {
    return c < 128 ? KINDS[c] : 0;
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[128];
    for (int i = 0; i < SIGNS.length(); i++) {
      kinds[SIGNS.charAt(i)] = (byte) (i + 1);
    }
    return kinds;
  }

  /** Whether a number may begin after, or end before, this character. */
  static boolean border(char c) {
    return c < 128 ? !Fold.alnum(c) : c >= UNSPACED || !Character.isLetter(c);
  }

  char first() {
    return text[places[first]];
  }

  /** How many letters and digits there are. */
  int count() {
    return count;
  }

  /** How many letters and digits stand before the first sign. */
  int group() {
    return Math.min(count, groups[first]);
  }

  /** The sign before the second group; 0 = there is one group. */
  char firstSign() {
    int group = group();
    return group < count ? text[places[first + group - 1] + 1] : 0;
  }

  /** Bit {@code n}: a group ends after {@code n} letters and digits. */
  long ends() {
    return fromFirst(ends) << 1;
  }

  /** Bit {@code n}: a sign follows after {@code n} letters and digits, or they are all. */
  long groups() {
    return fromFirst(lasts) << 1;
  }

  /** Bit {@code n}: a digit follows after {@code n} letters and digits. */
  long digits() {
    return fromFirst(digits);
  }

  private long fromFirst(long[] bits) {
    int word = first >> 6;
    int bit = first & 63;
    long some = bits[word] >>> bit | (bit == 0 ? 0 : bits[word + 1] << (64 - bit));
    return some & ((1L << count) - 1);
  }

  /** The place in the printed text after so many letters and digits. */
  int stop(int length) {
    int last = first + length - 1;
    boolean alone = length == LONGEST || (bracketed && length == count);
    return (alone ? places[last] + 1 : stops[last]) - places[first];
  }

  /** Which of these lengths a match of the shape can have, as bits. */
  long lengths(Shape shape, long wanted) {
    return shape.lengths(this, places[first], places[first] + stop(count), wanted);
  }

  /** A character of all that was read. */
  char at(int place) {
    return text[place];
  }

  /** The letters and digits alone; not to be changed. */
  char[] bare() {
    if (!copied) {
      for (int i = 0; i < count; i++) {
        bare[i] = text[places[first + i]];
      }
      copied = true;
    }
    return bare;
  }

  /** Where the character of the printed text lies in the scan. */
  int origin(int at) {
    return origins[places[first] + at];
  }
}
