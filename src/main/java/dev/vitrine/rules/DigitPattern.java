package dev.vitrine.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Regular expressions over digits, as a finite automaton: one look-up a digit. Understood are
 * digits, {@code \d}, {@code [2-57]}, groups, {@code |}, {@code ?}, {@code {n}} and {@code {n,m}},
 * which is what telephone numbering plans are written in; anything else is refused.
 */
final class DigitPattern {
  private static final int ALL = 0x3FF;

  /** Row by row: ten successors and whether the state accepts; state 0 leads nowhere. */
  private final short[] table;

  private final int start;

  private DigitPattern(short[] table, int start) {
    this.table = table;
    this.start = start;
  }

  /** Compiles; throws {@link IllegalArgumentException} for what is not understood. */
  static DigitPattern of(List<String> alternatives) {
    return new Compiler(alternatives).compile();
  }

  /** Whether the digits from {@code from} (inclusive) to {@code to} (exclusive) match. */
  boolean matches(char[] digits, int from, int to) {
    int state = start;
    for (int i = from; i < to; i++) {
      state = table[state + digits[i] - '0'];
    }
    return table[state + 10] != 0;
  }

  /** Whether anything that begins at {@code from} and ends by {@code to} matches. */
  boolean begins(char[] digits, int from, int to) {
    int state = start;
    for (int i = from; i < to && state != 0 && table[state + 10] == 0; i++) {
      state = table[state + digits[i] - '0'];
    }
    return table[state + 10] != 0;
  }

  /** Thompson's construction, then sets of states. */
  private static final class Compiler {
    private static final int ROW = 11;

    private final List<int[]> edges = new ArrayList<>();
    private String in = "";
    private int p;
    private final int first;
    private final int last;

    Compiler(List<String> alternatives) {
      first = state();
      last = state();
      for (String alternative : alternatives) {
        in = alternative;
        p = 0;
        int[] part = choice();
        if (p != in.length()) {
          throw new IllegalArgumentException("not a pattern of digits: " + in);
        }
        edge(first, part[0], 0);
        edge(part[1], last, 0);
      }
    }

    /** Each state's row: pairs of successor and set of digits, 0 = without a digit. */
    private int state() {
      edges.add(new int[0]);
      return edges.size() - 1;
    }

    private void edge(int from, int to, int digits) {
      int[] old = edges.get(from);
      int[] more = Arrays.copyOf(old, old.length + 2);
      more[old.length] = to;
      more[old.length + 1] = digits;
      edges.set(from, more);
    }

    private int[] choice() {
      int[] whole = {state(), state()};
      do {
        int[] part = sequence();
        edge(whole[0], part[0], 0);
        edge(part[1], whole[1], 0);
      } while (skip('|'));
      return whole;
    }

    private boolean skip(char c) {
      boolean there = p < in.length() && in.charAt(p) == c;
      p += there ? 1 : 0;
      return there;
    }

    private int[] sequence() {
      int begin = state();
      int end = begin;
      while (p < in.length() && in.charAt(p) != '|' && in.charAt(p) != ')') {
        int[] counts = new int[2];
        int from = p;
        int to = unit(counts);
        for (int i = 0; i < counts[1]; i++) {
          int rest = p;
          p = from;
          int[] part = one();
          p = rest;
          edge(end, part[0], 0);
          if (i >= counts[0]) {
            edge(part[0], part[1], 0);
          }
          end = part[1];
        }
        p = to;
      }
      return new int[] {begin, end};
    }

    /** Reads a unit and its counts without keeping it; returns where what follows begins. */
    private int unit(int[] counts) {
      int mark = edges.size();
      one();
      edges.subList(mark, edges.size()).clear();
      counts[0] = 1;
      counts[1] = 1;
      if (skip('?')) {
        counts[0] = 0;
      } else if (skip('{')) {
        counts[0] = number();
        counts[1] = skip(',') ? number() : counts[0];
        need('}');
      }
      return p;
    }

    private int number() {
      int value = 0;
      while (p < in.length() && Fold.digit(in.charAt(p))) {
        value = value * 10 + in.charAt(p++) - '0';
      }
      return value;
    }

    private void need(char c) {
      if (!skip(c)) {
        throw new IllegalArgumentException("not a pattern of digits: " + in);
      }
    }

    private int[] one() {
      if (skip('(')) {
        if (skip('?')) {
          need(':');
        }
        int[] group = choice();
        need(')');
        return group;
      }
      int digits;
      if (skip('[')) {
        digits = set();
      } else if (skip('\\')) {
        need('d');
        digits = ALL;
      } else {
        digits = 1 << digit();
      }
      int[] step = {state(), state()};
      edge(step[0], step[1], digits);
      return step;
    }

    private int digit() {
      char c = p < in.length() ? in.charAt(p++) : 0;
      if (!Fold.digit(c)) {
        throw new IllegalArgumentException("not a pattern of digits: " + in);
      }
      return c - '0';
    }

    private int set() {
      int digits = 0;
      while (!skip(']')) {
        if (skip('\\')) {
          need('d');
          digits = ALL;
          continue;
        }
        int from = digit();
        int to = skip('-') ? digit() : from;
        for (int d = from; d <= to; d++) {
          digits |= 1 << d;
        }
      }
      return digits;
    }

    DigitPattern compile() {
      Map<BitSet, Integer> numbers = new HashMap<>();
      List<BitSet> order = new ArrayList<>();
      number(new BitSet(), numbers, order);
      BitSet begin = new BitSet();
      close(begin, first);
      int start = number(begin, numbers, order);
      List<int[]> rows = new ArrayList<>();
      for (int k = 0; k < order.size(); k++) {
        rows.add(row(order.get(k), numbers, order));
      }
      if (rows.size() * ROW > Short.MAX_VALUE) {
        throw new IllegalArgumentException("too large a pattern of digits");
      }
      short[] table = new short[rows.size() * ROW];
      for (int k = 0; k < rows.size(); k++) {
        for (int d = 0; d < 10; d++) {
          table[k * ROW + d] = (short) (rows.get(k)[d] * ROW);
        }
        table[k * ROW + 10] = (short) (order.get(k).get(last) ? 1 : 0);
      }
      return new DigitPattern(table, start * ROW);
    }

    private int[] row(BitSet set, Map<BitSet, Integer> numbers, List<BitSet> order) {
      int[] row = new int[10];
      for (int d = 0; d < 10; d++) {
        BitSet to = new BitSet();
        for (int s = set.nextSetBit(0); s >= 0; s = set.nextSetBit(s + 1)) {
          int[] out = edges.get(s);
          for (int e = 0; e < out.length; e += 2) {
            if ((out[e + 1] >> d & 1) != 0) {
              close(to, out[e]);
            }
          }
        }
        row[d] = number(to, numbers, order);
      }
      return row;
    }

    private static int number(BitSet set, Map<BitSet, Integer> numbers, List<BitSet> order) {
      return numbers.computeIfAbsent(
          set,
          key -> {
            order.add(key);
            return order.size() - 1;
          });
    }

    private void close(BitSet set, int state) {
      Deque<Integer> open = new ArrayDeque<>();
      open.add(state);
      while (!open.isEmpty()) {
        int s = open.remove();
        if (!set.get(s)) {
          set.set(s);
          int[] out = edges.get(s);
          for (int e = 0; e < out.length; e += 2) {
            if (out[e + 1] == 0) {
              open.add(out[e]);
            }
          }
        }
      }
    }
  }
}
