package dev.vitrine.rules;

/**
 * The values of a Kubernetes Secret: everything under {@code data} and {@code stringData} of a
 * document of this kind.
 */
final class KubernetesDetector implements Detector {
  private static final int DOCUMENT = 8192;

  private final Rule rule;

  KubernetesDetector(Rule rule) {
    this.rule = rule;
  }

  @Override
  public void look(Scan scan, int start, int end) {
    char next = scan.at(end);
    boolean whole = next <= ' ' || "'\",}".indexOf(next) >= 0;
    if (start < scan.documentEnd || scan.f[end - 6] != 'S' || !whole) {
      return;
    }
    int from = start;
    while (from > 0 && start - from < DOCUMENT && !separator(scan, from)) {
      from--;
    }
    int limit = Math.min(scan.n, end + DOCUMENT);
    int to = end;
    while (to < limit && !separator(scan, to)) {
      to++;
    }
    scan.documentEnd = to;
    for (int p = from; p < to; p++) {
      boolean key = scan.f[p] == 'd' || scan.f[p] == 's';
      if (key && (p == 0 || !Fold.alnum(scan.f[p - 1]))) {
        int colon = named(scan, p);
        if (colon > 0) {
          p = Math.max(p, values(scan, from, p, colon + 1, to));
        }
      }
    }
  }

  private static boolean separator(Scan scan, int at) {
    return scan.f[at] == '-'
        && (at == 0 || Fold.lineEnd(scan.f[at - 1]))
        && scan.at(at + 1) == '-'
        && scan.at(at + 2) == '-';
  }

  /** The colon after {@code data} or {@code stringData}, or -1. */
  private static int named(Scan scan, int at) {
    int p =
        Assignment.word(scan, at, "stringdata")
            ? at + 10
            : Assignment.word(scan, at, "data") ? at + 4 : -1;
    if (p > 0 && scan.at(p) == '"') {
      p++;
    }
    return p > 0 && scan.at(p) == ':' ? p : -1;
  }

  private int values(Scan scan, int from, int key, int after, int to) {
    int p = Assignment.blanks(scan, after);
    return scan.at(p) == '{' ? flow(scan, p + 1, to) : block(scan, indent(scan, from, key), p, to);
  }

  private static int indent(Scan scan, int from, int at) {
    int p = at;
    while (p > from && Fold.space(scan.f[p - 1])) {
      p--;
    }
    return at - p;
  }

  /** {@code {"a": "x", "b": "y"}}. */
  private int flow(Scan scan, int from, int to) {
    int p = from;
    while (p < to && scan.f[p] != '}') {
      if (scan.f[p] == ':') {
        int at = p + 1;
        while (at < to && (scan.f[at] <= ' ' || scan.f[at] == '"')) {
          at++;
        }
        int end = at;
        while (end < to && scan.f[end] > ' ' && "\",}".indexOf(scan.f[end]) < 0) {
          end++;
        }
        add(scan, at, end);
        p = Math.max(p, end - 1);
      }
      p++;
    }
    return p;
  }

  /** Lines that are indented further. */
  private int block(Scan scan, int indent, int from, int to) {
    int line = nextLine(scan, from, to);
    while (line < to) {
      int p = Assignment.blanks(scan, line);
      int end = line;
      while (end < to && !Fold.lineEnd(scan.f[end])) {
        end++;
      }
      if (p < end && p - line <= indent) {
        return line - 1;
      }
      if (p < end && scan.f[p] != '#') {
        line(scan, p, end);
      }
      line = nextLine(scan, end, to);
    }
    return to;
  }

  private static int nextLine(Scan scan, int from, int to) {
    int p = from;
    while (p < to && !Fold.lineEnd(scan.f[p])) {
      p++;
    }
    while (p < to && Fold.lineEnd(scan.f[p])) {
      p++;
    }
    return p;
  }

  private void line(Scan scan, int from, int to) {
    int colon = from;
    while (colon < to && (scan.f[colon] != ':' || scan.at(colon + 1) > ' ')) {
      colon++;
    }
    int at = colon < to ? colon + 1 : from;
    while (at < to && (Fold.space(scan.f[at]) || scan.f[at] == '"' || scan.f[at] == '\'')) {
      at++;
    }
    int end = to;
    while (end > at && (scan.f[end - 1] <= ' ' || "\"',".indexOf(scan.f[end - 1]) >= 0)) {
      end--;
    }
    add(scan, at, end);
  }

  private void add(Scan scan, int from, int to) {
    if (to - from > 2 && "|>{$<&*[".indexOf(scan.f[from]) < 0) {
      scan.add(from, to, rule);
    }
  }
}
