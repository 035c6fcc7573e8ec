package dev.vitrine.rules;

import java.util.List;

/**
 * Telephone numbers, by the numbering plans of all countries. International numbers are decisive;
 * local ones need a usual printed form, a label nearby, or the field to themselves.
 */
final class PhoneDetector implements DigitDetector {
  /** Most digits of a number (ITU-T E.164). */
  private static final int LONGEST = 15;

  private static final int SHORTEST = 7;

  /** Most digits of a local number that is looked for. */
  private static final int LOCAL = 12;

  /** The digits of a number of the North American plan. */
  private static final int AMERICAN = 10;

  /** How far its last digit can be from its first, signs included. */
  private static final int FARTHEST = LOCAL * (Digits.MOST_SIGNS + 1);

  private static final int WIDE = 1024;

  /** The country code of the North American Numbering Plan. */
  private static final int NORTH_AMERICA = 1;

  private final Rule rule;
  private final int context;
  private final List<String> regions;
  private final boolean named;

  /**
   * A detector of local numbers of some countries.
   *
   * @param context words near them
   * @param regions the countries
   * @param named whether the policy names the countries; if not, some country or other has nearly
   *     every number, and the form in which one stands has to fit better
   */
  PhoneDetector(Rule rule, int context, List<String> regions, boolean named) {
    this.rule = rule;
    this.context = context;
    this.regions = regions;
    this.named = named;
  }

  @Override
  public int least() {
    return SHORTEST;
  }

  @Override
  public void look(Scan scan, Digits digits) {
    int i = 0;
    while (i + SHORTEST <= digits.count) {
      int taken = digits.groupStart(i) ? from(scan, digits, i) : 0;
      i += Math.max(1, taken);
    }
  }

  private int from(Scan scan, Digits digits, int first) {
    int at = digits.at[first];
    char before = scan.at(at - 1);
    if (before == '(' && scan.at(at - 2) == '+') {
      before = '+';
    }
    if (before == '+') {
      return international(scan, digits, first, 0, at - (scan.at(at - 1) == '+' ? 1 : 2));
    }
    if (!scan.startsWord(at) || before == '_' || (before == '.' && Fold.digit(scan.at(at - 2)))) {
      return 0;
    }
    if (digits.value[first] == '0' && digits.value[first + 1] == '0') {
      int taken = international(scan, digits, first, 2, at);
      if (taken > 0) {
        return taken;
      }
    }
    return national(scan, digits, first, before == '(' ? at - 1 : at);
  }

  private int international(Scan scan, Digits digits, int first, int skip, int start) {
    for (int length = Math.min(LONGEST + skip, digits.count - first);
        length >= SHORTEST + skip;
        length--) {
      if (ends(scan, digits, first, length)
          && PhoneNumbers.international(digits.value, first + skip, first + length)) {
        scan.add(start, digits.at[first + length - 1] + 1, rule);
        return length;
      }
    }
    return 0;
  }

  private static boolean ends(Scan scan, Digits digits, int first, int length) {
    int last = first + length - 1;
    return digits.groupEnd(last)
        && scan.endsWord(digits.at[last] + 1)
        && !digits.broken(first, last);
  }

  private int national(Scan scan, Digits digits, int first, int start) {
    boolean zero = digits.value[first] == '0';
    int most = Math.min(LOCAL, digits.count - first);
    boolean american = !zero && scan.f[start] != '(';
    if (american) {
      most = mayBeAmerican(digits, first) ? AMERICAN : 0;
    }
    for (int length = most; length >= SHORTEST; length--) {
      if (!ends(scan, digits, first, length)) {
        continue;
      }
      int end = digits.at[first + length - 1] + 1;
      boolean valid =
          printed(scan, digits, first, length, start)
              ? valid(digits, first, length, american ? Form.AMERICAN : Form.ANY)
              : zero && scan.alone(start, end) && valid(digits, first, length, Form.BARE);
      if (valid) {
        scan.add(start, end, rule);
        return length;
      }
    }
    scan.maybePhone(digits.at[first]);
    return 0;
  }

