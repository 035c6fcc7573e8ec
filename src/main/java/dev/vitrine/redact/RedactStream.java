package dev.vitrine.redact;

import dev.vitrine.rules.CompiledRules;
import dev.vitrine.rules.RedactionException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Redacts streams of UTF-8 of any length in bounded memory. Both methods let out what they can when
 * the input pauses, flush the output at the end, and leave both streams open. What is not UTF-8
 * counts, and comes out, as U+FFFD.
 */
public final class RedactStream {
  /** How much plain text is read before some of it is let out. */
  private static final int BLOCK = 256 * 1024;

  /** The longest text of a line that is searched as a whole. */
  private static final int LINE = 1024 * 1024;

  private final CompiledRules rules;

  /** Runs these rules. */
  public RedactStream(CompiledRules rules) {
    this.rules = rules;
  }

  /**
   * Plain text. A find may go over line breaks, so that lines come out only when there is enough
   * behind them; a find of up to 32,768 characters is the same as if the whole were searched.
   */
  public void plain(InputStream in, OutputStream out) throws IOException {
    Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    TextPieces pieces = new TextPieces(rules, BLOCK, new PlainWriter(writer));
    char[] chars = new char[16 * 1024];
    try {
      for (int n = read(in, reader, chars, writer); n > 0; n = read(in, reader, chars, writer)) {
        pieces.append(chars, 0, n);
      }
      pieces.finish();
    } catch (RedactionException e) {
      throw new RedactStreamException("the text could not be searched: " + e.getMessage());
    } finally {
      writer.flush();
    }
  }

  /**
   * One JSON object a line, {@code {"text": "..."}}; one line out for each: {@code
   * {"text":"<redacted>","spans":[{"start":3,"end":19,"entity":"CREDIT_CARD"}]}}, offsets in code
   * points of the input's text. Other keys are checked and left out. Each line is by itself: what a
   * line says never depends on another.
   *
   * <p>A text of up to 1 MiB is searched as a whole, a longer one as {@link #plain} does.
   *
   * <p>A line that is not such an object (an empty one too, or one with two texts) is an error:
   * {@link RedactStreamException} names its number. The lines before it have been written, nothing
   * of it where its text is not longer than 1 MiB, and nothing after it.
   */
  public void jsonLines(InputStream in, OutputStream out) throws IOException {
    Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    JsonLineWriter lines = new JsonLineWriter(writer);
    TextPieces pieces = new TextPieces(rules, LINE, lines);
    JsonLineReader input =
        new JsonLineReader(chars -> read(in, reader, chars, writer), pieces::append);
    try {
      while (input.read()) {
        pieces.finish();
        lines.end();
      }
    } catch (RedactionException e) {
      throw new RedactStreamException(
          "line " + input.line() + ": the text could not be searched: " + e.getMessage());
    } finally {
      writer.flush();
    }
  }

  /** Reads; what is written goes out before a wait for more. */
  private static int read(InputStream in, Reader reader, char[] chars, Writer writer)
      throws IOException {
    if (in.available() == 0) {
      writer.flush();
    }
    return reader.read(chars);
  }

  private record PlainWriter(Writer out) implements TextPieces.Sink {
    @Override
    public void kept(CharSequence text, int from, int to) throws IOException {
      out.append(text, from, to);
    }

    @Override
    public void removed(String entity, long points) throws IOException {
      out.write(CompiledRules.marker(entity));
    }
  }
}
