package dev.vitrine.rules;

import java.util.List;

/**
 * IPv4 and IPv6 addresses, with prefix length (RFC 4632, 4291 section 2.3) and zone (RFC 4007
 * section 11, in URLs RFC 6874); not the brackets and the port around them (RFC 3986 section
 * 3.2.2).
 */
final class IpDetector implements Detector {
  private static final int LONGEST_WORD = 12;

  private static final WordSet NUMBERED =
      new WordSet(
          List.of(
              "version",
              "versions",
              "ver",
              "versión",
              "versione",
              "versão",
              "wersja",
              "section",
              "sections",
              "sección",
              "sezione",
              "chapter",
              "chapitre",
              "kapitel",
              "abschnitt",
              "revision",
              "révision"));

  private static final int LONGEST = 45;

  private final Rule rule;
  private final boolean six;

  private IpDetector(Rule rule, boolean six) {
    this.rule = rule;
    this.six = six;
  }

  /** Triggered by a colon. */
  static Detector six(Rule rule) {
    return new IpDetector(rule, true);
  }

  /** Triggered by the first digit of a run of digits and separators. */
  static Detector four(Rule rule) {
    return new IpDetector(rule, false);
  }

  @Override
  public void look(Scan scan, int start, int end) {
    if (six) {
      lookSix(scan, start);
    } else {
      lookFour(scan, start);
    }
  }

  private void lookFour(Scan scan, int start) {
    if (!scan.startsWord(start) || (scan.at(start - 1) == '.' && !scan.joint(start))) {
      return;
    }
    int stop = four(scan, start);
    if (stop > 0 && ends(scan, stop) && !numbered(scan, start)) {
      scan.add(start, prefixLength(scan, stop, 32), rule);
    }
  }

  /** Whether a word before it says that it numbers a version or a section. */
  private static boolean numbered(Scan scan, int start) {
    int end = start;
    while (end > 0 && scan.f[end - 1] == ' ' && !scan.joint(end)) {
      end--;
    }
    int word = end;
    while (word > 0 && end - word < LONGEST_WORD && Fold.letter(scan.f[word - 1])) {
      word--;
    }
    return end < start && NUMBERED.has(scan.f, word, end);
  }

  private static boolean ends(Scan scan, int stop) {
    return scan.endsWord(stop)
        && !(scan.at(stop) == '.' && Fold.alnum(scan.at(stop + 1)) && !scan.joint(stop));
  }

  /** The end of a dotted quad, or -1. */
  private static int four(Scan scan, int start) {
    int p = start;
    for (int part = 0; part < 4; part++) {
      if (part > 0 && scan.at(p++) != '.') {
        return -1;
      }
      int begin = p;
      int value = 0;
      while (p - begin < 3 && Fold.digit(scan.at(p))) {
        value = value * 10 + scan.f[p++] - '0';
      }
      if (p == begin || value > 255 || (Fold.digit(scan.at(p)) && !scan.joint(p))) {
        return -1;
      }
    }
    return p;
  }

  private static int prefixLength(Scan scan, int stop, int most) {
    if (scan.at(stop) != '/' || !Fold.digit(scan.at(stop + 1))) {
      return stop;
    }
    int p = stop + 1;
    int value = 0;
    while (p - stop <= 3 && Fold.digit(scan.at(p))) {
      value = value * 10 + scan.f[p++] - '0';
    }
    return value <= most && scan.endsWord(p) ? p : stop;
  }

  private void lookSix(Scan scan, int colon) {
    if (colon < scan.addressEnd || !worth(scan, colon)) {
      return;
    }
    int start = colon;
    while (start > 0 && colon - start < 4 && Fold.hex(scan.f[start - 1])) {
      start--;
    }
    int stop = colon;
    int limit = Math.min(scan.n, start + LONGEST);
    while (stop < limit && (Fold.hex(scan.f[stop]) || scan.f[stop] == ':')) {
      stop++;
    }
    scan.addressEnd = stop;
    if (!scan.startsWord(start)) {
      if (!label(scan, colon)) {
        return;
      }
      start = colon + 1;
    }
    int end = start < stop && !index(scan, start) ? six(scan, start, stop) : -1;
    if (end < 0) {
      return;
    }
    end = zone(scan, end);
    if (ends(scan, end) && !goesOn(scan, end)) {
      int whole = prefixLength(scan, end, 128);
      if (whole - start > 2 ? telling(scan, start, end) : unspecified(scan, start, end)) {
        scan.add(start, whole, rule);
      }
    }
  }

