package dev.vitrine.rules;

/**
 * US social security numbers. There is no check digit; area 000, 666 and 900 to 999, group 00 and
 * serial 0000 were never issued (SSA, "Social Security Number Randomization", 2011), nor were two
 * numbers used in advertisements.
 */
final class SsnDetector implements DigitDetector {
  private final Rule rule;
  private final int context;
  private final boolean bare;

  /** {@code bare} = nine digits in a row count without a label. */
  SsnDetector(Rule rule, int context, boolean bare) {
    this.rule = rule;
    this.context = context;
    this.bare = bare;
  }

  @Override
  public int least() {
    return 9;
  }

  @Override
  public void look(Scan scan, Digits digits) {
    for (int i = 0; i + 9 <= digits.count; i++) {
      if (!digits.groupStart(i) || !digits.groupEnd(i + 8) || !issued(digits, i)) {
        continue;
      }
      int start = digits.at[i];
      int end = digits.at[i + 8] + 1;
      if (!scan.startsWord(start) || !scan.endsWord(end)) {
        continue;
      }
      if (printed(digits, i)) {
        scan.addNamed(start, end, rule, context, bare);
      } else if (end - start == 9) {
        if (bare || scan.alone(start, end)) {
          scan.addNamed(start, end, rule, context, bare);
        } else {
          scan.addNear(start, end, rule, context);
        }
      }
    }
  }

  private static boolean printed(Digits digits, int i) {
    int sign = digits.signBetween(i + 3);
    if (sign != '-' && sign != ' ' && sign != '.') {
      return false;
    }
    for (int k = 1; k < 9; k++) {
      int width = digits.at[i + k] - digits.at[i + k - 1] - 1;
      boolean border = k == 3 || k == 5;
      if (border ? width != 1 || digits.signBetween(i + k) != sign : width != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean issued(Digits digits, int i) {
    int area = digits.number(i, 3);
    int whole = digits.number(i, 9);
    return area != 0
        && area != 666
        && area < 900
        && digits.number(i + 3, 2) != 0
        && digits.number(i + 5, 4) != 0
        && whole != 78_051_120
        && whole != 219_099_999
        && whole != 123_456_789;
  }
}
