package dev.vitrine.rules;

import java.util.Arrays;
import java.util.List;

/**
 * Identity numbers and the like: each a shape that holds a digit, a checksum, and what it {@link
 * Rule.Needs} to be believed. All of them are one detector, which reads a candidate once and then
 * tries only the shapes that have its length and kind of beginning.
 */
final class NumberDetector implements Detector {
  /** The longest of the (at most two) words of letters alone that a number may begin with. */
  private static final int LONGEST_WORD = 8;

  /** What a number may begin with. */
  private static final String FIRSTS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  /** Longer first groups than this count as this long. */
  private static final int GROUPS = 16;

  /** The candidates without signs, by the first character. */
  private final Slot[] bare = new Slot[FIRSTS.length()];

  /** The candidates with signs, see {@link #slot}. */
  private final Slot[] signed =
      new Slot[FIRSTS.length() * (GROUPS + 1) * (NumberText.SIGNS.length() + 1)];

  private boolean empty = true;

  /** {@code own} = the policy names its country; {@code context} -1 = there are no words. */
  private record Candidate(Rule rule, Checksums.Check check, boolean own, int context) {}

  /** The candidates of one shape. */
  private record Group(String notation, Shape shape, Candidate[] candidates) {
    Group with(Candidate candidate) {
      Candidate[] more = Arrays.copyOf(candidates, candidates.length + 1);
      more[candidates.length] = candidate;
      return new Group(notation, shape, more);
    }
  }

  /** The candidates for one beginning. */
  private static final class Slot {
    private static final Group[] NONE = {};

    /** Bit {@code n}: there are candidates with so many letters and digits. */
    private long lengths;

    private final Group[][] byLength = new Group[NumberText.LONGEST + 1][];

    Slot() {
      Arrays.fill(byLength, NONE);
    }

    void put(int length, Group group) {
      lengths |= 1L << length;
      Group[] groups = byLength[length].clone();
      for (int i = 0; i < groups.length; i++) {
        if (groups[i].notation.equals(group.notation)) {
          groups[i] = groups[i].with(group.candidates[0]);
          byLength[length] = groups;
          return;
        }
      }
      groups = Arrays.copyOf(groups, groups.length + 1);
      groups[groups.length - 1] = group;
      byLength[length] = groups;
    }
  }

  private static final Slot NO_CANDIDATES = new Slot();

  NumberDetector() {
    // Most beginnings have no candidates and share one slot, which is never put into.
    Arrays.fill(bare, NO_CANDIDATES);
    Arrays.fill(signed, NO_CANDIDATES);
  }

  /** Adds a rule. Throws {@link IllegalArgumentException} where it cannot work. */
  void add(Rule rule, boolean own, int context) {
    if (rule.shapes().isEmpty()) {
      throw new IllegalArgumentException("rule " + rule.id() + ": a number needs a shape");
    }
    if (context < 0 && (rule.needs() == Rule.Needs.WORD || rule.needs() == Rule.Needs.LABEL)) {
      throw new IllegalArgumentException("rule " + rule.id() + ": there are no words");
    }
    Candidate candidate = new Candidate(rule, Checksums.named(rule.checksum()), own, context);
    for (String notation : rule.shapes()) {
      for (String one : withOneSign(notation)) {
        put(one, Shape.parse(one), candidate);
      }
    }
    empty = false;
  }

  /** A set of signs that stands at several places means the same sign at all of them. */
  private static List<String> withOneSign(String notation) {
    for (int open = notation.indexOf('['); open >= 0; open = notation.indexOf('[', open + 1)) {
      String set = notation.substring(open, notation.indexOf(']', open) + 1);
      String signs = set.substring(1, set.length() - 1);
      if (signs.chars().allMatch(c -> " ./:-".indexOf(c) >= 0)
          && notation.lastIndexOf(set) > open) {
        return signs
            .chars()
            .mapToObj(sign -> notation.replace(set, Character.toString(sign)))
            .toList();
      }
    }
    return List.of(notation);
  }

