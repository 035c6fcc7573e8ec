package dev.vitrine.redact;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/**
 * Reads lines that hold one JSON object each (RFC 8259), and hands on the decoded value of its key
 * {@code text} as it comes, so that a line of any length takes the same memory. Other keys are
 * checked and passed over.
 */
final class JsonLineReader {
  private static final int DEEPEST = 1000;
  private static final int EOF = -1;

  private final Input input;
  private final Text text;
  private final char[] chars = new char[16 * 1024];
  private int next;
  private int count;
  private long line;

  /** Where characters come from; at least one each time, or -1 at the end. */
  interface Input {
    /** As {@link Reader#read(char[])}. */
    int read(char[] chars) throws IOException;
  }

  /** Takes the text of the present line. */
  interface Text {
    /** More of it. */
    void append(char[] more, int from, int to) throws IOException;
  }

  JsonLineReader(Input input, Text text) {
    this.input = input;
    this.text = text;
  }

  /** The number of the present line, from 1. */
  long line() {
    return line;
  }

  /**
   * Reads one line to its end; false where there is none. Throws {@link RedactStreamException} that
   * names the line where it is not what it should be; nothing can be read after that.
   */
  boolean read() throws IOException {
    if (peek() == '\uFEFF' && line == 0) {
      next++;
    }
    line++;
    if (peek() == EOF) {
      return false;
    }
    object();
    space();
    int end = peek();
    if (end != EOF && end != '\n') {
      throw wrong();
    }
    next++;
    return true;
  }

  private void object() throws IOException {
    boolean seen = false;
    space();
    expect('{');
    space();
    if (peek() != '}') {
      do {
        space();
        boolean key = key();
        space();
        expect(':');
        space();
        if (key && seen) {
          throw problem("\"text\" stands there twice");
        }
        if (key) {
          seen = true;
          string(true);
        } else {
          skip();
        }
        space();
      } while (taken(','));
    }
    expect('}');
    if (!seen) {
      throw wrong();
    }
  }

  /** Reads a key; whether it is {@code text}. */
  private boolean key() throws IOException {
    expect('"');
    String wanted = "text";
    long length = 0;
    boolean same = true;
    for (int c = character(); c != EOF; c = character()) {
      same = same && length < wanted.length() && wanted.charAt((int) length) == c;
      length++;
    }
    return same && length == wanted.length();
  }

  private void string(boolean take) throws IOException {
    expect('"');
    char[] one = new char[1];
    while (true) {
      int from = next;
      while (next < count && plain(chars[next])) {
        next++;
      }
      if (take && next > from) {
        text.append(chars, from, next);
      }
      int c = character();
      if (c == EOF) {
        return;
      }
      if (take) {
        one[0] = (char) c;
        text.append(one, 0, 1);
      }
    }
  }

  private static boolean plain(char c) {
    return c >= ' ' && c != '"' && c != '\\';
  }

  /** The next character of a string, or -1 after its end. */
  private int character() throws IOException {
    int c = take();
    if (c == '"') {
      return EOF;
    }
    if (c == '\\') {
      return escaped();
    }
    if (c < ' ') {
      throw wrong();
    }
    return c;
  }

  private int escaped() throws IOException {
    int c = take();
    int simple = "\"\\/bfnrt".indexOf(c);
    if (simple >= 0) {
      return "\"\\/\b\f\n\r\t".charAt(simple);
    }
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = c == 'u' ? hex(take()) : EOF;
      if (digit < 0) {
        throw wrong();
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private static int hex(int c) {
    return c < 128 ? Character.digit(c, 16) : EOF;
  }

  /** Passes over a value; objects and arrays within each other without recursion. */
  private void skip() throws IOException {
    boolean[] objects = new boolean[8];
    int depth = 0;
    while (true) {
      space();
      int c = peek();
      boolean opened = c == '{' || c == '[';
      if (opened) {
        next++;
        if (depth == DEEPEST) {
          throw problem("more than " + DEEPEST + " values within each other");
        }
        objects = depth == objects.length ? Arrays.copyOf(objects, depth * 2) : objects;
        objects[depth++] = c == '{';
        space();
        if (peek() != (c == '{' ? '}' : ']')) {
          name(objects[depth - 1]);
          continue;
        }
      } else {
        scalar(c);
      }
      space();
      while (depth > 0 && taken(objects[depth - 1] ? '}' : ']')) {
        depth--;
        space();
      }
      if (depth == 0) {
        return;
      }
      expect(',');
      name(objects[depth - 1]);
    }
  }

  private void name(boolean inObject) throws IOException {
    if (inObject) {
      space();
      string(false);
      space();
      expect(':');
    }
  }

  private void scalar(int first) throws IOException {
    switch (first) {
      case '"' -> string(false);
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  private void word(String word) throws IOException {
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i));
    }
  }

  private void number() throws IOException {
    taken('-');
    if (!taken('0')) {
      digits();
    }
    if (taken('.')) {
      digits();
    }
    if (taken('e') || taken('E')) {
      if (!taken('+')) {
        taken('-');
      }
      digits();
    }
  }

  private void digits() throws IOException {
    int c = take();
    if (c < '0' || c > '9') {
      throw wrong();
    }
    while (peek() >= '0' && peek() <= '9') {
      next++;
    }
  }

  private void space() throws IOException {
    for (int c = peek(); c == ' ' || c == '\t' || c == '\r'; c = peek()) {
      next++;
    }
  }

  private boolean taken(char wanted) throws IOException {
    boolean there = peek() == wanted;
    next += there ? 1 : 0;
    return there;
  }

  private void expect(char wanted) throws IOException {
    if (!taken(wanted)) {
      throw wrong();
    }
  }

  private int take() throws IOException {
    int c = peek();
    next++;
    return c;
  }

  private int peek() throws IOException {
    if (next >= count) {
      next = 0;
      count = Math.max(0, input.read(chars));
      if (count == 0) {
        return EOF;
      }
    }
    return chars[next];
  }

  private RedactStreamException wrong() {
    return problem("expected a JSON object with a string \"text\"");
  }

  private RedactStreamException problem(String what) {
    return new RedactStreamException("line " + line + ": " + what);
  }
}
