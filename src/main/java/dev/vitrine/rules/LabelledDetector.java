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
    int at = end;
    while (at < limit && (Fold.asciiLetter(scan.f[at]) || "_-. ".indexOf(scan.f[at]) >= 0)) {
      at++;
    }
    int signs = at;
    while (at < limit && " \t\"'`=:>,()[]{}\\|".indexOf(scan.f[at]) >= 0) {
      at++;
    }
    if (at == signs && !Fold.space(scan.at(at - 1))) {
      return;
    }
    for (Shape shape : shapes) {
      int stop = shape.match(scan.f, at, Math.min(scan.n, at + Shape.MAX_RUN));
      if (stop > 0 && (stop >= scan.n || scan.joint(stop) || !shape.couldContinue(scan.f[stop]))) {
        scan.add(at, stop, rule);
        return;
      }
    }
  }
}
