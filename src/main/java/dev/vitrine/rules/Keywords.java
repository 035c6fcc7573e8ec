package dev.vitrine.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An Aho-Corasick automaton (Aho, Corasick, CACM 18(6), 1975) as a full transition table: one
 * look-up a character, whatever the number of words. Upper and lower case are one. Immutable.
 *
 * <p>A state is the place of its row in the table; {@link #LOOK} is set where a word ends, or where
 * the character is one of the {@code triggers}. Rows hold the ASCII characters that occur, the most
 * frequent first, so that the rows of prose stay in the cache. For other characters a state shares
 * the row of the one it falls back to, has a row of its own, or, where it goes on with one such
 * character only, as nearly all do, names that one and else falls back.
 */
final class Keywords {
  /** Set in a state after which there is something to look at; the sign, so that one test does. */
  static final int LOOK = Integer.MIN_VALUE;

  private static final int STATE = Integer.MAX_VALUE;

  /** Letters by their frequency in English, as a guess for all text. */
  private static final String FREQUENT = " etaoinshrdlcumwfgypbvkjxqz\n.,-:0123456789@_";

  private final byte[] symbols = new byte[128];
  private final char[] wideSymbols = new char[1 << 16];
  private final int width;
  private final int wideWidth;
  private final int[] next;
  private final int[] wideNext;

  /** The only character of a state, where it leads, and the state fallen back to. */
  private int[] only = new int[3 * 64];

  private int onlyCount;
  private final int[][] outputs;
  private final int[] lengths;

  /** Word {@code i} of the list is reported as {@code i}; triggers are ASCII. */
  Keywords(List<String> words, String triggers) {
    lengths = words.stream().mapToInt(String::length).toArray();
    width = narrow(words, triggers) + 2;
    wideWidth = wide(words);
    Trie trie = new Trie(words);
    outputs = new int[trie.order.size()][];
    next = new int[outputs.length * width];
    wideNext = fill(trie, triggers);
  }

  /** Numbers the ASCII characters; 0 is any that is in no word. */
  private int narrow(List<String> words, String triggers) {
    boolean[] used = new boolean[128];
    for (String word : words) {
      word.chars().filter(c -> c < 128).forEach(c -> used[Character.toLowerCase(c)] = true);
    }
    triggers.chars().forEach(c -> used[c] = true);
    int count = 1;
    for (int k = 0; k < FREQUENT.length() + 128; k++) {
      int c = k < FREQUENT.length() ? FREQUENT.charAt(k) : k - FREQUENT.length();
      if (used[c] && symbols[c] == 0) {
        symbols[c] = (byte) count++;
        symbols[Character.toUpperCase(c)] = symbols[c];
      }
    }
    return count;
  }

  private int wide(List<String> words) {
    int count = 1;
    for (String word : words) {
      for (int i = 0; i < word.length(); i++) {
        char c = Character.toLowerCase(word.charAt(i));
        if (c >= 128 && wideSymbols[c] == 0) {
          wideSymbols[c] = (char) count++;
        }
      }
    }
    for (int c = 128; c < wideSymbols.length; c++) {
      char lower = Character.toLowerCase((char) c);
      if (wideSymbols[c] == 0 && lower >= 128) {
        wideSymbols[c] = wideSymbols[lower];
      }
    }
    return count;
  }

  /** A symbol as the trie has them: ASCII ones below {@code width}, then the others. */
  private int symbol(char c) {
    return c < 128 ? symbols[c] : wideSymbols[c] == 0 ? 0 : width + wideSymbols[c];
  }

  /** Row by row, each after the row that it falls back to; returns the second table. */
  private int[] fill(Trie trie, String triggers) {
    int[] wideRows = new int[wideWidth];
    int wideSize = wideWidth;
    for (int state = 0; state < outputs.length; state++) {
      Node node = trie.order.get(state);
      outputs[state] = node.words.stream().mapToInt(Integer::intValue).toArray();
      int row = state * width;
      int fail = node.fail.number * width;
      System.arraycopy(next, fail, next, row, width);
      if (state > 0 && node.wideChildren > 1) {
        if (wideSize + wideWidth > wideRows.length) {
          wideRows = Arrays.copyOf(wideRows, 2 * wideRows.length + wideWidth);
        }
        for (int symbol = 1; symbol < wideWidth; symbol++) {
          wideRows[wideSize + symbol] = wide(wideRows, fail, symbol);
        }
        next[row + width - 2] = wideSize;
        wideSize += wideWidth;
      }
      next[row + width - 1] = state;
      for (Map.Entry<Integer, Node> child : node.children.entrySet()) {
        Node to = child.getValue();
        int place = to.number * width | (to.words.isEmpty() ? 0 : LOOK);
        int symbol = child.getKey();
        if (symbol < width) {
          next[row + symbol] = place;
        } else if (state > 0 && node.wideChildren == 1) {
          next[row + width - 2] = ~only(symbol - width, place, fail);
        } else {
          wideRows[next[row + width - 2] + symbol - width] = place;
        }
      }
    }
    for (int state = 0; state < outputs.length; state++) {
      for (int i = 0; i < triggers.length(); i++) {
        next[state * width + symbols[triggers.charAt(i)]] |= LOOK;
      }
    }
    only = Arrays.copyOf(only, onlyCount);
    return Arrays.copyOf(wideRows, wideSize);
  }

  private int only(int symbol, int place, int fail) {
    if (onlyCount + 3 > only.length) {
      only = Arrays.copyOf(only, 2 * only.length);
    }
    only[onlyCount] = symbol;
    only[onlyCount + 1] = place;
    only[onlyCount + 2] = fail;
    onlyCount += 3;
    return onlyCount - 3;
  }

  /** The state after one more character; 0 is the start. */
  int step(int state, char c) {
    int row = state & STATE;
    return c < 128 ? next[row + symbols[c]] : wide(wideNext, row, wideSymbols[c]);
  }

  /**
   * Each turn leads to a shorter beginning of a word, so that turns are no more than characters.
   */
  private int wide(int[] rows, int from, int symbol) {
    if (symbol == 0) {
      return 0;
    }
    int place = next[from + width - 2];
    while (place < 0) {
      if (only[~place] == symbol) {
        return only[~place + 1];
      }
      place = next[only[~place + 2] + width - 2];
    }
    return rows[place + symbol];
  }

  /** How long a word is. */
  int length(int word) {
    return lengths[word];
  }

  /** The words that end in this state. */
  int[] ending(int state) {
    return outputs[next[(state & STATE) + width - 1]];
  }

  private static final class Node {
    final Map<Integer, Node> children = new HashMap<>();
    final List<Integer> words = new ArrayList<>();
    Node fail = this;
    int number;
    int wideChildren;
  }

  /** The words as a tree with failure links, numbered from the root outwards. */
  private final class Trie {
    final List<Node> order = new ArrayList<>();

    Trie(List<String> words) {
      Node root = new Node();
      for (int w = 0; w < words.size(); w++) {
        Node node = root;
        for (int i = 0; i < words.get(w).length(); i++) {
          int symbol = symbol(words.get(w).charAt(i));
          Node child = node.children.get(symbol);
          if (child == null) {
            child = new Node();
            node.children.put(symbol, child);
            node.wideChildren += symbol >= width ? 1 : 0;
          }
          node = child;
        }
        node.words.add(w);
      }
      root.children.values().forEach(child -> child.fail = root);
      order.add(root);
      for (int k = 0; k < order.size(); k++) {
        Node node = order.get(k);
        node.number = k;
        if (node != root) {
          node.words.addAll(node.fail.words);
          node.children.forEach((symbol, to) -> to.fail = step(node.fail, symbol));
        }
        order.addAll(node.children.values());
      }
    }

    private static Node step(Node from, int symbol) {
      Node node = from;
      while (true) {
        Node to = node.children.get(symbol);
        if (to != null || node.fail == node) {
          return to == null ? node : to;
        }
        node = node.fail;
      }
    }
  }
}
