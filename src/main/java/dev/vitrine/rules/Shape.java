package dev.vitrine.rules;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hand-made automaton for the fixed formats of tokens: a sequence of ASCII character sets, each
 * with a least and a greatest count, matched greedily and without going back, so that the time is
 * that of one look at each character. Notation: literals, {@code [A-Za-z0-9_-]}, and {@code {n}},
 * {@code {n,m}}, {@code {n,}}, {@code ?}, {@code +} after a set; {@code \} quotes. Case matters.
 */
final class Shape {
  /** The longest run that an open-ended count follows. */
  static final int MAX_RUN = 4096;

  private final Step[] steps;

  /** The last step that a match cannot do without. */
  private final int last;

  /**
   * What every match has, as far as its places are known; bit {@code n} is about what stands after
   * {@code n} letters and digits: where groups end, where none does, what are digits, and letters.
   */
  private long ends;

  private long goesOn;
  private long digits;
  private long letters;

  private Shape(List<Step> steps) {
    this.steps = steps.toArray(new Step[0]);
    int k = steps.size() - 1;
    while (k > 0 && steps.get(k).min == 0) {
      k--;
    }
    last = k;
    outline();
  }

  private void outline() {
    int count = 0;
    boolean open = false;
    for (Step step : steps) {
      if (step.sign()) {
        ends |= step.min > 0 ? 1L << count : 0;
        open = false;
      } else {
        if (step.mixed() || step.min == 0) {
          break;
        }
        goesOn |= open ? 1L << count : 0;
        for (int i = 0; i < step.min && count < Long.SIZE - 1; i++) {
          goesOn |= i > 0 ? 1L << count : 0;
          digits |= step.letters() ? 0 : 1L << count;
          letters |= step.digits() ? 0 : 1L << count;
          count++;
        }
        open = true;
        if (step.min != step.max || count >= Long.SIZE - 1) {
          break;
        }
      }
    }
  }

  /**
   * Whether a number may match that has these: bit {@code n} of {@code groups}, a group ends after
   * {@code n} letters and digits; of {@code digits}, a digit follows them.
   */
  boolean mayMatch(long groups, long digits) {
    return (ends & ~groups) == 0
        && (goesOn & groups) == 0
        && (this.digits & ~digits) == 0
        && (letters & digits) == 0;
  }

  private record Step(long low, long high, int min, int max) {
    /** Bits of {@code low} and of {@code high}. */
    private static final long DIGITS = 0x03FF_0000_0000_0000L;

    private static final long LETTERS = 0x07FF_FFFE_07FF_FFFEL;

    boolean has(char c) {
      return c < 64 ? (low >>> c & 1) != 0 : c < 128 && (high >>> (c - 64) & 1) != 0;
    }

    /** Whether it is of signs alone, without letters and digits. */
    boolean sign() {
      return (low & DIGITS) == 0 && (high & LETTERS) == 0;
    }

    boolean digits() {
      return (low & DIGITS) != 0;
    }

    boolean letters() {
      return (high & LETTERS) != 0;
    }

    /** Whether it is of letters or digits, and of signs too. */
    boolean mixed() {
      return !sign() && ((low & ~DIGITS) != 0 || (high & ~LETTERS) != 0);
    }

