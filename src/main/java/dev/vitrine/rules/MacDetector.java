package dev.vitrine.rules;

/** Hardware addresses of 48 bits: six pairs with colons or dashes, three fours with dots. */
final class MacDetector implements Detector {
  private final Rule rule;

  MacDetector(Rule rule) {
    this.rule = rule;
  }

  @Override
  public void look(Scan scan, int at, int end) {
    char sign = scan.f[at];
    int size = sign == '.' ? 4 : 2;
    int groups = 12 / size;
    int start = at - size;
    if (start < 0 || !scan.startsWord(start) || before(scan, start, sign)) {
      return;
    }
    int stop = start + 12 + groups - 1;
    if (stop > scan.n) {
      return;
    }
    for (int i = 0; i < stop - start; i++) {
      char c = scan.f[start + i];
      if ((i + 1) % (size + 1) == 0 ? c != sign : !Fold.hex(c)) {
        return;
      }
    }
    boolean goesOn = scan.at(stop) == sign && Fold.hex(scan.at(stop + 1)) && !scan.joint(stop);
    if (scan.endsWord(stop) && !goesOn) {
      scan.add(start, stop, rule);
    }
  }

  /** Whether more of the same stands before: digits, or a dot, which no hardware address has. */
  private static boolean before(Scan scan, int start, char sign) {
    return scan.at(start - 1) == sign
        && !scan.joint(start)
        && (sign == '.' || Fold.hex(scan.at(start - 2)));
  }
}
