package dev.vitrine.rules;

import java.util.Arrays;

/**
 * Where the context words of one text stand. The text is looked at in blocks, each when it is first
 * asked for and never twice, so that all questions together take time in proportion to the text.
 */
final class NearWords {
  /** The characters of a block, as a power of two. */
  private static final int BLOCK = 6;

  private static final int HIT = 3;

  private final Scan scan;
  private final ContextWords words;

  /** Where the hits that end in a block begin in {@link #hits}, and their end; 0 = not looked. */
  private final int[] from;

  private final int[] to;

  /** The word, start and end of each hit; those of a block in order of their ends. */
  private int[] hits = new int[16 * HIT];

  private int size = HIT;
  private int lastBlock = -2;
  private int lastState;

  NearWords(Scan scan, ContextWords words) {
    this.scan = scan;
    this.words = words;
    from = new int[(scan.n >> BLOCK) + 1];
    to = new int[from.length];
  }

  /** Whether a word of the set begins at {@code first} or later and before {@code limit}. */
  boolean any(int set, int first, int limit) {
    int last = block(Math.min(scan.n, limit + words.longest()) - 1);
    for (int b = block(first); b <= last; b++) {
      look(b);
      for (int h = from[b]; h < to[b]; h += HIT) {
        if (hits[h + 1] >= first && hits[h + 1] < limit && words.has(set, hits[h])) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The start of the last word of the set that begins at {@code first} or later and ends at {@code
   * limit} or before; -1 = there is none.
   */
  int last(int set, int first, int limit) {
    int least = block(first);
    for (int b = block(limit - 1); b >= least; b--) {
      look(b);
      for (int h = to[b] - HIT; h >= from[b]; h -= HIT) {
        if (hits[h + 1] >= first && hits[h + 2] <= limit && words.has(set, hits[h])) {
          return hits[h + 1];
        }
      }
    }
    return -1;
  }

  /**
   * The end of the last word of the set that begins at {@code first} or later and ends at {@code
   * limit} or before; -1 = there is none.
   */
  int lastEnd(int set, int first, int limit) {
    int least = block(first);
    for (int b = block(limit - 1); b >= least; b--) {
      look(b);
      for (int h = to[b] - HIT; h >= from[b]; h -= HIT) {
        if (hits[h + 1] >= first && hits[h + 2] <= limit && words.has(set, hits[h])) {
          return hits[h + 2];
        }
      }
    }
    return -1;
  }

  private static int block(int at) {
    return Math.max(0, at) >> BLOCK;
  }

  private void look(int block) {
    if (from[block] != 0) {
      return;
    }
    int begin = block << BLOCK;
    int state = lastState;
    int p = begin;
    if (lastBlock != block - 1) {
      state = 0;
      p = Math.max(0, begin - words.longest());
    }
    from[block] = size;
    int end = Math.min(scan.n, begin + (1 << BLOCK));
    for (; p < end; p++) {
      state = words.step(state, scan.f[p]);
      if (state < 0 && p >= begin) {
        hits(words.ending(state), p + 1);
      }
    }
    to[block] = size;
    lastBlock = block;
    lastState = state;
  }

  private void hits(int[] ending, int end) {
    for (int word : ending) {
      int start = end - words.length(word);
      if (words.stands(scan, word, start, end)) {
        if (size + HIT > hits.length) {
          hits = Arrays.copyOf(hits, 2 * hits.length);
        }
        hits[size] = word;
        hits[size + 1] = start;
        hits[size + 2] = end;
        size += HIT;
      }
    }
  }
}
