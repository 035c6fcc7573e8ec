package dev.vitrine.rules;

import java.util.List;

/** Credentials in HTTP headers (RFC 9110, 11.6.2; RFC 6265, 4), as sent or in source code. */
final class HeaderDetector implements Detector {
  private static final int LONGEST = 4096;
  private static final int SCHEME = 24;

  /** Schemes whose credentials are a list with commas and quotation marks. */
  private static final WordSet LISTS =
      new WordSet(List.of("digest", "oauth", "hawk", "signature", "aws4-hmac-sha256", "mac"));

  private static final WordSet SCHEMES =
      new WordSet(
          List.of(
              "basic",
              "bearer",
              "token",
              "apikey",
              "api-key",
              "api-token",
              "negotiate",
              "ntlm",
              "key",
              "jwt",
              "splunk",
              "genie",
              "sso-key",
              "client-id",
              "access-token",
              "dpop",
              "bot",
              "apitoken",
              "aws",
              "sharedkey",
              "sharedaccesssignature"));

  private final Rule rule;
  private final boolean cookie;

  HeaderDetector(Rule rule, boolean cookie) {
    this.rule = rule;
    this.cookie = cookie;
  }

  @Override
  public void look(Scan scan, int start, int end) {
    int p = end;
    while (p < scan.n && "\"'`)]\\ ".indexOf(scan.f[p]) >= 0) {
      p++;
    }
    int sign = scan.at(p) == ',' && p > end ? p + 1 : Assignment.sign(scan, p);
    if (sign < 0 || start < scan.headerEnd) {
      return;
    }
    int value = sign;
    char quote = 0;
    while (value < scan.n && " \t\"'`\\([".indexOf(scan.f[value]) >= 0) {
      quote = "\"'`".indexOf(scan.f[value]) >= 0 ? scan.f[value] : quote;
      value++;
    }
    if (quote == 0) {
      quote = opened(scan, start);
    }
    int stop = cookie ? cookies(scan, start, value, quote) : credentials(scan, value, quote);
    scan.headerEnd = Math.max(value, stop);
  }

  /** The quotation mark before the header's name, if the whole header is quoted. */
  private static char opened(Scan scan, int start) {
    int p = start;
    while (p > 0 && start - p < SCHEME && (Fold.alnum(scan.f[p - 1]) || scan.f[p - 1] == '-')) {
      p--;
    }
    char c = scan.at(p - 1);
    return c == '"' || c == '\'' || c == '`' ? c : 0;
  }

  private int credentials(Scan scan, int from, char quote) {
    int word = from;
    while (word < scan.n
        && word - from < SCHEME
        && (Fold.alnum(scan.f[word]) || dash(scan, word))) {
      word++;
    }
    boolean named = scan.at(word) == ' ' && word > from;
    boolean list = named && LISTS.has(scan.f, from, word);
    boolean scheme = named && (list || SCHEMES.has(scan.f, from, word));
    int start = scheme ? Assignment.blanks(scan, word) : from;
    int end = list ? listEnd(scan, start, quote) : tokenEnd(scan, start);
    if (end - start < (list ? 12 : scheme ? 4 : 8)) {
      return end;
    }
    boolean basic = scheme && Assignment.word(scan, from, "basic");
    if ((basic && pair(scan, start, end)) || believed(scan, start, end, scheme)) {
      scan.add(start, end, rule);
    }
    return end;
  }

  private static boolean dash(Scan scan, int at) {
    return scan.f[at] == '-' || scan.f[at] == '_';
  }

  private static int tokenEnd(Scan scan, int from) {
    int limit = Math.min(scan.n, from + LONGEST);
    int p = from;
    while (p < limit && scan.f[p] > ' ' && scan.f[p] < 127 && "\"'`\\,;<>".indexOf(scan.f[p]) < 0) {
      p++;
    }
    return p;
  }

  private static int listEnd(Scan scan, int from, char quote) {
    int limit = Math.min(scan.n, from + LONGEST);
    int p = from;
    while (p < limit && !Fold.lineEnd(scan.f[p]) && (scan.f[p] != quote || quote == '"')) {
      p++;
    }
    return p;
  }

  /** Whether it is base64 of something with a colon (RFC 7617). */
  private static boolean pair(Scan scan, int from, int to) {
    int bits = 0;
    int count = 0;
    boolean colon = false;
    for (int p = from; p < to && scan.f[p] != '='; p++) {
      int digit = base64(scan.f[p]);
      if (digit < 0) {
        return false;
      }
      bits = bits << 6 | digit;
      count += 6;
      if (count >= 8) {
        count -= 8;
        int decoded = bits >> count & 255;
        colon |= decoded == ':';
        if (decoded < ' ') {
          return false;
        }
      }
    }
    return colon;
  }

  private static int base64(char c) {
    if (Fold.asciiLetter(c)) {
      return Character.isUpperCase(c) ? c - 'A' : c - 'a' + 26;
    }
    return Fold.digit(c)
        ? c - '0' + 52
        : c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
  }

  private static boolean believed(Scan scan, int from, int to, boolean scheme) {
    char first = scan.f[from];
    boolean digit = false;
    for (int p = from; p < to; p++) {
      digit |= Fold.digit(scan.f[p]);
    }
    boolean sample = "$<{%[(".indexOf(first) >= 0 || CodeText.mask(scan, from, to);
    return !sample
        && Randomness.different(scan.f, from, to) >= 5
        && (digit ? scheme || to - from >= 16 : scheme && Randomness.plausible(scan.f, from, to));
  }

  private int cookies(Scan scan, int start, int from, char quote) {
    int limit = Math.min(scan.n, from + LONGEST);
    boolean set = start >= 4 && Assignment.word(scan, start - 4, "set-");
    int equals = -1;
    int p = from;
    while (p < limit && !Fold.lineEnd(scan.f[p]) && (scan.f[p] != quote || quote == 0)) {
      if (equals < 0 && (scan.f[p] <= ' ' || "$<{(".indexOf(scan.f[p]) >= 0)) {
        return p;
      }
      if (scan.f[p] == '=' && equals < 0) {
        equals = p;
      } else if (set && scan.f[p] == ';') {
        break;
      }
      p++;
    }
    while (p > from && scan.f[p - 1] <= ' ') {
      p--;
    }
    if (equals > from && p - equals > 4 && "$<{".indexOf(scan.f[equals + 1]) < 0) {
      scan.add(set ? equals + 1 : from, p, rule);
    }
    return p;
  }
}