    boolean hasAny(char from, char to) {
      for (char c = from; c <= to; c++) {
        if (has(c)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Parses the notation; throws {@link IllegalArgumentException} where it is wrong. */
  static Shape parse(String notation) {
    return new Parser(notation).parse();
  }

  /** The end of the match that begins at {@code at}, or -1. */
  int match(char[] text, int at, int limit) {
    int p = at;
    for (Step step : steps) {
      int max = Math.min(limit, p + step.max);
      int begin = p;
      while (p < max && step.has(text[p])) {
        p++;
      }
      if (p - begin < step.min) {
        return -1;
      }
    }
    return p;
  }

  /**
   * Which of the wanted numbers of letters and digits a match can have that begins at {@code from}
   * of a number's text; all in one walk, since nothing is ever taken back.
   */
  long lengths(NumberText text, int from, int limit, long wanted) {
    long lengths = 0;
    int p = from;
    int count = 0;
    for (int k = 0; k < steps.length; k++) {
      Step step = steps[k];
      int most = Math.min(limit, p + step.max);
      int least = p + step.min;
      while (p < most && step.has(text.at(p))) {
        count += Fold.ascii(text.at(p)) ? 1 : 0;
        p++;
        if (k >= last
            && p >= least
            && (wanted >>> count & 1) != 0
            && p - from == text.stop(count)) {
          lengths |= 1L << count;
        }
      }
      if (p < least) {
        break;
      }
    }
    return lengths;
  }

  /** The start of the run of the (only) set that ends at {@code end}, or -1. */
  int matchBackwards(char[] text, int end) {
    Step step = steps[0];
    int p = end;
    while (p > 0 && end - p < step.max && step.has(text[p - 1])) {
      p--;
    }
    return end - p < step.min ? -1 : p;
  }

  /** Whether matches differ in length, so that a longer run than the notation says is one too. */
  boolean elastic() {
    Step last = steps[steps.length - 1];
    return last.min != last.max;
  }

  /** Whether the last set could have taken the character, so that the match is only a part. */
  boolean couldContinue(char c) {
    return steps[steps.length - 1].has(c);
  }

  /** The least or greatest number of letters and digits in a match; a set is of them or of none. */
  int count(boolean least) {
    int count = 0;
    for (Step step : steps) {
      if (!step.sign()) {
        count += least ? step.min : step.max;
      }
    }
    return count;
  }

  /** Whether a match may have signs between its letters and digits, or none of them. */
  boolean hasSigns(boolean some) {
    for (Step step : steps) {
      if (step.sign() && (some ? step.max > 0 : step.min > 0)) {
        return some;
      }
    }
    return !some;
  }

  /** Bit {@code n}: the first sign of a match may be this one, after n letters and digits. */
  long firstGroups(char sign) {
    long groups = 0;
    long counts = 1;
    for (Step step : steps) {
      if (step.sign()) {
        groups |= step.has(sign) ? counts : 0;
        if (step.min > 0) {
          break;
        }
      } else {
        long more = 0;
        for (int n = step.min; n <= Math.min(step.max, Long.SIZE - 1); n++) {
          more |= counts << n;
        }
        counts = more;
      }
    }
    return groups;
  }

  /** Whether a match may begin with one of these characters. */
  boolean beginsWith(char from, char to) {
    for (Step step : steps) {
      if (step.hasAny(from, to)) {
        return true;
      }
      if (step.min > 0) {
        return false;
      }
    }
    return false;
  }

  /** The literal with which every match begins. */
  String prefix() {
    StringBuilder prefix = new StringBuilder();
    for (Step step : steps) {
      int bits = Long.bitCount(step.low) + Long.bitCount(step.high);
      if (bits != 1 || step.min != step.max) {
        break;
      }
      char c =
          (char)
              (step.low != 0
                  ? Long.numberOfTrailingZeros(step.low)
                  : 64 + Long.numberOfTrailingZeros(step.high));
      prefix.append(String.valueOf(c).repeat(step.min));
    }
    return prefix.toString();
  }

  private static final class Parser {
    private final String in;
    private int p;

    Parser(String in) {
      this.in = in;
    }

    Shape parse() {
      List<Step> steps = new ArrayList<>();
      while (p < in.length()) {
        long[] set = in.charAt(p) == '[' ? set() : one(literal());
        steps.add(counted(set));
      }
      if (steps.isEmpty()) {
        throw new IllegalArgumentException("empty shape");
      }
      return new Shape(steps);
    }

    private char literal() {
      char c = in.charAt(p++);
      if (c == '\\') {
        c = in.charAt(p++);
      }
      if (c >= 128) {
        throw new IllegalArgumentException("shapes are ASCII: " + in);
      }
      return c;
    }

    private static long[] one(char c) {
      long[] set = new long[2];
      set[c >> 6] |= 1L << (c & 63);
      return set;
    }

    private long[] set() {
      long[] set = new long[2];
      p++;
      while (in.charAt(p) != ']') {
        char from = literal();
        char to = from;
        if (in.charAt(p) == '-' && in.charAt(p + 1) != ']') {
          p++;
          to = literal();
        }
        for (int c = from; c <= to; c++) {
          set[c >> 6] |= 1L << (c & 63);
        }
      }
      p++;
      return set;
    }

    private Step counted(long[] set) {
      int min = 1;
      int max = 1;
      char next = p < in.length() ? in.charAt(p) : 0;
      if (next == '?') {
        p++;
        min = 0;
      } else if (next == '+') {
        p++;
        max = MAX_RUN;
      } else if (next == '{') {
        int close = in.indexOf('}', p);
        String count = in.substring(p + 1, close);
        int comma = count.indexOf(',');
        min = Integer.parseInt(comma < 0 ? count : count.substring(0, comma));
        max = comma < 0 ? min : upper(count.substring(comma + 1));
        p = close + 1;
      }
      return new Step(set[0], set[1], min, max);
    }

    private static int upper(@Nullable String text) {
      return text == null || text.isEmpty() ? MAX_RUN : Integer.parseInt(text);
    }
  }
}
