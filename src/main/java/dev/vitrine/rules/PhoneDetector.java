package dev.vitrine.rules;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.List;

/**
 * Telephone numbers, checked with libphonenumber, which is given a plus sign and digits only (at
 * most 15), never the text. International numbers are decisive; local ones need a usual printed
 * form, a label nearby, or the field to themselves. When a hostile text has used up its look-ups,
 * what looks like a number counts as one.
 */
final class PhoneDetector implements DigitDetector {
  /** Most digits of a number (ITU-T E.164). */
  private static final int LONGEST = 15;

  private static final int SHORTEST = 7;

  private final Rule rule;
  private final int context;
  private final List<String> regions;
  private final PhoneNumberUtil util = PhoneNumberUtil.getInstance();

  PhoneDetector(Rule rule, int context, List<String> regions) {
    this.rule = rule;
    this.context = context;
    this.regions = regions;
  }

  @Override
  public int least() {
    return SHORTEST;
  }

  @Override
  public void look(Scan scan, Digits digits) {
    int i = 0;
    while (i + SHORTEST <= digits.count) {
      int taken = digits.groupStart(scan, i) ? from(scan, digits, i) : 0;
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
          && valid(scan, "+" + text(digits, first + skip, length - skip), "ZZ")) {
        scan.add(start, digits.at[first + length - 1] + 1, rule);
        return length;
      }
    }
    return 0;
  }

  private static boolean ends(Scan scan, Digits digits, int first, int length) {
    int last = first + length - 1;
    return digits.groupEnd(scan, last)
        && scan.endsWord(digits.at[last] + 1)
        && !lineBetween(scan, digits.at[first], digits.at[last]);
  }

  private static boolean lineBetween(Scan scan, int from, int to) {
    for (int p = from; p < to; p++) {
      if (Fold.lineEnd(scan.f[p]) || scan.f[p] == '\t') {
        return true;
      }
    }
    return false;
  }

  private int national(Scan scan, Digits digits, int first, int start) {
    for (int length = Math.min(12, digits.count - first); length >= SHORTEST; length--) {
      if (!ends(scan, digits, first, length)) {
        continue;
      }
      int end = digits.at[first + length - 1] + 1;
      boolean printed = printed(scan, digits, first, length, start);
      boolean alone = digits.value[first] == '0' && scan.alone(start, end);
      if (!printed && !alone && !scan.contexts.get(context)) {
        continue;
      }
      if (validAnywhere(scan, text(digits, first, length))) {
        if (printed || alone) {
          scan.add(start, end, rule);
        } else {
          scan.addNear(start, end, rule, context);
        }
        return length;
      }
    }
    return 0;
  }

  /** {@code (415) 555-0132}, {@code 415-555-0132}, {@code 030 1234 567}: groups with one sign. */
  private static boolean printed(Scan scan, Digits digits, int first, int length, int start) {
    int groups = 1;
    int sign = 0;
    int firstGroup = length;
    int shortest = length;
    int begin = 0;
    for (int i = 1; i < length; i++) {
      int here = digits.signBetween(scan, first + i);
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
    boolean american = groups == 3 && firstGroup == 3 && length == 10 && length - begin == 4;
    boolean postcode = groups == 2 && firstGroup == 5 && length == 9 && sign == '-';
    boolean trunk =
        digits.value[first] == '0' && groups >= 2 && length >= 9 && shortest >= 2 && !postcode;
    return american || (trunk && sign != '.');
  }

  private boolean validAnywhere(Scan scan, String number) {
    for (String region : regions) {
      if (valid(scan, number, region)) {
        return true;
      }
    }
    return false;
  }

  private boolean valid(Scan scan, String number, String region) {
    if (scan.dear-- <= 0) {
      return true;
    }
    try {
      return util.isValidNumber(util.parse(number, region));
    } catch (NumberParseException e) {
      return false;
    }
  }

  private static String text(Digits digits, int from, int length) {
    return new String(digits.value, from, length);
  }
}