  /** {@code src:}, {@code IPv6:} (RFC 5321 section 4.1.3): a name whose colon is no group's. */
  private static boolean label(Scan scan, int colon) {
    int p = colon;
    if (scan.at(p - 1) == '4' || scan.at(p - 1) == '6') {
      p--;
    }
    int letters = p;
    while (letters > 0 && p - letters < 16 && Fold.letter(scan.f[letters - 1])) {
      letters--;
    }
    return letters < p && scan.startsWord(letters);
  }

  /** {@code list[::2]}: a slice of something, not a host in brackets. */
  private static boolean index(Scan scan, int start) {
    char before = scan.at(start - 2);
    return scan.at(start - 1) == '['
        && (Fold.alnum(before) || before == '_' || before == ')' || before == ']');
  }

  /** A colon that ends a sentence's part is none of the address. */
  private static boolean goesOn(Scan scan, int end) {
    char next = scan.at(end + 1);
    return scan.at(end) == ':' && (next == ':' || Fold.alnum(next));
  }

  /** The unspecified address, which is two signs only: as a host, a value, or a line of its own. */
  private static boolean unspecified(Scan scan, int start, int end) {
    char before = scan.at(start - 1);
    return (before == '[' && scan.at(end) == ']') || before == '=' || scan.alone(start, end);
  }

  /** {@code DB::} and {@code a::b} are names in a program, not addresses. */
  private static boolean telling(Scan scan, int start, int end) {
    int colons = 0;
    for (int i = start; i < end; i++) {
      if (Fold.digit(scan.f[i])) {
        return true;
      }
      colons += scan.f[i] == ':' ? 1 : 0;
    }
    return colons >= 4 || end - start == 2;
  }

  private static boolean worth(Scan scan, int colon) {
    char next = scan.at(colon + 1);
    return next == ':' || (Fold.hex(next) && Fold.hex(scan.at(colon - 1)));
  }

  private static int zone(Scan scan, int end) {
    if (scan.at(end) != '%' || !Fold.alnum(scan.at(end + 1))) {
      return end;
    }
    int p = end + 1;
    while (p < scan.n && p - end <= 16 && (Fold.alnum(scan.f[p]) || joins(scan, p))) {
      p++;
    }
    return p;
  }

  /** {@code eth0.100}, {@code br-lan}: a sign inside the name of an interface. */
  private static boolean joins(Scan scan, int p) {
    return "-._~".indexOf(scan.f[p]) >= 0 && Fold.alnum(scan.at(p + 1));
  }

  /** The end of an IPv6 address that fills start..stop (an IPv4 tail may go beyond), or -1. */
  private static int six(Scan scan, int start, int stop) {
    int groups = 0;
    boolean gap = false;
    int p = start;
    if (scan.f[p] == ':') {
      if (scan.at(p + 1) != ':') {
        return -1;
      }
      gap = true;
      p += 2;
    }
    while (p < stop && Fold.hex(scan.f[p])) {
      int begin = p;
      while (p < stop && Fold.hex(scan.f[p])) {
        p++;
      }
      if (scan.at(p) == '.' && (gap ? groups <= 5 : groups == 6)) {
        int quad = four(scan, begin);
        if (quad > 0) {
          return quad;
        }
      }
      if (p - begin > 4) {
        return -1;
      }
      groups++;
      if (p < stop && scan.f[p] == ':') {
        if (scan.at(p + 1) == ':') {
          if (gap) {
            return -1;
          }
          gap = true;
          p += 2;
        } else if (Fold.hex(scan.at(p + 1))) {
          p++;
        } else {
          break;
        }
      }
    }
    return gap ? groups <= 7 ? p : -1 : groups == 8 ? p : -1;
  }
}
