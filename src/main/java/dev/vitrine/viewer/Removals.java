package dev.vitrine.viewer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Finds in a line, without parsing it, what its remarks say was removed. */
final class Removals {
  /** Inside a text quotation marks are escaped, so that these bytes stand in remarks only. */
  private static final byte[] REMARK = "{\"entity\":\"".getBytes(StandardCharsets.US_ASCII);

  private Removals() {}

  /** The entities, in order; one each remark. */
  static List<String> of(byte[] line) {
    int at = indexOf(line, REMARK, 0);
    if (at < 0) {
      return List.of();
    }
    List<String> entities = new ArrayList<>();
    while (at >= 0) {
      int start = at + REMARK.length;
      int end = start;
      while (end < line.length && line[end] != '"') {
        end++;
      }
      entities.add(new String(line, start, end - start, StandardCharsets.UTF_8));
      at = indexOf(line, REMARK, end);
    }
    return entities;
  }

  /** Where the bytes stand, from a place on; -1 = nowhere. */
  static int indexOf(byte[] line, byte[] wanted, int from) {
    int last = line.length - wanted.length;
    for (int i = from; i <= last; i++) {
      int k = 0;
      while (k < wanted.length && line[i + k] == wanted[k]) {
        k++;
      }
      if (k == wanted.length) {
        return i;
      }
    }
    return -1;
  }
}
