package dev.vitrine.rules;

import java.util.Arrays;
import java.util.Collection;

/**
 * A set of words, looked up in a stretch of characters without making a string of it; upper and
 * lower case are one. Immutable.
 */
final class WordSet {
  private final char[][] slots;
  private final int longest;

  WordSet(Collection<String> words) {
    slots = new char[Integer.highestOneBit(Math.max(8, words.size() * 4 - 1))][];
    int most = 0;
    for (String word : words) {
      char[] folded = new char[word.length()];
      for (int i = 0; i < folded.length; i++) {
        folded[i] = Fold.lower(Fold.of(word.charAt(i)));
      }
      most = Math.max(most, folded.length);
      int slot = hash(folded, 0, folded.length);
      while (slots[slot] != null && !Arrays.equals(slots[slot], folded)) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = folded;
    }
    longest = most;
  }

  /** Whether the stretch is one of the words. */
  boolean has(char[] f, int from, int to) {
    if (to <= from || to - from > longest) {
      return false;
    }
    for (int slot = hash(f, from, to); slots[slot] != null; slot = slot + 1 & slots.length - 1) {
      if (slots[slot].length == to - from && same(slots[slot], f, from)) {
        return true;
      }
    }
    return false;
  }

  private int hash(char[] f, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + Fold.lower(f[i]);
    }
    hash *= 0x9E3779B9;
    return (hash ^ hash >>> 15) & slots.length - 1;
  }

  private static boolean same(char[] word, char[] f, int from) {
    if (from + word.length > f.length) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (word[i] != Fold.lower(f[from + i])) {
        return false;
      }
    }
    return true;
  }
}
