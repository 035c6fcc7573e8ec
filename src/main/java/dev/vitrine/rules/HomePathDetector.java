package dev.vitrine.rules;

import java.util.List;

/**
 * The name of a person's directory after {@code /home/}, {@code /Users/}, {@code C:\Users\} and the
 * like, where a path begins there; names that are no person's, as the rule's data list them, stay.
 */
final class HomePathDetector implements Detector {
  private static final int LONGEST = 64;

  private static final int LONGEST_MOUNT = 24;

  /** Where {@code /home} and {@code /Users} are found below another directory. */
  private static final WordSet MOUNTS =
      new WordSet(
          List.of(
              "usr", "var", "export", "mnt", "data", "srv", "nfs", "net", "media", "volumes",
              "private"));

  private final Rule rule;
  private final WordSet nobody;

  HomePathDetector(Rule rule) {
    this.rule = rule;
    nobody = new WordSet(rule.data());
  }

  @Override
  public void look(Scan scan, int start, int end) {
    boolean windows = scan.f[start] == '\\';
    if (!windows && !begins(scan, start)) {
      return;
    }
    int from = end;
    while (windows && scan.at(from) == '\\') {
      from++;
    }
    int stop = name(scan, from, windows);
    while (stop > from && (scan.f[stop - 1] == '.' || scan.f[stop - 1] == ' ')) {
      stop--;
    }
    if (stop == from || stop - from >= LONGEST || nobody.has(scan.f, from, stop)) {
      return;
    }
    char next = scan.at(stop);
    boolean call = next == '(' || next == '*' || next == '{' || next == '$' || next == '%';
    if (!call && holdsLetter(scan, from, stop)) {
      scan.add(from, stop, rule);
    }
  }

  /** Whether a path begins here, and is written as it is on disk. */
  private static boolean begins(Scan scan, int start) {
    char before = scan.at(start - 1);
    char second = scan.at(start - 2);
    if (Fold.asciiLetter(before) && second == '/') {
      return !Fold.alnum(scan.at(start - 3)) || mounted(scan, start - 2);
    }
    if (before == ':' && Fold.asciiLetter(second) && scan.startsWord(start - 2)) {
      return true;
    }
    if (scan.at(start + 1) != 'h' && scan.at(start + 1) != 'U') {
      return false;
    }
    boolean free = !Fold.alnum(before) && "/._-~)}]>$%".indexOf(before) < 0;
    return free || scan.joint(start) || (before == '/' && second == '/') || mounted(scan, start);
  }

  private static boolean mounted(Scan scan, int start) {
    int word = start;
    while (word > 0 && start - word < LONGEST_MOUNT && Fold.asciiLetter(scan.f[word - 1])) {
      word--;
    }
    char before = scan.at(word - 2);
    return MOUNTS.has(scan.f, word, start)
        && scan.at(word - 1) == '/'
        && (!Fold.alnum(before) || before >= NumberText.UNSPACED)
        && before != '.';
  }

  /** The end of the name; a name with blanks needs a sign behind it that ends it. */
  private static int name(Scan scan, int from, boolean windows) {
    int limit = Math.min(scan.n, from + LONGEST);
    int p = from;
    while (p < limit && part(scan.f[p]) && !scan.hardJoint(p)) {
      p++;
    }
    int word = p;
    while (windows && p < limit && (part(scan.f[p]) || scan.f[p] == ' ')) {
      p++;
    }
    return p > word && scan.at(p) == '\\' && p - word < LONGEST / 2 ? p : word;
  }

  private static boolean part(char c) {
    return Fold.alnum(c)
        || "._-@+".indexOf(c) >= 0
        || Character.getType(c) == Character.NON_SPACING_MARK;
  }

  private static boolean holdsLetter(Scan scan, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Fold.letter(scan.f[i])) {
        return true;
      }
    }
    return false;
  }
}
