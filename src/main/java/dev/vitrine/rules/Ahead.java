package dev.vitrine.rules;

/**
 * Where characters of one kind stand in one text. Questions come nearly in order, so that over all
 * of them each character is looked at about once, however far the answer is.
 */
final class Ahead {
  private final char[] text;
  private final int length;
  private final Kind kind;

  /** From {@code from} on, the first one stands at {@code at}. */
  private int from;

  private int at = -1;

  /** What is looked for. */
  interface Kind {
    /** Whether it is one. */
    boolean has(char c);
  }

  Ahead(char[] text, int length, Kind kind) {
    this.text = text;
    this.length = length;
    this.kind = kind;
  }

  /** The first place at {@code start} or later; the text's length where there is none. */
  int next(int start) {
    if (start > at) {
      from = start;
      at = seek(start, length);
    } else if (start < from) {
      int sooner = seek(start, from);
      at = sooner < from ? sooner : at;
      from = start;
    }
    return at;
  }

  private int seek(int start, int end) {
    int p = start;
    while (p < end && !kind.has(text[p])) {
      p++;
    }
    return p;
  }
}
