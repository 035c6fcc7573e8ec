package dev.vitrine.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * Calendar dates with a day, a month and a year, in the order and with the signs of any of the
 * rule's languages, near one of its words. Each run of digits is tried once, within {@link #REACH}.
 */
final class DateDetector implements Detector {
  /** No date is longer behind its first digit. */
  private static final int REACH = 48;

  private static final int LONGEST_WORD = 14;
  private static final int LONGEST_BETWEEN = 5;

  private final Rule rule;
  private final int context;

  /** Names of months, and what stands between the parts of a date. */
  private final WordSet months;

  private final WordSet between;
  private final List<String> eras;

  /**
   * The rule's data lines read {@code months: ...}, {@code between: ...} and {@code eras: ...},
   * words with blanks between them.
   */
  DateDetector(Rule rule, int context) {
    this.rule = rule;
    this.context = context;
    months = new WordSet(line(rule, "months"));
    between = new WordSet(line(rule, "between"));
    eras = line(rule, "eras");
  }

  private static List<String> line(Rule rule, String name) {
    List<String> words = new ArrayList<>();
    for (String line : rule.data()) {
      int colon = line.indexOf(':');
      if (line.substring(0, colon).startsWith(name)) {
        words.addAll(List.of(line.substring(colon + 1).strip().split(" ", -1)));
      }
    }
    return words;
  }

  /** Called at each run of digits. */
  @Override
  public void look(Scan scan, int digit, int end) {
    if (digit < scan.dateEnd) {
      return;
    }
    int first = digits(scan, digit);
    int length = first - digit;
    if ((length > 2 && length != 4 && length != 8) || (length < 8 && !goesOn(scan.at(first)))) {
      return;
    }
    int start = era(scan, digit);
    if (start == digit && continues(scan, digit)) {
      return;
    }
    int stop = -1;
    if (length == 8) {
      stop = compact(scan, digit) ? first : -1;
    } else if (length == 4) {
      stop = year(number(scan, digit, first)) ? yearFirst(scan, first) : -1;
    } else if (start < digit) {
      stop = yearFirst(scan, first);
    } else {
      stop = dayFirst(scan, digit, first);
      if (stop < 0 && day(number(scan, digit, first))) {
        stop = yearAfter(scan, first);
        start = stop < 0 ? digit : monthBefore(scan, digit);
        stop = start < digit ? stop : -1;
      }
    }
    if (stop > 0 && ends(scan, stop)) {
      scan.dateEnd = stop;
      scan.addByWord(start, stop, rule, context);
    }
  }

  /** Whether a day, month or year of a date may stand before this character. */
  private static boolean goesOn(char next) {
    return switch (next) {
      case ' ', '.', ',', '-', '/', '\'', '\t' -> true;
      default -> next >= 128 || Fold.asciiLetter(next);
    };
  }

  /** Whether the digits belong to something that began before them. */
  private static boolean continues(Scan scan, int digit) {
    if (digit == 0 || scan.joint(digit)) {
      return false;
    }
    char before = scan.f[digit - 1];
    return !NumberText.border(before)
        || before == '_'
        || (".-/:+,".indexOf(before) >= 0 && Fold.digit(scan.at(digit - 2)));
  }

  private static boolean ends(Scan scan, int stop) {
    char next = scan.at(stop);
    char second = scan.at(stop + 1);
    boolean time = next == 'T' && Fold.digit(second);
    boolean more = "-/.".indexOf(next) >= 0 && Fold.digit(second);
    return scan.joint(stop) || ((NumberText.border(next) || time) && !more && next != '_');
  }

  /** Where the era begins whose year this is: {@code 昭和59年}, {@code S59.3.12}. */
  private int era(Scan scan, int digit) {
    if (digit == 0 || scan.f[digit - 1] <= ' ') {
      return digit;
    }
    for (String name : eras) {
      int start = digit - name.length();
      boolean letter = name.length() == 1;
      if (start >= 0
          && same(scan, start, name)
          && (!letter || (scan.startsWord(start) && !Fold.alnum(scan.at(digits(scan, digit)))))) {
        return start;
      }
    }
    return digit;
  }

