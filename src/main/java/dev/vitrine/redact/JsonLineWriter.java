package dev.vitrine.redact;

import dev.vitrine.rules.CompiledRules;
import java.io.IOException;
import java.io.Writer;

/**
 * Writes {@code {"text":"<redacted>","spans":[{"start":3,"end":19,"entity":"CREDIT_CARD"}]}} and a
 * line feed for each text. What JSON cannot hold as it is is escaped; so are surrogates that are no
 * pair.
 */
final class JsonLineWriter implements TextPieces.Sink {
  private static final String HEX = "0123456789ABCDEF";

  private final Writer out;
  private final SpanList spans = new SpanList();
  private final char[] buffer = new char[8 * 1024];
  private boolean begun;
  private boolean listed;
  private long points;

  JsonLineWriter(Writer out) {
    this.out = out;
  }

  @Override
  public void kept(CharSequence text, int from, int to) throws IOException {
    begin();
    points += Character.codePointCount(text, from, to);
    int p = 0;
    for (int i = from; i < to; i++) {
      if (p > buffer.length - 8) {
        out.write(buffer, 0, p);
        p = 0;
      }
      char c = text.charAt(i);
      if (c >= ' ' && c != '"' && c != '\\' && (c < 0xD800 || c > 0xDFFF)) {
        buffer[p++] = c;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < to
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        buffer[p++] = c;
        buffer[p++] = text.charAt(++i);
      } else {
        p = escape(c, p);
      }
    }
    out.write(buffer, 0, p);
  }

  private int escape(char c, int at) {
    int p = at;
    buffer[p++] = '\\';
    int letter = "\"\\\b\t\n\f\r".indexOf(c);
    if (letter >= 0) {
      buffer[p++] = "\"\\btnfr".charAt(letter);
      return p;
    }
    buffer[p++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      buffer[p++] = HEX.charAt(c >> shift & 15);
    }
    return p;
  }

  @Override
  public void removed(String entity, long length) throws IOException {
    begin();
    out.write(CompiledRules.marker(entity));
    spans.add(points, points + length, entity);
    points += length;
  }

  private void begin() throws IOException {
    if (!begun) {
      out.write("{\"text\":\"");
      begun = true;
    }
  }

  /** The text ends. */
  void end() throws IOException {
    begin();
    out.write("\",\"spans\":[");
    spans.forEach(this::span);
    out.write("]}\n");
    spans.clear();
    begun = false;
    listed = false;
    points = 0;
  }

  private void span(long start, long end, String entity) throws IOException {
    if (listed) {
      out.write(',');
    }
    listed = true;
    out.write("{\"start\":" + start + ",\"end\":" + end + ",\"entity\":\"" + entity + "\"}");
  }
}
