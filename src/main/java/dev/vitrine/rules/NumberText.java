package dev.vitrine.rules;

/**
 * A stretch of letters and digits in groups, as it would be printed: ASCII, upper case, one sign
 * between groups at most; a group may stand in brackets. It is read once for all rules; a number
 * may end where a group ends, unless digits follow after a dash, a dot or a slash.
 */
final class NumberText {
  /** Most letters and digits of a number. */
  static final int LONGEST = 40;

  /** Scripts from Thai on are written without blanks around a word or number. */
  static final char UNSPACED = 0x0E00;

  /** A letter or digit, a sign before it, a bracket after it. */
  private static final int MOST = 3 * LONGEST;

  private final char[] text = new char[MOST];
  private final int[] origins = new int[MOST];
  private final char[] bare = new char[LONGEST];
  private final int[] stops = new int[LONGEST + 1];
  private int size;
  private int count;

  /** Bit {@code n}: a group ends after {@code n} letters and digits. */
  private long ends;

  /** Reads what begins at {@code start}, in place of what was read before. */
  void read(Scan scan, int start) {
    size = 0;
    count = 0;
    ends = 0;
    int p = start;
    boolean open = false;
    while (p < scan.n && count < LONGEST) {
      char c = scan.f[p];
      if (Fold.digit(c) || Fold.asciiLetter(c)) {
        add(c, p);
        bare[count++] = text[size - 1];
        stops[count] = size;
        if (ends(scan, p + 1)) {
          ends |= 1L << count;
        }
      } else if (sign(c) && continues(scan, p + 1)) {
        add(c, p);
        open |= c == '(';
      } else if (c == ')' && open) {
        add(c, p);
        stops[count] = size;
        open = false;
      } else if (c != Fold.INVISIBLE) {
        break;
      }
      p++;
    }
  }

  private void add(char c, int at) {
    text[size] = c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
    origins[size++] = at;
  }

  private static boolean continues(Scan scan, int at) {
    char next = scan.at(at);
    return Fold.digit(next) || Fold.asciiLetter(next);
  }

  private static boolean ends(Scan scan, int at) {
    if (at >= scan.n || scan.joint(at)) {
      return true;
    }
    char c = scan.f[at];
    boolean digits = Fold.digit(scan.at(at + 1)) && (c == '-' || c == '.' || c == '/');
    boolean more = continues(scan, at + 1) && (c == '@' || c == '+');
    return border(c) && c != '_' && !digits && !more;
  }

  /** What may stand between the groups of a number. */
  static boolean sign(char c) {
    return switch (c) {
      case ' ', '-', '.', '/', ':', '(' -> true;
      default -> false;
    };
  }

  /** Whether a number may begin after, or end before, this character. */
  static boolean border(char c) {
    return c < 128 ? !Fold.alnum(c) : c >= UNSPACED || !Character.isLetter(c);
  }

  char first() {
    return text[0];
  }

  /** How many letters and digits there are. */
  int count() {
    return count;
  }

  /** Whether a group ends after so many letters and digits. */
  boolean endsAfter(int length) {
    return (ends >>> length & 1) != 0;
  }

  /** The place in the printed text after so many letters and digits. */
  int stop(int length) {
    return stops[length];
  }

  /** Whether the printed text up to {@code stop} has the shape. */
  boolean matches(Shape shape, int stop) {
    return shape.match(text, 0, stop) == stop;
  }

  /** The letters and digits alone; not to be changed. */
  char[] bare() {
    return bare;
  }

  /** Where the character of the printed text lies in the scan. */
  int origin(int at) {
    return origins[at];
  }
}
