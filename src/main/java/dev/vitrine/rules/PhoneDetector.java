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

  private static final int AMERICAN_CODE = 1;

  /** How far its last digit can be from its first, signs included. */
  private static final int FARTHEST = LOCAL * (Digits.MOST_SIGNS + 1);

  private static final int WIDE = 1024;

  private final Rule rule;
  private final int context;
  private final List<String> regions;

  /** Those of them that share the North American plan. */
  private final List<String> american;

  /** {@code regions} = whose local numbers are looked for; {@code context} = words near them. */
  PhoneDetector(Rule rule, int context, List<String> regions) {
    this.rule = rule;
    this.context = context;
    this.regions = regions;
    american =
        regions.stream().filter(region -> PhoneNumbers.code(region) == AMERICAN_CODE).toList();
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
    if (!zero && scan.f[start] != '(') {
      most = mayBeAmerican(digits, first) ? AMERICAN : 0;
    }
    for (int length = most; length >= SHORTEST; length--) {
      if (!ends(scan, digits, first, length)) {
        continue;
      }
      int end = digits.at[first + length - 1] + 1;
      boolean printed = printed(scan, digits, first, length, start);
      if (printed
          ? valid(form(scan, digits, first, start), digits, first, length)
          : zero && scan.alone(start, end) && alone(digits, first, length)) {
        scan.add(start, end, rule);
        return length;
      }
    }
    scan.maybePhone(digits.at[first]);
    return 0;
  }

  /** Whose numbers are printed so: groups of three, three and four with dashes are American. */
  private List<String> form(Scan scan, Digits digits, int first, int start) {
    boolean trunk = digits.value[first] == '0' || scan.f[start] == '(';
    int sign = trunk ? ' ' : digits.signBetween(first + 3);
    return sign == ' ' || american.isEmpty() ? regions : american;
  }

  /**
   * Twelve digits after a zero are also how the barcodes of goods are printed (UPC-A): of these, a
   * number of a mobile telephone counts.
   */
  private boolean alone(Digits digits, int first, int length) {
    if (length < LOCAL || digits.parted(first, first + length)) {
      return valid(regions, digits, first, length);
    }
    for (String region : regions) {
      if (PhoneNumbers.mobile(PhoneNumbers.plan(region), digits.value, first, first + length)) {
        return true;
      }
    }
    return false;
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
          && !other(scan, digits, length, from, end)
          && valid(regions, digits, 0, length)) {
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
    return american || (trunk && sign != '.' && !row(scan, digits, first, length, firstGroup));
  }

  /** Whether pairs go on before it or after it, in digits or letters: bytes, days, a table. */
  private static boolean row(Scan scan, Digits digits, int first, int length, int firstGroup) {
    if (firstGroup > 2) {
      return false;
    }
    int start = digits.at[first];
    int end = digits.at[first + length - 1] + 1;
    boolean before = pair(scan, start - 3) && scan.at(start - 1) == ' ';
    return before || (pair(scan, end + 1) && scan.at(end) == ' ');
  }

  /** Whether two hexadecimal digits stand there by themselves. */
  private static boolean pair(Scan scan, int at) {
    return Fold.hex(scan.at(at))
        && Fold.hex(scan.at(at + 1))
        && !Fold.alnum(scan.at(at - 1))
        && !Fold.alnum(scan.at(at + 2));
  }

  private static boolean valid(List<String> regions, Digits digits, int first, int length) {
    for (String region : regions) {
      PhonePlan plan = PhoneNumbers.plan(region);
      if (PhoneNumbers.national(plan, digits.value, first, first + length)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is a date (ISO 8601), days of a calendar, or the part of a path. */
  private static boolean other(Scan scan, Digits digits, int length, int start, int end) {
    boolean path =
        (scan.at(start - 1) == '/' && scan.at(start - 2) > ' ')
            || (scan.at(end) == '/' && scan.at(end + 1) > ' ');
    boolean date =
        length == 8
            && !digits.parted(0, 4)
            && digits.groupStart(4)
            && !digits.parted(4, 6)
            && digits.groupStart(6)
            && digits.number(4, 2) <= 12
            && digits.number(6, 2) <= 31
            && year(digits.number(0, 4));
    return path || date || years(digits, length) || version(digits) || days(digits, length);
  }

  /** {@code 2001-2008}. */
  private static boolean years(Digits digits, int length) {
    return length == 8
        && digits.groupStart(4)
        && !digits.parted(0, 4)
        && !digits.parted(4, 8)
        && year(digits.number(0, 4))
        && year(digits.number(4, 4));
  }

  private static boolean year(int number) {
    return number >= 1900 && number < 2100;
  }

  /** {@code 0.333}, {@code 1.0.2}: a single digit and a point, and that again or a zero first. */
  private static boolean version(Digits digits) {
    return digits.signBetween(1) == '.' && (digits.value[0] == '0' || digits.signBetween(2) == '.');
  }

  /** Whether each group is one more than the group before it. */
  private static boolean days(Digits digits, int length) {
    int last = -1;
    int group = 0;
    for (int i = 1; i <= length; i++) {
      if (i == length || digits.groupStart(i)) {
        if (i - group > 2 || (last >= 0 && digits.number(group, i - group) != last + 1)) {
          return false;
        }
        last = digits.number(group, i - group);
        group = i;
      }
    }
    return true;
  }
}
