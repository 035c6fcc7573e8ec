package dev.vitrine.rules;

import org.jspecify.annotations.Nullable;

/** Tokens with a fixed beginning. */
final class TokenDetector implements Detector {
  /** A body of 16 or more characters with fewer different ones is a placeholder. */
  private static final int LEAST_DIFFERENT = 5;

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
        prefix.length() >= 4 && !Fold.alnum(prefix.charAt(prefix.length() - 1)) && before == null;
  }

  /** The keyword by which a candidate is found. */
  String keyword() {
    return prefix;
  }

  @Override
  public void look(Scan scan, int start, int end) {
    if (start < scan.tokenEnd || scan.f[start] != prefix.charAt(0)) {
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
      scan.tokenEnd = stop;
    } else if (stop < scan.n && !scan.joint(stop) && shape.couldContinue(scan.f[stop])) {
      return;
    }
    if (stop - end < 16 || Randomness.different(scan.f, end, stop) >= LEAST_DIFFERENT) {
      scan.add(begin, stop, rule);
    }
  }

  private static boolean begins(Scan scan, int at) {
    return scan.startsWord(at) || scan.f[at - 1] == '_';
  }
}
