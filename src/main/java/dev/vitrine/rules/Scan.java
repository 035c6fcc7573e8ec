package dev.vitrine.rules;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * One pass over one text: its folded form, in which each removed stretch is one {@link
 * Fold#BARRIER} (so that no decision depends on how long it was), the joints, and what was found.
 */
final class Scan {
  final char[] f;
  final int n;
  private final int[] origins;
  private final BitSet joints = new BitSet();
  private final BitSet borders = new BitSet();
  private final BitSet hardJoints = new BitSet();
  final List<Found> found = new ArrayList<>();
  final List<Found> deferred = new ArrayList<>();
  final List<int[]> contextHits = new ArrayList<>();

  /** The end of the last user information seen before a host. */
  int credentialsEnd = -1;

  /** The end of the last value of a label. */
  int labelledEnd = -1;

  /** The end of the last token without a fixed length; no other begins inside it. */
  int tokenEnd = -1;

  /** The end of the last private key. */
  int keyEnd = -1;

  /** The sets of context words of which one has been seen. */
  final BitSet contexts = new BitSet();

  /** Where the last number was looked for. */
  int numberStart = -1;

  /** Up to where addresses with colons were looked at. */
  int addressEnd = -1;

  /** Look-ups left of the kinds whose check is dear. */
  int dear;

  /** A find in folded positions. {@code context} -1 = needs none, else a set of context words. */
  record Found(int start, int end, Rule rule, int context) {}

  /** {@code gone} holds the stretches already removed, in order, as pairs of start and end. */
  Scan(CharSequence text, List<Joint> joints, List<int[]> gone) {
    int length = text.length();
    char[] folded = new char[length];
    int[] from = new int[length + 1];
    int p = 0;
    int g = 0;
    int j = 0;
    for (int i = 0; i < length; ) {
      while (j < joints.size() && joints.get(j).at() <= i) {
        mark(joints.get(j++), p);
      }
      from[p] = i;
      if (g < gone.size() && gone.get(g)[0] == i) {
        folded[p++] = Fold.BARRIER;
        i = gone.get(g++)[1];
        continue;
      }
      char c = text.charAt(i++);
      folded[p++] = c < 128 ? c : Fold.of(c);
      if (c >= 0xD800 && c < 0xDC00 && i < length) {
        int digit = Character.digit(Character.toCodePoint(c, text.charAt(i)), 10);
        if (digit >= 0 && Character.isLowSurrogate(text.charAt(i))) {
          folded[p - 1] = (char) ('0' + digit);
          from[p] = i++;
          folded[p++] = Fold.INVISIBLE;
        }
      }
    }
    from[p] = length;
    f = folded;
    n = p;
    origins = from;
    dear = 256 + length / 64;
  }

  private void mark(Joint joint, int at) {
    joints.set(at);
    if (joint.kind() != Joint.Kind.EDIT) {
      borders.set(at);
    }
    if (joint.kind() == Joint.Kind.BREAK) {
      hardJoints.set(at);
    }
  }

  boolean joint(int at) {
    return joints.get(at);
  }

  /** Whether one span ends here and another begins. */
  boolean border(int at) {
    return borders.get(at);
  }

  /** Whether a line or field ends here. */
  boolean hardJoint(int at) {
    return hardJoints.get(at);
  }

  /** Where the folded position lies in the text. */
  int origin(int at) {
    return origins[at];
  }

  /** Whether a word or number may begin here as far as what stands before goes. */
  boolean startsWord(int at) {
    return at == 0 || joint(at) || !Fold.alnum(f[at - 1]);
  }

  /** Whether a word or number may end here as far as what follows goes. */
  boolean endsWord(int at) {
    return at >= n || joint(at) || !Fold.alnum(f[at]);
  }

  char at(int i) {
    return i >= 0 && i < n ? f[i] : '\n';
  }

  void add(int start, int end, Rule rule) {
    found.add(new Found(start, end, rule, -1));
  }

  void addNear(int start, int end, Rule rule, int context) {
    deferred.add(new Found(start, end, rule, context));
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
