package dev.vitrine.rules;

/**
 * The backstop: strings of 20 to 128 characters that hold capital letters, small letters and
 * digits, mixed as chance mixes them. Let pass: hexadecimal digests and UUIDs (they lack a class),
 * parts of addresses and paths, base64 that fills lines, digests that say so, public keys, names
 * made of words.
 */
final class EntropyDetector implements Detector {
  private static final int SHORTEST = 20;
  private static final int LONGEST = 128;
  private static final int LINE = 40;
  private static final int BEFORE = 32;
  private static final String[] DIGESTS = {
    "sha1", "sha256", "sha384", "sha512", "md5", "base64,", "ssh-", "ecdsa-", "integrity", "etag",
    "checksum", "digest", "fingerprint", "://"
  };

  private final Rule rule;

  EntropyDetector(Rule rule) {
    this.rule = rule;
  }

  @Override
  public void look(Scan scan, int start, int end) {
    if (start < scan.randomEnd) {
      return;
    }
    int from = start;
    int least = Math.max(scan.randomEnd, start - LONGEST - 1);
    while (from > 0 && from > least && part(scan.f[from - 1]) && !scan.joint(from)) {
      from--;
    }
    int to = start;
    while (to < scan.n && part(scan.f[to]) && (to == start || !scan.joint(to))) {
      to++;
    }
    scan.randomEnd = to;
    while (from < to && !Fold.alnum(scan.f[from])) {
      from++;
    }
    if (to - from < SHORTEST || to - from > LONGEST) {
      return;
    }
    if (random(scan.f, from, to) && !known(scan, from) && !filled(scan, from, to)) {
      while (scan.at(to) == '=') {
        to++;
      }
      scan.add(from, to, rule);
    }
  }

  private static boolean part(char c) {
    return Fold.digit(c) || Fold.asciiLetter(c) || "+/_-".indexOf(c) >= 0;
  }

  private static boolean random(char[] f, int from, int to) {
    int[] kinds = new int[4];
    int changes = 0;
    int last = -1;
    int signs = 0;
    for (int i = from; i < to; i++) {
      int kind = Fold.digit(f[i]) ? 0 : !Fold.asciiLetter(f[i]) ? 3 : Character.isUpperCase(f[i]) ? 1 : 2;
      kinds[kind]++;
      changes += kind != last ? 1 : 0;
      last = kind;
      signs += kind == 3 ? 1 : 0;
    }
    int length = to - from;
    return kinds[0] >= 2
        && kinds[1] >= 3
        && kinds[2] >= 3
        && signs * 5 <= length
        && changes * 5 >= length * 2
        && Randomness.wordLetters(f, from, to) * 3 <= length
        && Randomness.entropy(f, from, to) >= Math.min(4.3, 0.82 * Math.log(length) / Math.log(2));
  }

  /** Whether it is said, directly before, to be something else, or is part of an address. */
  private static boolean known(Scan scan, int from) {
    int p = from;
    while (p > 0 && from - p < LONGEST && scan.f[p - 1] > ' ' && "=\"'".indexOf(scan.f[p - 1]) < 0) {
      p--;
    }
    int begin = Math.max(0, Math.min(p, from - BEFORE));
    for (int at = begin; at < from; at++) {
      if (Fold.lineEnd(scan.f[at])) {
        continue;
      }
      for (String word : DIGESTS) {
        if (scan.f[at] == word.charAt(0) || Character.toLowerCase(scan.f[at]) == word.charAt(0)) {
          if (Assignment.word(scan, at, word)) {
            return true;
          }
        }
      }
    }
    return Assignment.word(scan, from, "aaaa") || digest(scan, from);
  }

  private static boolean digest(Scan scan, int from) {
    return Assignment.word(scan, from, "sha256-")
        || Assignment.word(scan, from, "sha384-")
        || Assignment.word(scan, from, "sha512-")
        || Assignment.word(scan, from, "sha1-");
  }

  /** Whether it fills its line, and the line before or after is such a one too. */
  private static boolean filled(Scan scan, int from, int to) {
    if (to - from < LINE || !Fold.lineEnd(scan.at(to))) {
      return false;
    }
    int next = to;
    while (next < scan.n && scan.f[next] <= ' ') {
      next++;
    }
    int before = from;
    while (before > 0 && scan.f[before - 1] <= ' ') {
      before--;
    }
    return run(scan, next, 1) || run(scan, before - 1, -1);
  }

  private static boolean run(Scan scan, int at, int step) {
    int p = at;
    while (p >= 0 && p < scan.n && part(scan.f[p]) && Math.abs(p - at) < LINE) {
      p += step;
    }
    return Math.abs(p - at) >= SHORTEST;
  }
}
