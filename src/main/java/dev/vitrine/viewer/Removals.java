package dev.vitrine.viewer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Finds in a line, without parsing it, what its remarks say was removed. */
final class Removals {
  /** Inside a text quotation marks are escaped, so that these bytes stand in remarks only. */
  private static final byte[] REMARK = "{\"entity\":\"".getBytes(StandardCharsets.US_ASCII);

  private Removals() {}

  /** The entities of the line {@code [from, to)}, in order; one each remark. */
  static List<String> of(byte[] bytes, int from, int to) {
    int at = indexOf(bytes, REMARK, from, to);
    if (at < 0) {
      return List.of();
    }
    List<String> entities = new ArrayList<>();
    while (at >= 0) {
      int start = at + REMARK.length;
      int end = start;
      while (end < to && bytes[end] != '"') {
        end++;
      }
      entities.add(new String(bytes, start, end - start, StandardCharsets.UTF_8));
      at = indexOf(bytes, REMARK, end, to);
    }
    return entities;
  }

  /** Where the bytes stand in {@code [from, to)}; -1 = nowhere. */
  static int indexOf(byte[] bytes, byte[] wanted, int from, int to) {
    int last = to - wanted.length;
    for (int i = from; i <= last; i++) {
      int k = 0;
      while (k < wanted.length && bytes[i + k] == wanted[k]) {
        k++;
      }
      if (k == wanted.length) {
        return i;
      }
    }
    return -1;
  }
}