  /** Numbers without a form that tells them: those that have a word near them. */
  @Override
  public void finish(Scan scan) {
    Digits digits = new Digits();
    int done = 0;
    int far = -1;
    boolean any = false;
    for (int k = 0; k < scan.maybePhoneCount; k++) {
      int at = scan.maybePhones[k];
      if (at + FARTHEST > far) {
        // One question for many numbers: mostly there is no such word far and wide.
        far = at + WIDE;
        any = scan.near(context, at, far);
      }
      if (any && at >= done && scan.near(context, at, at + FARTHEST)) {
        digits.read(scan, at, LOCAL + 1);
        done = near(scan, digits);
      }
    }
  }

  private int near(Scan scan, Digits digits) {
    int start = digits.at[0];
    int from = scan.at(start - 1) == '(' ? start - 1 : start;
    for (int length = Math.min(LOCAL, digits.count); length >= SHORTEST; length--) {
      int end = digits.at[length - 1] + 1;
      if (ends(scan, digits, 0, length)
          && scan.near(context, from, end)
          && valid(digits, 0, length, Form.ANY)) {
        scan.addNear(from, end, rule, -1);
        return end;
      }
    }
    return start;
  }

  /** Whether there are groups of three, three and at least four, as in {@code 415-555-0132}. */
  private static boolean mayBeAmerican(Digits digits, int first) {
    return first + AMERICAN <= digits.count
        && !parted(digits, first + 1)
        && !parted(digits, first + 2)
        && parted(digits, first + 3)
        && parted(digits, first + 6);
  }

  private static boolean parted(Digits digits, int i) {
    return digits.at[i] - digits.at[i - 1] > 1;
  }

  /** {@code (415) 555-0132}, {@code 415-555-0132}, {@code 030 1234 567}: groups with one sign. */
  private static boolean printed(Scan scan, Digits digits, int first, int length, int start) {
    int groups = 1;
    int sign = 0;
    int firstGroup = length;
    int shortest = length;
    int begin = 0;
    for (int i = 1; i < length; i++) {
      int here = digits.signBetween(first + i);
      if (digits.at[first + i] - digits.at[first + i - 1] == 1) {
        continue;
      }
      firstGroup = groups == 1 ? i : firstGroup;
      shortest = Math.min(shortest, i - begin);
      begin = i;
      groups++;
      if (groups == 2 && (here == ')' || here == -1)) {
        continue;
      }
      if (here < 0 || (sign != 0 && here != sign)) {
        return false;
      }
      sign = here;
    }
    if (scan.f[start] == '(') {
      boolean closed = scan.at(digits.at[first + firstGroup - 1] + 1) == ')';
      return closed && groups >= 2 && length >= 8;
    }
    boolean american = groups == 3 && firstGroup == 3 && length == AMERICAN && length - begin == 4;
    boolean postcode = groups == 2 && firstGroup == 5 && length == 9 && sign == '-';
    boolean trunk =
        digits.value[first] == '0' && groups >= 2 && length >= 9 && shortest >= 2 && !postcode;
    return american || (trunk && sign != '.');
  }

  /** How a local number stands there. */
  private enum Form {
    /** In a form that is printed in many countries, or beside a word. */
    ANY,
    /** As in North America: three, three and four digits. */
    AMERICAN,
    /** Digits alone, from 0, in a line of their own. */
    BARE
  }

  private boolean valid(Digits digits, int first, int length, Form form) {
    for (String region : regions) {
      PhonePlan plan = PhoneNumbers.plan(region);
      int end = first + length;
      boolean valid =
          (form == Form.BARE && !named)
              ? PhoneNumbers.mobile(plan, digits.value, first, end)
              : (form != Form.AMERICAN || named || plan.code == NORTH_AMERICA)
                  && PhoneNumbers.national(plan, digits.value, first, end);
      if (valid) {
        return true;
      }
    }
    return false;
  }
}