  private static boolean same(Scan scan, int at, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (scan.f[at + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Year, month, day in eight digits, or day or month first. */
  private static boolean compact(Scan scan, int at) {
    int a = number(scan, at, at + 2);
    int b = number(scan, at + 2, at + 4);
    int c = number(scan, at + 4, at + 6);
    int d = number(scan, at + 6, at + 8);
    return (recent(a * 100 + b) && month(c) && day(d))
        || (recent(c * 100 + d) && ((month(a) && day(b)) || (month(b) && day(a))));
  }

  /** Month and day after a year. */
  private int yearFirst(Scan scan, int at) {
    int month = gap(scan, at);
    int end = month < 0 ? -1 : monthEnd(scan, month);
    int day = end < 0 ? -1 : gap(scan, end);
    if (day < 0) {
      return -1;
    }
    int stop = digits(scan, day);
    if (stop == day || stop - day > 2 || !day(number(scan, day, stop))) {
      return -1;
    }
    return scan.at(stop) == '日' || scan.at(stop) == '일' ? stop + 1 : stop;
  }

  /** The end of a month in words or digits, or -1. */
  private int monthEnd(Scan scan, int at) {
    int stop = digits(scan, at);
    if (stop > at) {
      return stop - at <= 2 && month(number(scan, at, stop)) ? stop : -1;
    }
    int word = wordEnd(scan, at);
    return months.has(scan.f, at, word) ? word : -1;
  }

  private int dayFirst(Scan scan, int at, int first) {
    int a = number(scan, at, first);
    int second = gap(scan, first);
    int glued = wordEnd(scan, first);
    if (second < 0 && glued > first && day(a) && months.has(scan.f, first, glued)) {
      int stop = digits(scan, glued);
      return stop - glued == 4 && year(number(scan, glued, stop)) ? stop : -1;
    }
    if (second < 0) {
      return -1;
    }
    int stop = digits(scan, second);
    if (stop == second) {
      int month = wordEnd(scan, second);
      return day(a) && months.has(scan.f, second, month) ? yearAfter(scan, month) : -1;
    }
    int b = number(scan, second, stop);
    if (stop - second > 2 || !((day(a) && month(b)) || (month(a) && day(b)) || month(b))) {
      return -1;
    }
    int third = gap(scan, stop);
    int end = third < 0 ? -1 : digits(scan, third);
    if (end < 0 || (a > 31 && end - third != 2)) {
      return -1;
    }
    int c = number(scan, third, end);
    boolean signs = scan.f[first] == scan.f[stop] && "./-".indexOf(scan.f[first]) >= 0;
    boolean two = end - third == 2 && signs && (a <= 31 || day(c));
    return (end - third == 4 && year(c)) || two ? end : -1;
  }

  /** The end of the year that follows a day and a month by name, or a month and a day. */
  private int yearAfter(Scan scan, int at) {
    int year = gap(scan, at);
    int stop = year < 0 ? -1 : digits(scan, year);
    if (stop < 0 || !(stop - year == 2 || (stop - year == 4 && year(number(scan, year, stop))))) {
      return -1;
    }
    return stop;
  }

  /** Where the name of a month begins that stands directly before the digit. */
  private int monthBefore(Scan scan, int digit) {
    int end = digit;
    while (end > 0 && digit - end < 3 && " .-/".indexOf(scan.f[end - 1]) >= 0) {
      end--;
    }
    int start = end;
    while (start > 0 && end - start <= LONGEST_WORD && part(scan.f[start - 1])) {
      start--;
    }
    return start < end && months.has(scan.f, start, end) ? start : digit;
  }

  /**
   * Behind the signs and small words between two parts of a date: blanks, a dot, a dash, {@code
   * of}, {@code de}, {@code 年}; -1 where there are none.
   */
  private int gap(Scan scan, int from) {
    int limit = Math.min(scan.n, from + REACH / 3);
    int p = from;
    int signs = 0;
    while (p < limit) {
      char c = scan.f[p];
      if (sign(c)) {
        signs += c == ' ' || c == '.' ? 0 : 1;
        p++;
      } else if (Fold.digit(c)) {
        break;
      } else {
        int word = wordEnd(scan, p);
        if (word == p || word - p > LONGEST_BETWEEN || !between.has(scan.f, p, word)) {
          break;
        }
        p = word;
      }
    }
    return p > from && signs <= 2 && p < scan.n ? p : -1;
  }

  private static boolean sign(char c) {
    return switch (c) {
      case ' ', '\t', '.', ',', '-', '/', '\'', '\u2019', '年', '月', '년', '월', Fold.INVISIBLE ->
          true;
      default -> false;
    };
  }

  private static int wordEnd(Scan scan, int at) {
    int limit = Math.min(scan.n, at + LONGEST_WORD);
    int p = at;
    while (p < limit && part(scan.f[p])) {
      p++;
    }
    boolean thai = p > at && scan.f[at] >= '\u0E00' && scan.f[at] < '\u0E80';
    if (thai && scan.at(p) == '.' && p + 1 < limit && part(scan.f[p + 1])) {
      return wordEnd(scan, p + 1);
    }
    return p;
  }

  /** A letter, an ordinal sign, or a vowel's sign of Indic and Thai script. */
  private static boolean part(char c) {
    return c < 128
        ? Fold.asciiLetter(c)
        : (Fold.letter(c) && "年月日년월일".indexOf(c) < 0) || c == '\u00B0' || Gap.mark(c);
  }

  private static int digits(Scan scan, int from) {
    int p = from;
    while (p < scan.n && p - from < 9 && Fold.digit(scan.f[p])) {
      p++;
    }
    return p;
  }

  private static int number(Scan scan, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + scan.f[i] - '0';
    }
    return number;
  }

  private static boolean day(int number) {
    return number >= 1 && number <= 31;
  }

  private static boolean month(int number) {
    return number >= 1 && number <= 12;
  }

  private static boolean recent(int number) {
    return number >= 1850 && number < 2100;
  }

  /** Gregorian years, and those of the Persian, Islamic and Buddhist calendars. */
  private static boolean year(int number) {
    return recent(number) || (number >= 1270 && number < 1500) || (number >= 2390 && number < 2650);
  }
}
