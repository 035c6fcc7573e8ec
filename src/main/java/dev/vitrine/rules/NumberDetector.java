package dev.vitrine.rules;

import dev.vitrine.rules.NumberCandidates.Candidate;
import dev.vitrine.rules.NumberCandidates.Shaped;

/**
 * Identity numbers and the like: each a shape that holds a digit, a checksum, and what it {@link
 * Rule.Needs} to be believed. All of them are one detector, which reads a candidate once and then
 * tries only the shapes that have its length and kind of beginning.
 */
final class NumberDetector implements Detector {
  /** The longest of the (at most two) words of letters alone that a number may begin with. */
  private static final int LONGEST_WORD = 8;

  private final NumberCandidates candidates = new NumberCandidates();

  /** Adds a rule. Throws {@link IllegalArgumentException} where it cannot work. */
  void add(Rule rule, boolean own, int context) {
    candidates.add(rule, own, context);
  }

  boolean isEmpty() {
    return candidates.isEmpty();
  }

  /** Called at each run of digits. */
  @Override
  public void look(Scan scan, int digit, int end) {
    int start = wordStart(scan, digit);
    int second = start > scan.numberStart ? before(scan, start) : -1;
    int first = second > scan.numberStart ? before(scan, second) : -1;
    begin(scan, first);
    begin(scan, second);
    begin(scan, start);
  }

  private void begin(Scan scan, int start) {
    if (start > scan.numberStart) {
      scan.numberStart = start;
      if (!glued(scan, start)) {
        from(scan, start);
      }
    }
  }

  /** The start of a short word of letters before {@code start} and one sign; -1 = there is none. */
  private static int before(Scan scan, int start) {
    int end = start - 1;
    if (end < 1 || scan.joint(start) || NumberText.sign(scan.f[end]) == 0) {
      return -1;
    }
    int word = wordStart(scan, end);
    return word == end || end - word > LONGEST_WORD ? -1 : word;
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

  /**
   * Whether what begins here is the rest of something longer: a decimal, a time, a path, a UUID, an
   * escaped character as source code has it ({@code \U0000201D}).
   */
  private static boolean glued(Scan scan, int start) {
    if (start == 0 || scan.joint(start)) {
      return false;
    }
    char before = scan.f[start - 1];
    boolean escape = before == '\\' && Fold.asciiLetter(scan.f[start]);
    return !NumberText.border(before)
        || before == '_'
        || before == '.'
        || escape
        || ("-/+".indexOf(before) >= 0 && start > 1 && Fold.alnum(scan.f[start - 2]))
        || (before == ':' && start > 1 && Fold.digit(scan.f[start - 2]));
  }

  private void from(Scan scan, int start) {
    NumberText text = scan.number(start);
    int group = text.group();
    long ends = text.ends();
    long longer = NumberCandidates.more(group);
    look(scan, text, candidates.signed(text), ends & longer);
    // A number without signs is the first group, or where pieces meet a part of it.
    look(scan, text, candidates.bare(text, group), ends & 1L << group);
    long parts = ends & ~longer & ~(1L << group);
    if (parts != 0) {
      look(scan, text, candidates.bare(text, 0), parts);
    }
  }

  private static void look(Scan scan, NumberText text, NumberCandidates.Slot slot, long lengths) {
    long wanted = slot.lengths & lengths;
    if (wanted == 0) {
      return;
    }
    long groups = text.groups();
    long digits = text.digits();
    for (Shaped shaped : slot.free) {
      if (shaped.shape.mayMatch(groups, digits)) {
        look(scan, text, shaped, wanted);
      }
    }
    long needy = slot.needyLengths & wanted;
    if (needy != 0) {
      int longest = Long.SIZE - 1 - Long.numberOfLeadingZeros(needy);
      int start = text.origin(0);
      int limit = text.origin(text.stop(longest) - 1) + 1;
      if (scan.around(start, limit)) {
        for (Shaped shaped : slot.needy) {
          if (shaped.shape.mayMatch(groups, digits) && scan.around(shaped.contexts, start, limit)) {
            look(scan, text, shaped, needy);
          }
        }
      }
    }
  }

  private static void look(Scan scan, NumberText text, Shaped shaped, long wanted) {
    long some = shaped.lengths & wanted;
    if (some != 0) {
      for (long left = text.lengths(shaped.shape, some); left != 0; left &= left - 1) {
        check(scan, text, Long.numberOfTrailingZeros(left), shaped.candidates);
      }
    }
  }

  private static void check(Scan scan, NumberText text, int length, Candidate[] candidates) {
    int stop = text.stop(length);
    int start = text.origin(0);
    int end = text.origin(stop - 1) + 1;
    for (Candidate candidate : candidates) {
      boolean believed = believed(scan, candidate, start, end, stop > length);
      // Words are looked up sooner than a check is computed, and mostly there are none.
      boolean word =
          candidate.rule().needs() != Rule.Needs.LABEL
              && scan.near(candidate.context(), start, end);
      if ((believed || word) && candidate.check().holds(text.bare(), length)) {
        found(scan, start, end, candidate, believed);
      }
    }
  }

  /** Whether it needs no word near. */
  private static boolean believed(
      Scan scan, Candidate candidate, int start, int end, boolean signs) {
    return switch (candidate.rule().needs()) {
      case NOTHING -> plain(scan, start, end) || scan.alone(start, end);
      case GROUPING ->
          (candidate.own() && plain(scan, start, end))
              || printed(scan, start, end, signs)
              || scan.alone(start, end);
      case ALONE -> (candidate.own() && plain(scan, start, end)) || scan.alone(start, end);
      case OWN -> candidate.own() && scan.alone(start, end);
      case WORD -> false;
      case LABEL -> plain(scan, start, end) && scan.labelled(candidate.context(), start);
    };
  }

  private static void found(Scan scan, int start, int end, Candidate candidate, boolean believed) {
    int context = candidate.context();
    if (believed || scan.seen(context, start)) {
      scan.addNamed(start, end, candidate.rule(), context, candidate.own());
    } else {
      scan.addNear(start, end, candidate.rule(), context);
    }
  }

  /**
   * Whether it stands there as it is printed: no digits go on in the same way before or after it,
   * and it is not made of words, as {@code and 100 to} would be.
   */
  private static boolean printed(Scan scan, int start, int end, boolean signs) {
    boolean before = scan.at(start - 1) == ' ' && Fold.digit(scan.at(start - 2));
    boolean after = scan.at(end) == ' ' && Fold.digit(scan.at(end + 1));
    return signs && plain(scan, start, end) && !before && !after;
  }

  /** Whether no word of the sentence is taken for a part of it: small letters beside a blank. */
  private static boolean plain(Scan scan, int start, int end) {
    boolean blank = false;
    boolean small = false;
    for (int i = start; i < end; i++) {
      blank |= scan.f[i] == ' ';
      small |= scan.f[i] >= 'a' && scan.f[i] <= 'z';
    }
    return !(blank && small);
  }
}
