package dev.vitrine.rules;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The words of which one may have to stand near a find, in sets. They have an automaton of their
 * own, which is run only around what might be a find, so that thousands of them cost ordinary text
 * nothing. Immutable.
 */
final class ContextWords {
  private final Keywords automaton;

  /** For each word, bit {@code n} of its row: it is in set n. */
  private final long[][] sets;

  private final int width;

  /** Words of scripts that know no blanks between words; they may begin and end anywhere. */
  private final boolean[] unspaced;

  private final int longest;

  private ContextWords(List<String> words, List<BitSet> sets) {
    automaton = new Keywords(words, "");
    width = (sets.size() >> 6) + 1;
    this.sets = new long[words.size()][width];
    for (int set = 0; set < sets.size(); set++) {
      for (int word : sets.get(set).stream().toArray()) {
        this.sets[word][set >> 6] |= 1L << set;
      }
    }
    unspaced = new boolean[words.size()];
    int most = 0;
    for (int i = 0; i < unspaced.length; i++) {
      unspaced[i] = words.get(i).charAt(0) >= NumberText.UNSPACED;
      most = Math.max(most, words.get(i).length());
    }
    longest = most;
  }

  /** Collects the sets. */
  static final class Builder {
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final List<BitSet> sets = new ArrayList<>();

    /** Adds a set; returns its number. */
    int add(List<String> words) {
      BitSet set = new BitSet();
      for (String word : words) {
        for (String way : ways(word)) {
          set.set(numbers.computeIfAbsent(Fold.word(way), key -> numbers.size()));
        }
      }
      sets.add(set);
      return sets.size() - 1;
    }

    ContextWords build() {
      return new ContextWords(List.copyOf(numbers.keySet()), List.copyOf(sets));
    }
  }

  /** As people and programs write it: {@code tax id}, {@code tax_id}, {@code tax-id}, taxId. */
  static Set<String> ways(String word) {
    return new TreeSet<>(
        List.of(word, word.replace(' ', '_'), word.replace(' ', '-'), word.replace(" ", "")));
  }

  boolean has(int set, int word) {
    return (sets[word][set >> 6] >>> set & 1) != 0;
  }

  /** The sets that a word is in, as bits; not to be changed. */
  long[] sets(int word) {
    return sets[word];
  }

  /** How many numbers the bits of all sets take. */
  int width() {
    return width;
  }

  /** The length of the longest word. */
  int longest() {
    return longest;
  }

  int step(int state, char c) {
    return automaton.step(state, c);
  }

  /** The words that end in a state with {@link Keywords#LOOK}. */
  int[] ending(int state) {
    return automaton.ending(state);
  }

  int length(int word) {
    return automaton.length(word);
  }

  /** Whether the word stands there as a word, or as its plural. */
  boolean stands(Scan scan, int word, int start, int end) {
    return unspaced[word] || (scan.startsWord(start) && (scan.endsWord(end) || plural(scan, end)));
  }

  private static boolean plural(Scan scan, int end) {
    return scan.f[end] == 's' && !scan.joint(end) && scan.endsWord(end + 1);
  }
}
