package dev.vitrine.rules;

/** Kinds that are followed to their end by a linear scan, however long (up to a cap). */
final class LongDetectors {
  /** The longest JWT or private key that is followed; an RSA key of 16,384 bits has 12,800. */
  static final int CAP = 16_384;

  private static final int HEADER = 80;

  /** A shorter body between the two lines is no key. */
  private static final int SHORTEST_BODY = 10;

  private static final int USER_INFORMATION = 256;

  private LongDetectors() {}

  /** {@code eyJ} and two or more further base64url parts (RFC 7515, 7516). */
  static Detector jwt(Rule rule) {
    return (scan, start, end) -> {
      boolean begins = scan.startsWord(start) && start >= scan.webTokenEnd;
      if (!begins || scan.f[start] != 'e' || scan.f[start + 2] != 'J') {
        return;
      }
      int limit = Math.min(scan.n, start + CAP);
      int dots = 0;
      int part = start;
      int p = start;
      for (; p < limit; p++) {
        if (scan.f[p] == '.') {
          if ((p - part < 8 && dots < 1) || dots == 4) {
            break;
          }
          dots++;
          part = p + 1;
        } else if (!base64Url(scan.f[p])) {
          break;
        }
      }
      scan.webTokenEnd = p;
      while (p > start && scan.f[p - 1] == '.' && dots != 2) {
        p--;
      }
      if (dots >= 2 && p - start >= 36) {
        scan.add(start, p, rule);
      }
    };
  }

  private static boolean base64Url(char c) {
    return Fold.digit(c) || Fold.asciiLetter(c) || c == '-' || c == '_';
  }

  /** {@code -----BEGIN ... PRIVATE KEY-----} to its end, or as far as base64 goes (RFC 7468). */
  static Detector pem(Rule rule) {
    return (scan, start, end) -> {
      int body = start < scan.keyEnd ? -1 : header(scan, end);
      if (body < 0) {
        return;
      }
      int limit = Math.min(scan.n, start + CAP);
      int p = body;
      while (p < limit && (armour(scan.f[p]) || Fold.lineEnd(scan.f[p]))) {
        if (scan.f[p] == '-' && matches(scan, p, "-----END")) {
          int close = p + 8;
          while (close < limit && scan.f[close] != '-' && !Fold.lineEnd(scan.f[close])) {
            close++;
          }
          while (close < limit && scan.f[close] == '-') {
            close++;
          }
          if (p - body >= SHORTEST_BODY && encoded(scan, body, p)) {
            scan.add(start, close, rule);
          }
          scan.keyEnd = close;
          return;
        }
        p++;
      }
      while (p > body && (scan.f[p - 1] <= ' ')) {
        p--;
      }
      scan.add(start, p, rule);
      scan.keyEnd = p;
    };
  }

  /** {@code PuTTY-User-Key-File-3} to its {@code Private-MAC} (PuTTY's manual, appendix C). */
  static Detector putty(Rule rule) {
    return (scan, start, end) -> {
      if (start < scan.keyEnd || !Fold.digit(scan.at(end))) {
        return;
      }
      int limit = Math.min(scan.n, start + CAP);
      int p = end;
      while (p < limit && !(scan.f[p] == 'P' && matches(scan, p, "Private-MAC"))) {
        p++;
      }
      while (p < limit && !Fold.lineEnd(scan.f[p])) {
        p++;
      }
      scan.add(start, p, rule);
      scan.keyEnd = p;
    };
  }

  /** {@code host:port:database:user:password}; the keyword is the port with its colons. */
  static Detector pgpass(Rule rule) {
    return (scan, start, end) -> {
      int line = Math.min(scan.lines.end(start), end + USER_INFORMATION / 2);
      int colons = 0;
      int p = end;
      while (p < line && scan.f[p] > ' ' && colons < 2) {
        colons += scan.f[p] == ':' ? 1 : 0;
        p++;
      }
      int stop = p;
      while (stop < line && scan.f[stop] > ' ') {
        stop++;
      }
      boolean host = start >= scan.connectionEnd && scan.lines.start(start) < start;
      if (colons == 2 && stop > p && host) {
        scan.connectionEnd = stop;
        scan.add(p, stop, rule);
      }
    };
  }

  private static int header(Scan scan, int end) {
    int limit = Math.min(scan.n, end + HEADER);
    boolean secret = false;
    for (int p = end; p < limit && !Fold.lineEnd(scan.f[p]); p++) {
      if (scan.f[p] == 'P' && matches(scan, p, "PRIVATE KEY")) {
        secret = true;
      }
      if (scan.f[p] == '-') {
        int dashes = p;
        while (p < limit && p - dashes < 5 && scan.f[p] == '-') {
          p++;
        }
        return secret ? p : -1;
      }
    }
    return -1;
  }

  /** Whether there is a capital letter or digit, as a word like "something" has not. */
  private static boolean encoded(Scan scan, int from, int to) {
    for (int p = from; p < to; p++) {
      if (Fold.digit(scan.f[p]) || (scan.f[p] >= 'A' && scan.f[p] <= 'Z')) {
        return true;
      }
    }
    return false;
  }

  private static boolean armour(char c) {
    return c < 127 && (c >= ' ' || c == '\t');
  }

  private static boolean matches(Scan scan, int at, String word) {
    if (at + word.length() > scan.n) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (scan.f[at + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** {@code user:password} between {@code ://} and {@code @} (RFC 3986, 3.2.1). */
  static Detector urlCredentials(Rule rule) {
    return (scan, start, end) -> {
      int limit = Math.min(scan.n, end + USER_INFORMATION);
      int colon = -1;
      int at = -1;
      int slash = -1;
      for (int p = end; p < limit; p++) {
        char c = scan.f[p];
        if (c <= ' ' || c == '"' || c == '<' || c == '>' || c == Fold.BARRIER) {
          break;
        }
        if (c == ':' && colon < 0) {
          colon = p;
        } else if (c == '/' || c == '?' || c == '#') {
          if (at >= 0 || colon < 0) {
            break;
          }
          slash = slash < 0 ? p : slash;
        } else if (c == '@' && colon >= 0 && p > colon + 1) {
          at = p;
        }
      }
      if (at >= 0 && !(slash >= 0 && slash < at && port(scan, colon + 1, slash))) {
        scan.add(end, at, rule);
        scan.credentialsEnd = at;
      }
    };
  }

  private static boolean port(Scan scan, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Fold.digit(scan.f[i])) {
        return false;
      }
    }
    return true;
  }
}
