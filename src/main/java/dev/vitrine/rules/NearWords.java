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

  private static final long[] NONE = {};

  private final Scan scan;
  private final ContextWords words;

  /**
   * Where the hits that end in a block begin in {@link #hits}, and where they end; 0 = not looked.
   */
  private final int[] begins;

  private final int[] ends;

  /** The sets of all words that end in a block that was looked at, as bits; empty = no word. */
  private final long[][] sets;

  /** What was asked of {@link #any} and of {@link #lastHit}. */
  private final Stretch near;

  private final Stretch around;
  private final Stretch before;

  /** The word, start and end of each hit; those of a block in order of their ends. */
  private int[] hits = new int[16 * HIT];

  private int size = HIT;

  /** Blocks in a row in which no word ends: most numbers have none near, nor has the next. */
  private int emptyFrom;

  private int emptyTo = -1;
  private int lastBlock = -2;
  private int lastState;

  NearWords(Scan scan, ContextWords words) {
    this.scan = scan;
    this.words = words;
    begins = new int[(scan.n >> BLOCK) + 1];
    ends = new int[begins.length];
    sets = new long[begins.length][];
    near = new Stretch(words.width());
    around = new Stretch(words.width());
    before = new Stretch(words.width());
  }

  /** A stretch of the text that was asked about last, and the sets of the words in it, as bits. */
  private static final class Stretch {
    final long[] sets;
    int first = -1;
    int limit = -1;
    boolean any;

    Stretch(int width) {
      sets = new long[width];
    }

    /** Whether this is another stretch than before; then it is empty. */
    boolean moved(int first, int limit) {
      if (this.first == first && this.limit == limit) {
        return false;
      }
      this.first = first;
      this.limit = limit;
      if (any) {
        Arrays.fill(sets, 0);
        any = false;
      }
      return true;
    }

    void add(long[] more) {
      any = true;
      for (int i = 0; i < sets.length; i++) {
        sets[i] |= more[i];
      }
    }

    boolean has(long[] some) {
      for (int i = 0; i < some.length; i++) {
        if ((some[i] & sets[i]) != 0) {
          return true;
        }
      }
      return false;
    }

    boolean has(int set) {
      return (sets[set >> 6] >>> set & 1) != 0;
    }
  }

  /** Whether a word of the set begins at {@code first} or later and before {@code limit}. */
  boolean any(int set, int first, int limit) {
    read(near, first, limit, true);
    return near.has(set);
  }

  /** Whether a word of any set may begin there, or in the same blocks. */
  boolean around(int first, int limit) {
    read(around, first, limit, false);
    return around.any;
  }

  /** Whether a word of one of these sets (as bits) may begin there, or in the same blocks. */
  boolean around(long[] some, int first, int limit) {
    read(around, first, limit, false);
    return around.has(some);
  }

  private void read(Stretch stretch, int first, int limit, boolean exact) {
    int from = Math.max(0, first);
    if (stretch.moved(from, limit)) {
      int begin = block(from);
      int last = block(Math.min(scan.n, limit + words.longest()) - 1);
      if (begin >= emptyFrom && last <= emptyTo) {
        return;
      }
      boolean empty = true;
      for (int b = begin; b <= last; b++) {
        look(b);
        long[] here = sets[b];
        if (here.length > 0) {
          empty = false;
          if (exact) {
            addHits(stretch, b, from, limit);
          } else {
            stretch.add(here);
          }
        }
      }
      if (empty) {
        emptyFrom = begin >= emptyFrom && begin <= emptyTo + 1 ? emptyFrom : begin;
        emptyTo = last;
      }
    }
  }

  private void addHits(Stretch stretch, int block, int from, int limit) {
    for (int h = begins[block]; h < ends[block]; h += HIT) {
      if (hits[h + 1] >= from && hits[h + 1] < limit) {
        stretch.add(words.sets(hits[h]));
      }
    }
  }

  /**
   * The start of the last word of the set that begins at {@code first} or later and ends at {@code
   * limit} or before; -1 = there is none.
   */
  int last(int set, int first, int limit) {
    int hit = lastHit(set, first, limit);
    return hit < 0 ? -1 : hits[hit + 1];
  }

  /** The end of that word; -1 = there is none. */
  int lastEnd(int set, int first, int limit) {
    int hit = lastHit(set, first, limit);
    return hit < 0 ? -1 : hits[hit + 2];
  }

  private int lastHit(int set, int first, int limit) {
    int from = Math.max(0, first);
    boolean moved = before.moved(from, limit);
    if (!moved && !before.has(set)) {
      return -1;
    }
    int last = -1;
    for (int b = block(limit - 1); b >= block(from) && (moved || last < 0); b--) {
      look(b);
      for (int h = ends[b] - HIT; h >= begins[b]; h -= HIT) {
        if (hits[h + 1] >= from && hits[h + 2] <= limit) {
          last = last < 0 && words.has(set, hits[h]) ? h : last;
          before.add(words.sets(hits[h]));
        }
      }
    }
    return last;
  }

  private static int block(int at) {
    return Math.max(0, at) >> BLOCK;
  }

  private void look(int block) {
    if (begins[block] != 0) {
      return;
    }
    int begin = block << BLOCK;
    int state = lastState;
    int p = begin;
    if (lastBlock != block - 1) {
      state = 0;
      p = Math.max(0, begin - words.longest());
    }
    begins[block] = size;
    int end = Math.min(scan.n, begin + (1 << BLOCK));
    for (; p < end; p++) {
      state = words.step(state, scan.f[p]);
      if (state < 0 && p >= begin) {
        hits(words.ending(state), p + 1);
      }
    }
    ends[block] = size;
    sets[block] = all(block);
    lastBlock = block;
    lastState = state;
  }

  private long[] all(int block) {
    if (begins[block] == ends[block]) {
      return NONE;
    }
    long[] all = new long[words.width()];
    for (int h = begins[block]; h < ends[block]; h += HIT) {
      long[] some = words.sets(hits[h]);
      for (int i = 0; i < all.length; i++) {
        all[i] |= some[i];
      }
    }
    return all;
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