  private void put(String notation, Shape shape, Candidate candidate) {
    long lengths = 0;
    int most = Math.min(NumberText.LONGEST, shape.count(false));
    for (int length = shape.count(true); length <= most; length++) {
      lengths |= 1L << length;
    }
    for (int i = 0; i < FIRSTS.length(); i++) {
      char first = FIRSTS.charAt(i);
      if (shape.beginsWith(first, first)) {
        Group group = new Group(notation, shape, new Candidate[] {candidate});
        if (shape.hasSigns(false)) {
          put(bare, i, lengths, group);
        }
        for (char sign : NumberText.SIGNS.toCharArray()) {
          put(first, sign, lengths, group);
        }
      }
    }
  }

  private void put(char first, char sign, long lengths, Group group) {
    long groups = group.shape.firstGroups(sign);
    for (int size = 1; size <= GROUPS; size++) {
      if ((size < GROUPS ? groups >>> size & 1 : groups >>> GROUPS) != 0) {
        put(signed, slot(first, size, sign), lengths & more(size), group);
      }
    }
  }

  /** The lengths above one, as bits. */
  private static long more(int length) {
    return -1L << length + 1;
  }

  private static void put(Slot[] slots, int index, long lengths, Group group) {
    if (slots[index] == NO_CANDIDATES) {
      slots[index] = new Slot();
    }
    for (long left = lengths; left != 0; left &= left - 1) {
      slots[index].put(Long.numberOfTrailingZeros(left), group);
    }
  }

  /** By the first character, the length of the first group, and the sign after it. */
  private static int slot(char first, int group, char sign) {
    int signs = NumberText.SIGNS.length() + 1;
    return (index(first) * (GROUPS + 1) + Math.min(group, GROUPS)) * signs + NumberText.sign(sign);
  }

  private static int index(char first) {
    return first <= '9' ? first - '0' : first - 'A' + 10;
  }

  boolean isEmpty() {
    return empty;
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
   * Whether what begins here is the rest of something longer: a decimal, a time, a path, a UUID.
   */
  private static boolean glued(Scan scan, int start) {
    if (start == 0 || scan.joint(start)) {
      return false;
    }
    char before = scan.f[start - 1];
    return !NumberText.border(before)
        || before == '_'
        || ("-./+".indexOf(before) >= 0 && start > 1 && Fold.alnum(scan.f[start - 2]))
        || (before == ':' && start > 1 && Fold.digit(scan.f[start - 2]));
  }

  private void from(Scan scan, int start) {
    NumberText text = scan.number(start);
    char first = text.first();
    int size = text.group();
    // A number without signs ends in the first group.
    look(scan, text, signed[slot(first, size, text.firstSign())], more(size));
    look(scan, text, bare[index(first)], ~more(size));
  }

  private static void look(Scan scan, NumberText text, Slot slot, long lengths) {
    long left = slot.lengths & lengths & text.ends();
    while (left != 0) {
      int length = 63 - Long.numberOfLeadingZeros(left);
      left &= ~(1L << length);
      int stop = text.stop(length);
      for (Group group : slot.byLength[length]) {
        if (text.matches(group.shape, stop)) {
          check(scan, text, stop, length, group.candidates);
        }
      }
    }
  }

  private static void check(
      Scan scan, NumberText text, int stop, int length, Candidate[] candidates) {
    int start = text.origin(0);
    int end = text.origin(stop - 1) + 1;
    boolean alone = scan.alone(start, end);
    boolean free = alone || printed(scan, start, end, stop > length);
    for (Candidate candidate : candidates) {
      boolean believed =
          switch (candidate.rule.needs()) {
            case NOTHING -> true;
            case GROUPING -> candidate.own || free;
            case ALONE -> candidate.own || alone;
            case WORD -> false;
            case LABEL -> plain(scan, start, end) && scan.labelled(candidate.context, start);
          };
      // Words are looked up sooner than a check is computed, and mostly there are none.
      boolean word =
          candidate.rule.needs() != Rule.Needs.LABEL && scan.near(candidate.context, start, end);
      if ((believed || word) && candidate.check.holds(text.bare(), length)) {
        found(scan, start, end, candidate, believed);
      }
    }
  }

  private static void found(
      Scan scan, int start, int end, Candidate candidate, boolean believed) {
    int context = candidate.context;
    if (believed || scan.seen(context, start)) {
      scan.addNamed(start, end, candidate.rule, context, candidate.own);
    } else {
      scan.addNear(start, end, candidate.rule, context);
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
