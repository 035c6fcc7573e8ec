package dev.vitrine.rules;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Identity numbers and the like: each a shape that holds a digit, a checksum, and what it {@link
 * Rule.Needs} to be believed. All of them are one detector, which reads a candidate once and then
 * tries only the shapes that have its length and kind of beginning.
 */
final class NumberDetector implements Detector {
  /** Words of letters alone before the first digit that may belong to a number. */
  private static final int WORDS_BEFORE = 2;

  private static final int LONGEST_WORD = 8;

  private final List<@Nullable List<Candidate>> byDigit = slots();
  private final List<@Nullable List<Candidate>> byLetter = slots();
  private boolean empty = true;

  /** {@code own} = the policy names its country; {@code context} -1 = there are no words. */
  private record Candidate(
      Rule rule, Shape shape, Checksums.Check check, boolean own, int context) {}

  private static List<@Nullable List<Candidate>> slots() {
    List<@Nullable List<Candidate>> slots = new ArrayList<>();
    for (int i = 0; i <= NumberText.LONGEST; i++) {
      slots.add(null);
    }
    return slots;
  }

  /** Adds a rule. Throws {@link IllegalArgumentException} where it cannot work. */
  void add(Rule rule, boolean own, int context) {
    if (rule.shapes().isEmpty()) {
      throw new IllegalArgumentException("rule " + rule.id() + ": a number needs a shape");
    }
    if (rule.needs() == Rule.Needs.WORD && context < 0) {
      throw new IllegalArgumentException("rule " + rule.id() + ": there are no words");
    }
    Checksums.Check check = Checksums.named(rule.checksum());
    for (String notation : rule.shapes()) {
      Shape shape = Shape.parse(notation);
      Candidate candidate = new Candidate(rule, shape, check, own, context);
      int least = shape.count(true);
      int most = Math.min(NumberText.LONGEST, shape.count(false));
      for (int length = least; length <= most; length++) {
        if (shape.beginsWith('0', '9')) {
          put(byDigit, length, candidate);
        }
        if (shape.beginsWith('A', 'Z')) {
          put(byLetter, length, candidate);
        }
      }
      empty = false;
    }
  }

  private static void put(List<@Nullable List<Candidate>> slots, int length, Candidate candidate) {
    List<Candidate> slot = slots.get(length);
    if (slot == null) {
      slot = new ArrayList<>();
      slots.set(length, slot);
    }
    slot.add(candidate);
  }

  boolean isEmpty() {
    return empty;
  }

  /** Called at each run of digits. */
  @Override
  public void look(Scan scan, int digit, int end) {
    int[] starts = new int[WORDS_BEFORE + 1];
    int count = 0;
    int start = wordStart(scan, digit);
    while (start > scan.numberStart && count < starts.length) {
      starts[count++] = start;
      int before = start - 1;
      if (before < 1 || scan.joint(start) || !NumberText.sign(scan.f[before])) {
        break;
      }
      int word = wordStart(scan, before);
      if (word == before || before - word > LONGEST_WORD) {
        break;
      }
      start = word;
    }
    for (int i = count - 1; i >= 0; i--) {
      scan.numberStart = starts[i];
      if (!glued(scan, starts[i])) {
        from(scan, starts[i]);
      }
    }
  }

  /**
   * The start of the word of letters that ends before {@code end}; {@code end} if there is none.
   */
  private static int wordStart(Scan scan, int end) {
    int p = end;
    while (p > 0 && !scan.joint(p) && Fold.asciiLetter(scan.f[p - 1])) {
      p--;
    }
    return p;
  }

  /** Whether what begins here is the rest of something longer: a decimal, a path, a UUID. */
  private static boolean glued(Scan scan, int start) {
    if (start == 0 || scan.joint(start)) {
      return false;
    }
    char before = scan.f[start - 1];
    return !NumberText.border(before)
        || before == '_'
        || ("-./+".indexOf(before) >= 0 && start > 1 && Fold.alnum(scan.f[start - 2]));
  }

  private void from(Scan scan, int start) {
    NumberText text = new NumberText(scan, start);
    List<@Nullable List<Candidate>> slots = Fold.digit(text.first()) ? byDigit : byLetter;
    for (int length = text.count(); length > 0; length--) {
      List<Candidate> candidates = text.endsAfter(length) ? slots.get(length) : null;
      if (candidates == null) {
        continue;
      }
      for (Candidate candidate : candidates) {
        int stop = text.stop(length);
        if (text.matches(candidate.shape, stop) && candidate.check.holds(text.bare(), length)) {
          found(scan, text, stop, length, candidate);
        }
      }
    }
  }

  private static void found(Scan scan, NumberText text, int stop, int length, Candidate candidate) {
    int start = text.origin(0);
    int end = text.origin(stop - 1) + 1;
    Rule rule = candidate.rule;
    boolean believed =
        switch (rule.needs()) {
          case NOTHING -> true;
          case GROUPING -> candidate.own || stop > length || scan.alone(start, end);
          case WORD -> false;
        };
    if (believed) {
      scan.add(start, end, rule);
    } else if (candidate.context >= 0) {
      scan.addNear(start, end, rule, candidate.context);
    }
  }
}
