package dev.vitrine.rules;

import java.util.List;

/**
 * Values whose shape alone says nothing, after an identifier or words that hold the vendor's name:
 * {@code ACME_API_KEY = "..."}, {@code "acmeToken": "..."}, {@code <acmeToken>...}, {@code acme.key
 * ?= ...}, {@code acme token ...}.
 */
final class LabelledDetector implements Detector {
  /** The rest of the identifier, and a type. */
  private static final int REACH = 48;

  private static final int WORDS = 4;

  private static final int DISTINCTIVE = 8;

  /** A shorter value needs a sign before it. */
  private static final int LEAST_WITHOUT_SIGN = 20;

  private final Rule rule;
  private final List<Shape> shapes;

  LabelledDetector(Rule rule) {
    this.rule = rule;
    this.shapes = rule.shapes().stream().map(Shape::parse).toList();
  }

  @Override
  public void look(Scan scan, int start, int end) {
    if (!begins(scan, start, end)) {
      return;
    }
    if (scan.f[end - 1] == ' ' && value(scan, Assignment.opening(scan, end), 0)) {
      return;
    }
    int p = words(scan, end);
    if (p < 0) {
      return;
    }
    while (p < scan.n && "\"'`)]}\\".indexOf(scan.f[p]) >= 0) {
      p++;
    }
    int sign = Assignment.anySign(scan, Assignment.blanks(scan, p));
    if (sign > 0) {
      int at = Assignment.opening(scan, sign);
      if (value(scan, at, 0)) {
        return;
      }
      int typed = Assignment.typed(scan, at);
      int bearer = Assignment.word(scan, at, "bearer ") ? at + 7 : -1;
      if (typed > 0) {
        value(scan, Assignment.opening(scan, typed), 0);
      } else if (bearer > 0) {
        value(scan, bearer, 0);
      }
      sign = at;
    }
    int attribute = Assignment.valueAttribute(scan, sign > 0 ? sign - 1 : p);
    if (attribute > 0) {
      value(scan, Assignment.opening(scan, attribute), 0);
    }
  }

  /** Short names count only where a word or part of an identifier begins. */
  private static boolean begins(Scan scan, int start, int end) {
    return end - start >= DISTINCTIVE
        || scan.startsWord(start)
        || scan.f[start - 1] == '_'
        || Fold.digit(scan.f[start - 1])
        || (Character.isUpperCase(scan.f[start]) && !Character.isUpperCase(scan.f[start - 1]));
  }

  /** Skips the rest of the identifier and a few words; -1 where a value stood among them. */
  private int words(Scan scan, int from) {
    int limit = Math.min(scan.n, from + REACH);
    int blanks = 0;
    int p = from;
    while (p < limit) {
      char c = scan.f[p];
      if (p > from && scan.border(p) && value(scan, p, 0)) {
        return -1;
      }
      if (c == ' ' || c == '\t') {
        if (++blanks > WORDS || value(scan, p + 1, LEAST_WITHOUT_SIGN)) {
          return blanks > WORDS ? p : -1;
        }
      } else if (!Fold.digit(c) && !Fold.asciiLetter(c) && "_-.".indexOf(c) < 0) {
        return p;
      }
      p++;
    }
    return p;
  }

  private boolean value(Scan scan, int at, int least) {
    for (Shape shape : shapes) {
      int stop = shape.match(scan.f, at, Math.min(scan.n, at + Shape.MAX_RUN));
      if (stop > at
          && stop - at >= least
          && ends(scan, shape, stop)
          && believed(scan, shape, at, stop)) {
        scan.add(at, stop, rule);
        return true;
      }
    }
    return false;
  }

  private static boolean ends(Scan scan, Shape shape, int stop) {
    return stop >= scan.n
        || scan.joint(stop)
        || !(shape.couldContinue(scan.f[stop]) || Fold.alnum(scan.f[stop]));
  }

  /** Digits alone only where the shape has no letters. */
  private static boolean believed(Scan scan, Shape shape, int at, int stop) {
    if (!Randomness.plausible(scan.f, at, stop)) {
      return false;
    }
    for (int i = at; i < stop; i++) {
      if (!Fold.digit(scan.f[i])) {
        return true;
      }
    }
    return !shape.beginsWith('a', 'z') && !shape.beginsWith('A', 'Z');
  }
}
