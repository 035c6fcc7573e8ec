package dev.vitrine.rules;

import org.jspecify.annotations.Nullable;

/** Tokens with a fixed beginning. */
final class TokenDetector implements Detector {
  /** A body of so many characters must look made by chance. */
  private static final int LONG = 16;

  /** A shorter body of so many characters must not be of a few different ones. */
  private static final int SHORT = 8;

  private static final int LEAST_DIFFERENT = 4;

  private static final double LEAST_ENTROPY = 2.5;

  private static final int LONGER = 32;
  private static final double LEAST_ENTROPY_LONGER = 3.0;

  /** A prefix of so many characters with a sign at its end is one wherever it stands. */
  private static final int DISTINCTIVE = 6;

  /** A shorter prefix says little. */
  private static final int TELLING = 4;

  /** So many characters of base64 before a token mean that it is a part of it. */
  private static final int ENCODED = 24;

  private final Rule rule;
  private final Shape shape;
  private final @Nullable Shape before;
  private final String prefix;
  private final boolean distinctive;

  TokenDetector(Rule rule, Shape shape) {
    this.rule = rule;
    this.shape = shape;
    this.before = rule.before().isEmpty() ? null : Shape.parse(rule.before());
    this.prefix = shape.prefix();
    this.distinctive =
        prefix.length() >= DISTINCTIVE
            && !Fold.alnum(prefix.charAt(prefix.length() - 1))
            && before == null;
  }

  /** The keyword by which a candidate is found. */
  String keyword() {
    return prefix;
  }

  @Override
  public void look(Scan scan, int start, int end) {
    if ((start < scan.tokenEnd && start != scan.tokenStart) || scan.f[start] != prefix.charAt(0)) {
      return;
    }
    int begin = before == null ? start : before.matchBackwards(scan.f, start);
    if (begin < 0 || (!distinctive && !begins(scan, begin))) {
      return;
    }
    int limit = Math.min(scan.n, start + Shape.MAX_RUN);
    int stop = shape.match(scan.f, start, limit);
    if (stop < 0) {
      return;
    }
    if (shape.elastic()) {
      while (stop < scan.n && shape.couldContinue(scan.f[stop])) {
        stop++;
      }
      scan.tokenStart = start;
      scan.tokenEnd = stop;
    } else if (stop < scan.n && !scan.joint(stop) && shape.couldContinue(scan.f[stop])) {
      return;
    }
    if (stop - end >= LONG ? believed(scan.f, end, stop) : !mask(scan.f, end, stop)) {
      scan.add(begin, stop, rule);
    }
  }

  private static boolean mask(char[] f, int from, int to) {
    return to - from >= SHORT && Randomness.different(f, from, to) < LEAST_DIFFERENT;
  }

  private boolean believed(char[] f, int from, int to) {
    double least = to - from >= LONGER ? LEAST_ENTROPY_LONGER : LEAST_ENTROPY;
    return Randomness.entropy(f, from, to) >= least
        && !Randomness.sequence(f, from, to)
        && (prefix.length() >= TELLING || mixed(f, from, to));
  }

  /**
   * Behind a prefix that says little: no words, as in {@code s.ReadUint16LengthPrefixed}. Of
   * twenty-four characters made by chance, nine in ten look like words less than once in 10,000
   * times.
   */
  private static boolean mixed(char[] f, int from, int to) {
    int words = Randomness.wordLetters(f, from, to);
    for (int i = from; i < to; i++) {
      if (Fold.digit(f[i])) {
        return words * 10 <= (to - from) * 9;
      }
    }
    return Randomness.plausible(f, from, to) && words * 4 <= (to - from) * 3;
  }

  private static boolean begins(Scan scan, int at) {
    return (scan.startsWord(at) || scan.f[at - 1] == '_') && !inside(scan, at);
  }

  /** Whether base64 runs up to here and goes on: its signs are no borders of words. */
  private static boolean inside(Scan scan, int at) {
    if (at == 0 || (scan.f[at - 1] != '/' && scan.f[at - 1] != '+')) {
      return false;
    }
    int p = at;
    boolean upper = false;
    boolean digit = false;
    while (p > 0
        && at - p < ENCODED
        && (Fold.alnum(scan.f[p - 1]) || "+/".indexOf(scan.f[p - 1]) >= 0)) {
      p--;
      upper |= scan.f[p] >= 'A' && scan.f[p] <= 'Z';
      digit |= Fold.digit(scan.f[p]);
    }
    return at - p >= ENCODED && upper && digit;
  }
}
