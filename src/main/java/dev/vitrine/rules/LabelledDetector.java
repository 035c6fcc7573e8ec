package dev.vitrine.rules;

import java.util.List;

/** Values whose shape alone says nothing, directly after a label. */
final class LabelledDetector implements Detector {
  private static final int REACH = 40;

  private final Rule rule;
  private final List<Shape> shapes;

  LabelledDetector(Rule rule) {
    this.rule = rule;
    this.shapes = rule.shapes().stream().map(Shape::parse).toList();
  }

  @Override
  public void look(Scan scan, int start, int end) {
    int limit = Math.min(scan.n, end + REACH);
    if (value(scan, signs(scan, end, limit))) {
      return;
    }
    int at = end;
    while (at < limit && (Fold.asciiLetter(scan.f[at]) || "_-. ".indexOf(scan.f[at]) >= 0)) {
      at++;
    }
    int value = signs(scan, at, limit);
    if (value > at || Fold.space(scan.at(at - 1))) {
      value(scan, value);
    }
  }

  private static int signs(Scan scan, int from, int limit) {
    int at = from;
    while (at < limit && " \t\"'`=:>,()[]{}\\|?".indexOf(scan.f[at]) >= 0) {
      at++;
    }
    return at;
  }

  private boolean value(Scan scan, int at) {
    for (Shape shape : shapes) {
      int stop = shape.match(scan.f, at, Math.min(scan.n, at + Shape.MAX_RUN));
      if (stop > at && (stop >= scan.n || scan.joint(stop) || !shape.couldContinue(scan.f[stop]))) {
        scan.add(at, stop, rule);
        return true;
      }
    }
    return false;
  }
}
