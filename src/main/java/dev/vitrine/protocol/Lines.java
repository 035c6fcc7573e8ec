package dev.vitrine.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** NDJSON taken apart: a line feed separates lines, and one may stand at the end too. */
public final class Lines {
  private Lines() {}

  /** The lines' bytes, without their line feeds. */
  public static List<byte[]> of(byte[] text) {
    List<byte[]> lines = new ArrayList<>();
    int from = 0;
    while (from < text.length) {
      int to = from;
      while (to < text.length && text[to] != '\n') {
        to++;
      }
      lines.add(Arrays.copyOfRange(text, from, to));
      from = to + 1;
    }
    return lines;
  }
}
