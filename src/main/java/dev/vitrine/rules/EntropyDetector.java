package dev.vitrine.rules;

import java.util.Arrays;
import java.util.List;

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
  private static final int SIGN = 3;

  /** "0x", sixteen digits and "ULL". */
  private static final int NUMBER = 21;

  /** A run of letters and digits without signs, as names have none. */
  private static final int SEGMENT = 14;

  private static final String[] DIGESTS = {
    "sha1",
    "sha2",
    "sha3",
    "sha5",
    "md5",
    "base64,",
    "ssh-",
    "ecdsa-",
    "integrity",
    "etag",
    "hash",
    "checksum",
    "digest",
    "fingerprint",
    "://",
    "public",
    "pubkey",
    "iv:",
    "h1:",
    "?b?",
    "?q?",
    "tag:",
    "blob"
  };

  /** The last words of names whose value is no secret. */
  private static final WordSet IDENTIFIES =
      new WordSet(
          List.of(
              "event",
              "events",
              "uuid",
              "guid",
              "name",
              "type",
              "class",
              "kind",
              "version",
              "revision",
              "commit",
              "cursor",
              "ref",
              "build",
              "path",
              "file",
              "filename",
              "title"));

  private static final String[] NONE = {};
  private static final String[][] BY_FIRST = byFirst();

  private final Rule rule;

  EntropyDetector(Rule rule) {
    this.rule = rule;
  }

  private static String[][] byFirst() {
    String[][] all = new String[128][];
    for (int c = 0; c < all.length; c++) {
      char first = (char) c;
      all[c] =
          Arrays.stream(DIGESTS).filter(word -> word.charAt(0) == first).toArray(String[]::new);
    }
    return all;
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
    boolean code = scan.at(to) == '(' || number(scan, from, to);
    if (random(scan.f, from, to) && !code && !known(scan, from) && !filled(scan, from, to)) {
      while (scan.at(to) == '=') {
        to++;
      }
      scan.add(from, to, rule);
    }
  }

  /** A number of at most 64 bits as source code has it: {@code 0xC3A5c85c97cb3127ULL}. */
  private static boolean number(Scan scan, int from, int to) {
    int p = from + 2;
    while (p < to && Fold.hex(scan.f[p])) {
      p++;
    }
    return to - from <= NUMBER && to - p <= 3 && Assignment.word(scan, from, "0x");
  }

  private static boolean part(char c) {
    return Fold.digit(c) || Fold.asciiLetter(c) || "+/_-".indexOf(c) >= 0;
  }

  private static boolean random(char[] f, int from, int to) {
    int[] kinds = new int[4];
    int changes = 0;
    int last = -1;
    int segment = 0;
    int longest = 0;
    for (int i = from; i < to; i++) {
      int kind = kind(f[i]);
      kinds[kind]++;
      changes += kind != last && kind != SIGN && last != SIGN ? 1 : 0;
      segment = kind == SIGN ? 0 : segment + 1;
      longest = Math.max(longest, segment);
      last = kind;
    }
    int length = to - from;
    return kinds[0] >= 2
        && kinds[1] >= 3
        && kinds[2] >= 3
        && (longest >= SEGMENT || kinds[SIGN] * SEGMENT <= length)
        && changes * 5 >= length * 2
        && Randomness.wordLetters(f, from, to) * 5 <= length * 3
        && !Randomness.sorted(f, from, to)
        && Randomness.entropy(f, from, to) >= Math.min(4.3, 0.82 * Math.log(length) / Math.log(2));
  }

  private static int kind(char c) {
    if (Fold.digit(c)) {
      return 0;
    }
    return !Fold.asciiLetter(c) ? SIGN : c <= 'Z' ? 1 : 2;
  }

  /** Whether it is said, directly before, to be something else, or is part of an address. */
  private static boolean known(Scan scan, int from) {
    if (from > 0 && "/~|#@".indexOf(scan.f[from - 1]) >= 0) {
      return true;
    }
    int p = from;
    while (p > 0
        && from - p < LONGEST
        && scan.f[p - 1] > ' '
        && "=\"'".indexOf(scan.f[p - 1]) < 0) {
      p--;
    }
    for (int at = Math.max(0, Math.min(p, from - BEFORE)); at < from; at++) {
      for (String word : digests(scan.f[at])) {
        if (Assignment.word(scan, at, word)) {
          return true;
        }
      }
    }
    return Assignment.word(scan, from, "aaaa") || digest(scan, from) || identifier(scan, from);
  }

  /** Those that begin with this character. */
  private static String[] digests(char first) {
    return first < 128 ? BY_FIRST[Fold.lower(first)] : NONE;
  }

  private static boolean digest(Scan scan, int from) {
    return Assignment.word(scan, from, "sha256-")
        || Assignment.word(scan, from, "sha384-")
        || Assignment.word(scan, from, "sha512-")
        || Assignment.word(scan, from, "sha1-");
  }

  /**
   * Whether the last word of the name before it says that the value names something: {@code
   * request_id}, {@code keyDownEvent}. The last word is what the whole name is about; one that ends
   * otherwise is not let pass.
   */
  private static boolean identifier(Scan scan, int from) {
    int p = from;
    while (p > 0 && from - p < BEFORE && " =:\"'`".indexOf(scan.f[p - 1]) >= 0) {
      p--;
    }
    int word = p;
    while (word > 0 && p - word < BEFORE && Fold.asciiLetter(scan.f[word - 1])) {
      word--;
      if (Character.isUpperCase(scan.f[word]) && Character.isLowerCase(scan.at(word + 1))) {
        break;
      }
    }
    if (p == from || word == 0) {
      return false;
    }
    boolean part = Fold.asciiLetter(scan.f[word - 1]) || "_-.".indexOf(scan.f[word - 1]) >= 0;
    boolean id = scan.f[p - 1] == 'D' && scan.f[p - 2] == 'I';
    boolean ids = p - word <= 3 && Assignment.word(scan, word, "id");
    return id || ids || (part && IDENTIFIES.has(scan.f, word, p));
  }

  /** Whether it fills its line, and the line before or after is such a one too. */
  private static boolean filled(Scan scan, int from, int to) {
    int after = gap(scan, to, 1);
    int before = gap(scan, from - 1, -1);
    return run(scan, after, 1) || run(scan, before, -1);
  }

  /** What is next beyond a line's end and signs; -1 where there is no line's end between. */
  private static int gap(Scan scan, int at, int step) {
    boolean line = false;
    int p = at;
    int dashes = 0;
    while (p >= 0 && p < scan.n && Math.abs(p - at) < LINE && !Fold.alnum(scan.f[p])) {
      line |= Fold.lineEnd(scan.f[p]);
      dashes += scan.f[p] == '-' ? 1 : 0;
      p += step;
    }
    return line && dashes < 5 ? p : dashes >= 5 ? -2 : -1;
  }

  private static boolean run(Scan scan, int at, int step) {
    int p = at;
    while (p >= 0 && p < scan.n && part(scan.f[p]) && Math.abs(p - at) < LINE) {
      p += step;
    }
    return at == -2 || (at >= 0 && Math.abs(p - at) >= SHORTEST);
  }
}
