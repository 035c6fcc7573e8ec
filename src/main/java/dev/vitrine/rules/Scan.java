package dev.vitrine.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One pass over one text: its folded form, in which each removed stretch is one {@link
 * Fold#BARRIER} (so that no decision depends on how long it was), the joints, and what was found.
 * What it holds grows with the text and with nothing else.
 */
final class Scan {
  private static final int[] NONE = {};

  /** What a word for it nearby adds to a find's certainty, and what the policy's country adds. */
  private static final int WORD = 40;

  private static final int OWN = 30;

  /** How far a context word may stand before a match, and after it. */
  private static final int NEAR_BEFORE = 64;

  private static final int NEAR_AFTER = 32;

  final char[] f;
  final int n;
  private final @Nullable BitSet joints;
  private final @Nullable BitSet borders;
  private final @Nullable BitSet hardJoints;

  /** Where the barriers stand, and how far what follows each of them has moved. */
  private final int[] barriers;

  private final int[] moved;

  /** Where lines begin and end. */
  final Lines lines;

  /** Where the next digit stands. */
  final Ahead digits;

  /** Where the next sign stands that words do not have. */
  final Ahead signs;

  final List<Found> found = new ArrayList<>();

  /** What the finds cover. */
  private final BitSet covered = new BitSet();

  final List<Found> deferred = new ArrayList<>();

  /** Whether {@link #deferred} has all. */
  boolean finished;

  private final ContextWords contexts;
  private @Nullable NearWords nearWords;

  /** Where numbers begin that are telephone numbers if such a word is near. */
  int[] maybePhones = NONE;

  int maybePhoneCount;

  /** The end of the last user information seen before a host. */
  int credentialsEnd = -1;

  /** The end of the last value of a label. */
  int labelledEnd = -1;

  /** The start and end of the last token without a fixed length; no other begins inside it. */
  int tokenStart = -1;

  int tokenEnd = -1;

  /** The end of the last private key. */
  int keyEnd = -1;

  /** The end of the last word with a digit that was looked at as a whole. */
  int wordEnd = -1;

  /** The end of the last label's value. */
  int fieldEnd = -1;

  /** The end of the last date, and of the last place. */
  int dateEnd = -1;

  int placeEnd = -1;

  /** The last value of a {@code key=value} pair. */
  int pairStart = -1;

  int pairEnd = -1;

  /** The end of the last header. */
  int headerEnd = -1;

  /** The end of the last secret in a connection string. */
  int connectionEnd = -1;

  /** The line in which keys of a connection string were looked for, up to where, and the last. */
  int companionLine = -1;

  int companionTo = -1;
  int companion = -1;

  /** The end of the last document that was looked at as a whole. */
  int documentEnd = -1;

  /** The end of the last command line, by rule. */
  final Map<String, Integer> commandEnds = new HashMap<>();

  /** The end of the last run that a web token was looked for in. */
  int webTokenEnd = -1;

  /** The end of the last run whose randomness was judged. */
  int randomEnd = -1;

  /** Where the last number was looked for. */
  int numberStart = -1;

  private @Nullable NumberText number;

  /** Up to where addresses with colons were looked at. */
  int addressEnd = -1;

  /**
   * A find in folded positions.
   *
   * @param context the set of context words of which one has to be near; -1 = none
   * @param sure how much is added to the rule's certainty by what stands near and by the policy
   */
  record Found(int start, int end, Rule rule, int context, int sure) {
    int certainty() {
      return rule.certainty() + sure;
    }
  }

  /**
   * Takes a text that is already folded.
   *
   * @param left a buffer as long as it, for what is left of it
   * @param gone the stretches already removed, in order, as pairs of start and end
   */
  Scan(char[] folded, char[] left, List<Joint> joints, List<int[]> gone, ContextWords contexts) {
    this.contexts = contexts;
    barriers = new int[gone.size()];
    moved = new int[gone.size()];
    f = gone.isEmpty() ? folded : without(folded, left, gone);
    n = gone.isEmpty() ? folded.length : folded.length - moved[moved.length - 1];
    if (joints.isEmpty()) {
      this.joints = null;
      borders = null;
      hardJoints = null;
    } else {
      this.joints = new BitSet();
      borders = new BitSet();
      hardJoints = new BitSet();
      mark(folded.length, joints, gone, this.joints, borders, hardJoints);
    }
    lines = new Lines(this);
    digits = new Ahead(f, n, Fold::digit);
    signs = new Ahead(f, n, SentenceValue::sign);
  }

  private char[] without(char[] folded, char[] left, List<int[]> gone) {
    int from = 0;
    int to = 0;
    for (int g = 0; g < gone.size(); g++) {
      int start = gone.get(g)[0];
      System.arraycopy(folded, from, left, to, start - from);
      to += start - from;
      barriers[g] = to;
      left[to++] = Fold.BARRIER;
      from = gone.get(g)[1];
      moved[g] = from - to;
    }
    System.arraycopy(folded, from, left, to, folded.length - from);
    return left;
  }

  /** A joint inside a removed stretch stands behind it. */
  private static void mark(
      int length, List<Joint> all, List<int[]> gone, BitSet joints, BitSet borders, BitSet hard) {
    int g = 0;
    int shift = 0;
    for (Joint joint : all) {
      if (joint.at() >= length) {
        break;
      }
      while (g < gone.size() && gone.get(g)[0] < joint.at()) {
        shift += gone.get(g)[1] - gone.get(g)[0] - 1;
        g++;
      }
      int end = g > 0 ? gone.get(g - 1)[1] : 0;
      if (end >= length && end > joint.at()) {
        break;
      }
      int at = Math.max(joint.at(), end) - shift;
      joints.set(at);
      if (joint.kind() != Joint.Kind.EDIT) {
        borders.set(at);
      }
      if (joint.kind() == Joint.Kind.BREAK) {
        hard.set(at);
      }
    }
  }

  boolean joint(int at) {
    return joints != null && joints.get(at);
  }

  /** Whether one span ends here and another begins. */
  boolean border(int at) {
    return borders != null && borders.get(at);
  }

  /** Whether a line or field ends here. */
  boolean hardJoint(int at) {
    return hardJoints != null && hardJoints.get(at);
  }

  /** Where the removed stretch of that number stands. */
  int barrier(int gone) {
    return barriers[gone];
  }

  /** Where the folded position lies in the text. */
  int origin(int at) {
    int k = Arrays.binarySearch(barriers, at);
    int before = k < 0 ? -k - 2 : k - 1;
    return before < 0 ? at : at + moved[before];
  }

  /** Whether a word or number may begin here as far as what stands before goes. */
  boolean startsWord(int at) {
    return at == 0 || !Fold.alnum(f[at - 1]) || joint(at);
  }

  /** Whether a word or number may end here as far as what follows goes. */
  boolean endsWord(int at) {
    return at >= n || !Fold.alnum(f[at]) || joint(at);
  }

  /** The letters and digits that begin here, until the next call. */
  NumberText number(int start) {
    if (number == null) {
      number = new NumberText(n);
    }
    number.begin(this, start);
    return number;
  }

  char at(int i) {
    return i >= 0 && i < n ? f[i] : '\n';
  }

  void add(int start, int end, Rule rule) {
    add(new Found(start, end, rule, -1, 0));
  }

  private void add(Found find) {
    found.add(find);
    covered.set(find.start(), find.end());
  }

  /** Adds what needs no word, of a rule that knows some all the same. */
  void addNamed(int start, int end, Rule rule, int context, boolean own) {
    int sure = (own ? OWN : 0) + (context >= 0 && seen(context, start) ? WORD : 0);
    add(new Found(start, end, rule, -1, sure));
  }

  /**
   * Whether one of these words stands near before {@code start}, with nothing to be removed between
   * the two or around the word.
   */
  boolean seen(int context, int start) {
    int word = nearWords().last(context, start - NEAR_BEFORE, start);
    return word >= 0 && clear(word, start);
  }

  /** Whether one of these words is near; -1 = there are none. */
  boolean near(int context, int start, int end) {
    return context >= 0 && nearWords().any(context, start - NEAR_BEFORE, end + NEAR_AFTER);
  }

  /** Whether any context word may be near a number that ends at {@code limit} or before. */
  boolean around(int start, int limit) {
    return nearWords().around(start - NEAR_BEFORE, limit + NEAR_AFTER);
  }

  /** Whether a word of one of these sets (as bits) may be. */
  boolean around(long[] contexts, int start, int limit) {
    return nearWords().around(contexts, start - NEAR_BEFORE, limit + NEAR_AFTER);
  }

  /** Whether one of these words stands directly before {@code start}, see {@link Gap}. */
  boolean labelled(int context, int start) {
    int end = nearWords().lastEnd(context, start - NEAR_BEFORE, start);
    return end >= 0 && clear(end, start) && Gap.fills(this, end, start);
  }

  private NearWords nearWords() {
    if (nearWords == null) {
      nearWords = new NearWords(this, contexts);
    }
    return nearWords;
  }

  /** Whether nothing that was found has a part there. */
  private boolean clear(int from, int to) {
    int at = covered.nextSetBit(from);
    return at < 0 || at >= to;
  }

  /** Adds what counts only if a word is near (-1 = none need be), once nothing else is found. */
  void addNear(int start, int end, Rule rule, int context) {
    if (context >= 0 && !near(context, start, end)) {
      return;
    }
    deferred.add(new Found(start, end, rule, context, context < 0 ? 0 : WORD));
  }

  /** Adds what needs a word nearby: at once where one stands before it. */
  void addByWord(int start, int end, Rule rule, int context) {
    if (seen(context, start)) {
      addNamed(start, end, rule, context, false);
    } else {
      addNear(start, end, rule, context);
    }
  }

  /** Notes a number whose worth depends on the words near it. */
  void maybePhone(int at) {
    if (maybePhones.length == maybePhoneCount) {
      maybePhones = Arrays.copyOf(maybePhones, Math.max(8, 2 * maybePhoneCount));
    }
    maybePhones[maybePhoneCount++] = at;
  }

  /** The end of the line or field that {@code at} lies in, at most {@code cap} further on. */
  int lineEnd(int at, int cap) {
    int limit = (int) Math.min(n, (long) at + cap);
    int i = at;
    while (i < limit && !Fold.lineEnd(f[i]) && (i == at || !hardJoint(i))) {
      i++;
    }
    return i;
  }

  /** Whether nothing else stands in the line or field. */
  boolean alone(int start, int end) {
    int before = start;
    while (before > 0 && Fold.space(f[before - 1]) && !joint(before)) {
      before--;
    }
    int after = end;
    while (after < n && Fold.space(f[after]) && !joint(after)) {
      after++;
    }
    return (before == 0 || joint(before) || Fold.lineEnd(f[before - 1]))
        && (after >= n || joint(after) || Fold.lineEnd(f[after]));
  }
}
