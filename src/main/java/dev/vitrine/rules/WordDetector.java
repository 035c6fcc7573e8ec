package dev.vitrine.rules;

import java.util.Arrays;

/**
 * Unbroken words of letters and digits, of which at least one is a digit, by shape and checksum;
 * case matters. Each word is read once, whatever the number of digits in it.
 */
final class WordDetector implements Detector {
  /** The longest word looked at; BIP 32 keys have 112 characters, Cardano's addresses 108. */
  static final int LONGEST = 128;

  private final Candidate[][] byFirst = new Candidate[128][];
  private int shortest = LONGEST;

  /** {@code context} -1 = there are no words. */
  private record Candidate(
      Rule rule, Shape shape, Checksums.Check check, int context, int least, int most) {}

  WordDetector() {
    Arrays.fill(byFirst, new Candidate[0]);
  }

  /** Adds a rule. Throws {@link IllegalArgumentException} where it cannot work. */
  void add(Rule rule, int context) {
    if (rule.shapes().isEmpty() || (rule.needs() == Rule.Needs.WORD && context < 0)) {
      throw new IllegalArgumentException("rule " + rule.id() + ": no shapes, or no words");
    }
    for (String notation : rule.shapes()) {
      Shape shape = Shape.parse(notation);
      Candidate candidate =
          new Candidate(
              rule,
              shape,
              Checksums.named(rule.checksum()),
              context,
              shape.count(true),
              shape.count(false));
      shortest = Math.min(shortest, candidate.least);
      for (char first = '0'; first <= 'z'; first++) {
        if (shape.beginsWith(first, first)) {
          Candidate[] old = byFirst[first];
          byFirst[first] = Arrays.copyOf(old, old.length + 1);
          byFirst[first][old.length] = candidate;
        }
      }
    }
  }

  boolean isEmpty() {
    return shortest == LONGEST;
  }

  /** Called at each run of digits. */
  @Override
  public void look(Scan scan, int digit, int end) {
    if (digit < scan.wordEnd) {
      return;
    }
    int start = digit;
    while (start > 0 && part(scan.f[start - 1]) && !scan.hardJoint(start)) {
      if (digit - start >= LONGEST) {
        break;
      }
      start--;
    }
    int stop = digit + 1;
    while (stop < scan.n && part(scan.f[stop]) && !scan.hardJoint(stop)) {
      stop++;
    }
    scan.wordEnd = stop;
    if (stop - start >= shortest) {
      word(scan, start, stop);
      pieces(scan, start, stop);
    }
  }

  private static boolean part(char c) {
    return Fold.digit(c) || Fold.asciiLetter(c);
  }

  /** What stands between two joints may be a word of its own. */
  private void pieces(Scan scan, int start, int stop) {
    int from = start;
    for (int i = start + 1; i <= stop; i++) {
      if (scan.joint(i) || (i == stop && from > start)) {
        word(scan, from, i);
        from = i;
      }
    }
  }

  private void word(Scan scan, int start, int stop) {
    int length = stop - start;
    if (length > LONGEST || length < shortest || !begins(scan, start) || !ends(scan, stop)) {
      return;
    }
    for (Candidate candidate : byFirst[scan.f[start]]) {
      if (length >= candidate.least
          && length <= candidate.most
          && candidate.shape.match(scan.f, start, stop) == stop
          && candidate.check.holds(Arrays.copyOfRange(scan.f, start, stop), length)) {
        if (candidate.rule.needs() == Rule.Needs.WORD) {
          scan.addByWord(start, stop, candidate.rule, candidate.context);
        } else {
          scan.add(start, stop, candidate.rule);
        }
      }
    }
  }

  private static boolean begins(Scan scan, int start) {
    return scan.joint(start) || NumberText.border(scan.at(start - 1));
  }

  private static boolean ends(Scan scan, int stop) {
    return scan.joint(stop) || NumberText.border(scan.at(stop));
  }
}
