package dev.vitrine.rules;

import org.jspecify.annotations.Nullable;

/**
 * Pairs of a latitude and a longitude: decimal degrees with at least three places, or degrees,
 * minutes and seconds (ISO 6709, annex D). With the letters of the compass they need no word
 * nearby.
 */
final class CoordinateDetector implements Detector {
  private static final int LEAST_PLACES = 3;
  private static final int MOST_PLACES = 16;
  private static final int MOST_SIGNS = 4;
  private static final String DEGREE = "\u00B0\u00BA\u02DA";
  private static final String MINUTE = "'\u2032\u2019\u00B4";
  private static final String SECOND = "\"\u2033\u201D'\u2032\u2019";

  private final Rule rule;
  private final int context;

  CoordinateDetector(Rule rule, int context) {
    this.rule = rule;
    this.context = context;
  }

  /** One angle; {@code compass} 0 = none; {@code sexagesimal} = with minutes. */
  private record Angle(int start, int end, int degrees, char compass, boolean sexagesimal) {}

  /** Called at each run of digits. */
  @Override
  public void look(Scan scan, int digit, int end) {
    if (digit < scan.placeEnd || !candidate(scan, digit)) {
      return;
    }
    Angle first = angle(scan, begin(scan, digit));
    if (first == null) {
      return;
    }
    scan.placeEnd = first.end;
    Angle second = angle(scan, next(scan, first.end));
    if (second == null || !pair(first, second)) {
      if (first.sexagesimal && first.compass != 0) {
        scan.add(first.start, first.end, rule);
      }
      return;
    }
    scan.placeEnd = second.end;
    if (first.compass != 0 && second.compass != 0) {
      scan.add(first.start, second.end, rule);
    } else {
      scan.addByWord(first.start, second.end, rule, context);
    }
  }

  private static boolean candidate(Scan scan, int digit) {
    int p = digits(scan, digit, 4);
    boolean places = scan.at(p) == '.' && digits(scan, p + 1, LEAST_PLACES) - p - 1 == LEAST_PLACES;
    int sign = scan.at(p) == ' ' ? p + 1 : p;
    char before = scan.at(digit - 1);
    boolean free = !Fold.alnum(before) || compass(before) || before >= NumberText.UNSPACED;
    return p - digit <= 3
        && (places || DEGREE.indexOf(scan.at(sign)) >= 0)
        && (scan.joint(digit) || (free && before != '_' && before != '.'));
  }

  /** The sign or the letter before the digits. */
  private static int begin(Scan scan, int digit) {
    int p = digit;
    if (scan.at(p - 1) == '-' || scan.at(p - 1) == '+') {
      p--;
    }
    int letter = scan.at(p - 1) == ' ' ? p - 2 : p - 1;
    return compass(scan.at(letter)) && scan.startsWord(letter) ? letter : p;
  }

  private static @Nullable Angle angle(Scan scan, int start) {
    int p = start;
    char compass = 0;
    if (compass(scan.at(p))) {
      compass = scan.f[p++];
      p = scan.at(p) == ' ' ? p + 1 : p;
    }
    p += scan.at(p) == '-' || scan.at(p) == '+' ? 1 : 0;
    int whole = digits(scan, p, 4);
    if (whole == p || whole - p > 3) {
      return null;
    }
    int degrees = 0;
    for (int i = p; i < whole; i++) {
      degrees = degrees * 10 + scan.f[i] - '0';
    }
    boolean decimal = scan.at(whole) == '.';
    int stop = decimal ? decimal(scan, whole) : minutes(scan, whole);
    if (stop < 0) {
      return null;
    }
    int letter = scan.at(stop) == ' ' ? stop + 1 : stop;
    if (compass == 0 && compass(scan.at(letter)) && scan.endsWord(letter + 1)) {
      compass = scan.f[letter];
      stop = letter + 1;
    }
    return scan.endsWord(stop) || scan.f[stop] >= NumberText.UNSPACED
        ? new Angle(start, stop, degrees, compass, !decimal)
        : null;
  }

  /** The end of the places after the dot, and of a degree sign, or -1. */
  private static int decimal(Scan scan, int dot) {
    int stop = digits(scan, dot + 1, MOST_PLACES);
    if (stop - dot - 1 < LEAST_PLACES) {
      return -1;
    }
    return DEGREE.indexOf(scan.at(stop)) >= 0 ? stop + 1 : stop;
  }

  /** The end of {@code °31'12.5"} or {@code ° 31.2'}, or -1. */
  private static int minutes(Scan scan, int from) {
    int p = blank(scan, from);
    if (DEGREE.indexOf(scan.at(p)) < 0) {
      return -1;
    }
    p = blank(scan, p + 1);
    int stop = number(scan, p);
    if (stop < 0) {
      return -1;
    }
    p = blank(scan, stop);
    if (MINUTE.indexOf(scan.at(p)) < 0) {
      return stop;
    }
    int minutes = p + 1;
    p = blank(scan, minutes);
    int seconds = number(scan, p);
    if (seconds < 0) {
      return minutes;
    }
    p = blank(scan, seconds);
    if (SECOND.indexOf(scan.at(p)) < 0) {
      return minutes;
    }
    boolean twice = SECOND.indexOf(scan.at(p)) > 2 && scan.at(p + 1) == scan.at(p);
    return twice ? p + 2 : p + 1;
  }

  /** The end of a number below 60, with or without places, or -1. */
  private static int number(Scan scan, int from) {
    int whole = digits(scan, from, 3);
    if (whole == from || whole - from > 2 || (whole - from == 2 && scan.f[from] > '5')) {
      return -1;
    }
    boolean places =
        (scan.at(whole) == '.' || scan.at(whole) == ',') && Fold.digit(scan.at(whole + 1));
    return places ? digits(scan, whole + 1, MOST_PLACES) : whole;
  }

  private static int blank(Scan scan, int at) {
    return scan.at(at) == ' ' ? at + 1 : at;
  }

  /** Where a second angle may begin. */
  private static int next(Scan scan, int from) {
    int p = from;
    while (p < scan.n && p - from < MOST_SIGNS && " ,;/\t".indexOf(scan.f[p]) >= 0) {
      p++;
    }
    return p;
  }

  private static boolean pair(Angle a, Angle b) {
    boolean across = northSouth(a.compass) && northSouth(b.compass);
    boolean along = eastWest(a.compass) && eastWest(b.compass);
    boolean apart = b.start > a.end || b.compass != 0 || a.compass != 0;
    return apart
        && !across
        && !along
        && a.degrees <= 180
        && b.degrees <= 180
        && Math.min(a.degrees, b.degrees) <= 90
        && a.sexagesimal == b.sexagesimal;
  }

  private static boolean northSouth(char c) {
    return c == 'N' || c == 'S';
  }

  private static boolean eastWest(char c) {
    return c == 'E' || c == 'W' || c == 'O';
  }

  private static boolean compass(char c) {
    return northSouth(c) || eastWest(c);
  }

  private static int digits(Scan scan, int from, int most) {
    int p = from;
    while (p < scan.n && p - from < most && Fold.digit(scan.f[p])) {
      p++;
    }
    return p;
  }
}
