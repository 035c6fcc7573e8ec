package dev.vitrine.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An Aho-Corasick automaton (Aho, Corasick, CACM 18(6), 1975) as a full transition table: one
 * look-up a character, whatever the number of words. Upper and lower case are one. Immutable.
 */
final class Keywords {
  private final char[] symbols = new char[1 << 16];
  private final int width;
  private final int[] next;
  private final List<int @Nullable []> outputs = new ArrayList<>();
  private final int[] lengths;

  /** Word {@code i} of the list is reported as {@code i}. */
  Keywords(List<String> words) {
    lengths = words.stream().mapToInt(String::length).toArray();
    int alphabet = 1;
    int most = 1;
    for (String word : words) {
      most += word.length();
      for (int i = 0; i < word.length(); i++) {
        char c = Character.toLowerCase(word.charAt(i));
        if (symbols[c] == 0) {
          symbols[c] = (char) alphabet++;
        }
      }
    }
    for (int c = 0; c < symbols.length; c++) {
      if (symbols[c] == 0) {
        symbols[c] = symbols[Character.toLowerCase((char) c)];
      }
    }
    width = alphabet;
    int[] table = new int[most * width];
    List<List<Integer>> found = new ArrayList<>();
    found.add(new ArrayList<>());
    for (int w = 0; w < words.size(); w++) {
      insert(words.get(w), w, table, found);
    }
    link(table, found);
    next = Arrays.copyOf(table, found.size() * width);
    for (List<Integer> list : found) {
      outputs.add(list.isEmpty() ? null : list.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  private void insert(String word, int id, int[] table, List<List<Integer>> found) {
    int state = 0;
    for (int i = 0; i < word.length(); i++) {
      int slot = state * width + symbols[word.charAt(i)];
      if (table[slot] == 0) {
        table[slot] = found.size();
        found.add(new ArrayList<>());
      }
      state = table[slot];
    }
    found.get(state).add(id);
  }

  private void link(int[] table, List<List<Integer>> found) {
    int[] fail = new int[found.size()];
    Deque<Integer> queue = new ArrayDeque<>();
    for (int a = 0; a < width; a++) {
      if (table[a] != 0) {
        queue.add(table[a]);
      }
    }
    while (!queue.isEmpty()) {
      int state = queue.remove();
      found.get(state).addAll(found.get(fail[state]));
      for (int a = 0; a < width; a++) {
        int slot = state * width + a;
        int through = table[fail[state] * width + a];
        if (table[slot] == 0) {
          table[slot] = through;
        } else {
          fail[table[slot]] = through;
          queue.add(table[slot]);
        }
      }
    }
  }

  /** The state after one more character; 0 is the start. */
  int step(int state, char c) {
    return next[state * width + symbols[c]];
  }

  /** How long a word is. */
  int length(int word) {
    return lengths[word];
  }

  /** The words that end in this state, or null. */
  int @Nullable [] ending(int state) {
    return outputs.get(state);
  }
}
