package dev.vitrine.redact;

import dev.vitrine.rules.RedactionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The removed stretches of one line, in some five bytes each: a line may have very many. */
final class SpanList {
  private static final int CHUNK = 8 * 1024;
  private static final int MOST_CHUNKS = 8 * 1024;

  private final List<byte[]> chunks = new ArrayList<>();
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();
  private int used = CHUNK;
  private int chunk = -1;
  private long end;

  /** Takes one stretch. */
  interface Each {
    /** Code points of the line's text, end exclusive. */
    void span(long start, long end, String entity) throws IOException;
  }

  /**
   * The next stretch; it begins at or after the end of the one before. Throws {@link
   * RedactionException} where there are more than can be held.
   */
  void add(long from, long to, String entity) {
    Integer number = numbers.get(entity);
    if (number == null) {
      number = names.size();
      numbers.put(entity, number);
      names.add(entity);
    }
    put(from - end);
    put(to - from);
    put(number);
    end = to;
  }

  private void put(long value) {
    for (long rest = value; ; rest >>>= 7) {
      if (used == CHUNK) {
        chunk++;
        used = 0;
        if (chunk == MOST_CHUNKS) {
          throw new RedactionException("more finds in one line than can be held");
        }
        if (chunk == chunks.size()) {
          chunks.add(new byte[CHUNK]);
        }
      }
      boolean last = rest < 128;
      chunks.get(chunk)[used++] = (byte) (last ? rest : rest | 128);
      if (last) {
        return;
      }
    }
  }

  /** All of them, in order. */
  void forEach(Each each) throws IOException {
    Reader reader = new Reader();
    long at = 0;
    while (reader.more()) {
      long start = at + reader.next();
      at = start + reader.next();
      each.span(start, at, names.get((int) reader.next()));
    }
  }

  /** Forgets them, and all memory but one chunk. */
  void clear() {
    chunk = -1;
    used = CHUNK;
    end = 0;
    if (chunks.size() > 1) {
      chunks.subList(1, chunks.size()).clear();
    }
  }

  private final class Reader {
    private int at;
    private int in;

    boolean more() {
      return chunk >= 0 && (in < chunk || at < used);
    }

    long next() {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        if (at == CHUNK) {
          in++;
          at = 0;
        }
        byte b = chunks.get(in)[at++];
        value |= (b & 127L) << shift;
        if (b >= 0) {
          return value;
        }
      }
    }
  }
}
