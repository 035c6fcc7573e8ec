package dev.vitrine.rules;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules for numbers, by how a number begins, so that few shapes are tried on each. */
final class NumberCandidates {
  /** What a number may begin with. */
  private static final String FIRSTS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  /** Longer first groups than this count as this long. */
  private static final int GROUPS = 16;

  private static final Slot NONE = new Slot();

  /** By the shape's notation: those that need no word near, and those that do. */
  private final Map<String, Shaped> free = new HashMap<>();

  private final Map<String, Shaped> needy = new HashMap<>();

  /** The candidates without signs, by the first character and the length; 0 = of any length. */
  private final Slot[] bare = new Slot[FIRSTS.length() * (NumberText.LONGEST + 1)];

  /** The candidates with signs, see {@link #slot}. */
  private final Slot[] signed =
      new Slot[FIRSTS.length() * (GROUPS + 1) * (NumberText.SIGNS.length() + 1)];

  /** {@code own} = the policy names its country; {@code context} -1 = there are no words. */
  record Candidate(Rule rule, Checksums.Check check, boolean own, int context) {}

  /** The candidates of one shape that all need a word near, or of which none does. */
  static final class Shaped {
    private static final Candidate[] NONE = {};

    final Shape shape;
    Candidate[] candidates = NONE;

    /** Bit {@code n}: a match may have so many letters and digits. */
    final long lengths;

    /** The sets of words that the candidates have, as bits. */
    long[] contexts = {};

    private final BitSet sets = new BitSet();

    private Shaped(Shape shape) {
      this.shape = shape;
      long bits = 0;
      int most = Math.min(NumberText.LONGEST, shape.count(false));
      for (int length = shape.count(true); length <= most; length++) {
        bits |= 1L << length;
      }
      lengths = bits;
    }

    private void add(Candidate candidate) {
      candidates = Arrays.copyOf(candidates, candidates.length + 1);
      candidates[candidates.length - 1] = candidate;
      if (candidate.context >= 0) {
        sets.set(candidate.context);
        contexts = sets.toLongArray();
      }
    }
  }

  /** The candidates for one beginning. */
  static final class Slot {
    private static final Shaped[] NONE = {};

    /** Bit {@code n}: there are candidates with so many letters and digits. */
    long lengths;

    /** Those that need no word. */
    Shaped[] free = NONE;

    /** Those that need a word near, and their lengths. */
    Shaped[] needy = NONE;

    long needyLengths;

    private void add(Shaped shaped, boolean needsWord, long some) {
      lengths |= some;
      if (some != 0 && needsWord) {
        needy = with(needy, shaped);
        needyLengths |= some;
      } else if (some != 0) {
        free = with(free, shaped);
      }
    }

    private static Shaped[] with(Shaped[] old, Shaped shaped) {
      Shaped[] more = Arrays.copyOf(old, old.length + 1);
      more[old.length] = shaped;
      return more;
    }
  }

  NumberCandidates() {
    // Most beginnings have no candidates and share one slot, to which nothing is added.
    Arrays.fill(bare, NONE);
    Arrays.fill(signed, NONE);
  }

  /** Adds a rule. Throws {@link IllegalArgumentException} where it cannot work. */
  void add(Rule rule, boolean own, int context) {
    if (rule.shapes().isEmpty()) {
      throw new IllegalArgumentException("rule " + rule.id() + ": a number needs a shape");
    }
    boolean word =
        rule.needs() == Rule.Needs.WORD
            || rule.needs() == Rule.Needs.LABEL
            || (rule.needs() == Rule.Needs.OWN && !own);
    if (word && context < 0) {
      throw new IllegalArgumentException("rule " + rule.id() + ": there are no words");
    }
    Candidate candidate = new Candidate(rule, Checksums.named(rule.checksum()), own, context);
    Map<String, Shaped> known = word ? needy : free;
    for (String notation : rule.shapes()) {
      for (String one : withOneSign(notation)) {
        Shaped shaped = known.get(one);
        if (shaped == null) {
          shaped = new Shaped(Shape.parse(one));
          known.put(one, shaped);
          put(shaped, word);
        }
        shaped.add(candidate);
      }
    }
  }

  boolean isEmpty() {
    return free.isEmpty() && needy.isEmpty();
  }

  /** Those that a number without signs of that length may be; 0 = of any length. */
  Slot bare(NumberText text, int length) {
    return bare[index(text.first()) * (NumberText.LONGEST + 1) + length];
  }

  /** Those that a number with signs may be: one longer than its first group. */
  Slot signed(NumberText text) {
    return signed[slot(text.first(), text.group(), text.firstSign())];
  }

  /** The lengths above one, as bits. */
  static long more(int length) {
    return -1L << (length + 1);
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

  private void put(Shaped shaped, boolean needsWord) {
    Shape shape = shaped.shape;
    for (int i = 0; i < FIRSTS.length(); i++) {
      char first = FIRSTS.charAt(i);
      if (!shape.beginsWith(first, first)) {
        continue;
      }
      if (shape.hasSigns(false)) {
        int index = index(first) * (NumberText.LONGEST + 1);
        put(bare, index, shaped, needsWord, shaped.lengths);
        for (long left = shaped.lengths; left != 0; left &= left - 1) {
          int length = Long.numberOfTrailingZeros(left);
          put(bare, index + length, shaped, needsWord, 1L << length);
        }
      }
      for (char sign : NumberText.SIGNS.toCharArray()) {
        long groups = shape.firstGroups(sign);
        for (int size = 1; size <= GROUPS; size++) {
          if ((size < GROUPS ? groups >>> size & 1 : groups >>> GROUPS) != 0) {
            long some = shaped.lengths & more(size);
            put(signed, slot(first, size, sign), shaped, needsWord, some);
          }
        }
      }
    }
  }

  private static void put(Slot[] slots, int index, Shaped shaped, boolean needsWord, long some) {
    if (slots[index] == NONE) {
      slots[index] = new Slot();
    }
    slots[index].add(shaped, needsWord, some);
  }

  /** By the first character, the length of the first group, and the sign after it. */
  private static int slot(char first, int group, char sign) {
    int signs = NumberText.SIGNS.length() + 1;
    return (index(first) * (GROUPS + 1) + Math.min(group, GROUPS)) * signs + NumberText.sign(sign);
  }

  private static int index(char first) {
    return first <= '9' ? first - '0' : first - 'A' + 10;
  }
}
