package dev.vitrine.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Payment cards: a prefix and length that a network uses (ISO/IEC 7812 issuer ranges), Luhn's
 * check, any grouping with one kind of sign.
 */
final class CardDetector implements DigitDetector {
  private static final int SHORTEST = 12;
  private static final int PREFIX = 6;

  /** Digits of a group, as they are embossed. */
  private static final int FOUR = 4;

  private final Rule rule;
  private final List<Range> ranges = new ArrayList<>();

  /** Whether a network uses a number that begins with these three digits. */
  private final boolean[] used = new boolean[1000];

  /** Issuer prefixes of six digits, inclusive; bit {@code n} of {@code lengths} = n digits. */
  private record Range(int from, int to, int lengths) {}

  /** The rule's data lines read {@code 4:13,16,19} or {@code 51-55:16}. */
  CardDetector(Rule rule) {
    this.rule = rule;
    for (String line : rule.data()) {
      int colon = line.indexOf(':');
      String prefixes = line.substring(0, colon);
      int dash = prefixes.indexOf('-');
      String from = dash < 0 ? prefixes : prefixes.substring(0, dash);
      String to = dash < 0 ? prefixes : prefixes.substring(dash + 1);
      int lengths = 0;
      for (String length : line.substring(colon + 1).split(",", -1)) {
        int through = length.indexOf('-');
        int least = Integer.parseInt(through < 0 ? length : length.substring(0, through));
        int most = through < 0 ? least : Integer.parseInt(length.substring(through + 1));
        for (int n = least; n <= most; n++) {
          lengths |= 1 << n;
        }
      }
      Range range = new Range(pad(from, '0'), pad(to, '9'), lengths);
      ranges.add(range);
      Arrays.fill(used, range.from / 1000, range.to / 1000 + 1, true);
    }
  }

  private static int pad(String prefix, char with) {
    return Integer.parseInt(prefix + String.valueOf(with).repeat(PREFIX - prefix.length()));
  }

  @Override
  public int least() {
    return SHORTEST;
  }

  @Override
  public void look(Scan scan, Digits digits) {
    for (int i = 0; i + SHORTEST <= digits.count; i++) {
      if (digits.groupStart(i) && used[digits.number(i, 3)] && !decimals(scan, digits.at[i])) {
        int lengths = lengths(digits.number(i, PREFIX));
        if (lengths != 0) {
          from(scan, digits, i, lengths);
        }
      }
    }
  }

  /** Whether these are the decimals of a number below one. */
  private static boolean decimals(Scan scan, int at) {
    return scan.at(at - 1) == '.'
        && scan.at(at - 2) == '0'
        && !scan.joint(at - 1)
        && !scan.joint(at)
        && !Fold.digit(scan.at(at - 3));
  }

  private int lengths(int prefix) {
    int lengths = 0;
    for (Range range : ranges) {
      if (prefix >= range.from && prefix <= range.to) {
        lengths |= range.lengths;
      }
    }
    return lengths;
  }

  private void from(Scan scan, Digits digits, int first, int lengths) {
    int best = 0;
    for (int left = lengths; left != 0; left &= left - 1) {
      int length = Integer.numberOfTrailingZeros(left);
      int last = first + length - 1;
      if (last >= digits.count) {
        break;
      }
      if (digits.groupEnd(last) && digits.uniform(first, last) && digits.luhn(first, length)) {
        best = length;
      }
    }
    if (best > 0 && !column(digits, first, first + best - 1)) {
      scan.add(digits.at[first], digits.at[first + best - 1] + 1, rule);
    }
  }

  /**
   * Whether it is a part of a column of numbers: each group on a line of its own, and more such
   * lines before or after it; where the groups have four digits, as on a card, before and after.
   */
  private static boolean column(Digits digits, int first, int last) {
    boolean fours = true;
    int group = first;
    for (int i = first + 1; i <= last; i++) {
      if (digits.groupStart(i)) {
        if (!digits.lineEnds(i)) {
          return false;
        }
        fours &= i - group == FOUR;
        group = i;
      }
    }
    boolean before = first > 0 && digits.lineEnds(first);
    boolean after = last + 1 < digits.count && digits.lineEnds(last + 1);
    return group > first && (fours ? before && after : before || after);
  }
}
