package dev.vitrine.rules;

import java.util.List;

/**
 * Values that need hold no digit, directly after one of the rule's words, see {@link Gap}; those
 * with a digit are numbers that need a label.
 */
final class FieldDetector implements Detector {
  private static final int LONGEST = 64;

  private final Rule rule;
  private final List<Shape> shapes;
  private final Checksums.Check check;
  private final boolean onlyAtStart;

  /** Throws {@link IllegalArgumentException} where the rule has no shapes. */
  FieldDetector(Rule rule, boolean onlyAtStart) {
    if (rule.shapes().isEmpty()) {
      throw new IllegalArgumentException("rule " + rule.id() + ": a field needs a shape");
    }
    this.rule = rule;
    this.onlyAtStart = onlyAtStart;
    shapes = rule.shapes().stream().map(Shape::parse).toList();
    check = Checksums.named(rule.checksum());
  }

  /** Scripts from Thai on know no blanks between words, so that a label may begin anywhere. */
  @Override
  public boolean onlyAtStart() {
    return onlyAtStart;
  }

  @Override
  public void look(Scan scan, int start, int end) {
    if (start < scan.fieldEnd || !ends(scan, end)) {
      return;
    }
    int limit = Math.min(scan.n, end + Gap.REACH);
    int lines = 0;
    for (int p = end; p >= 0 && p < limit && lines < 2; ) {
      if ((p > end || scan.joint(p) || Gap.wide(scan.f[end - 1])) && value(scan, p)) {
        return;
      }
      lines += scan.f[p] == '\n' ? 1 : 0;
      p = Gap.next(scan, p, limit);
    }
  }

  private static boolean ends(Scan scan, int end) {
    return Gap.wide(scan.f[end - 1])
        || !Fold.alnum(scan.f[end - 1])
        || scan.endsWord(end)
        || (scan.at(end) == 's' && scan.endsWord(end + 1));
  }

  private boolean value(Scan scan, int at) {
    char before = scan.at(at - 1);
    if (!Fold.alnum(scan.f[at])) {
      return false;
    }
    if (Fold.alnum(before) && !Gap.wide(before) && !scan.joint(at)) {
      return false;
    }
    int best = -1;
    for (Shape shape : shapes) {
      int stop = shape.match(scan.f, at, Math.min(scan.n, at + LONGEST));
      if (stop > best && closes(scan, stop) && holds(scan, at, stop)) {
        best = stop;
      }
    }
    if (best > 0) {
      scan.add(at, best, rule);
      scan.fieldEnd = best;
    }
    return best > 0;
  }

  /** Whether the value ends here: no letter or digit goes on, nor the digits of a decimal. */
  private static boolean closes(Scan scan, int stop) {
    char next = scan.at(stop);
    boolean decimal =
        (next == '.' || next == ',') && Fold.digit(scan.at(stop + 1)) && !scan.joint(stop);
    return (scan.endsWord(stop) || Gap.wide(next)) && !decimal && next != '%';
  }

  /** Without a checksum there has to be a digit. */
  private boolean holds(Scan scan, int at, int stop) {
    char[] id = new char[stop - at];
    int length = 0;
    boolean digit = false;
    for (int i = at; i < stop; i++) {
      char c = scan.f[i];
      digit |= Fold.digit(c);
      if (Fold.digit(c) || Fold.asciiLetter(c)) {
        id[length++] = Character.toUpperCase(c);
      }
    }
    return rule.checksum().isEmpty() ? digit : check.holds(id, length);
  }
}
