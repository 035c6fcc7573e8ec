package dev.vitrine.redact;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.rules.CompiledRules;
import dev.vitrine.rules.Match;
import dev.vitrine.rules.RedactionException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Redacts streams of UTF-8 of any length in bounded memory. Both methods flush the output and leave
 * both streams open.
 */
public final class RedactStream {
  /** How much is read before some of it is let out. */
  private static final int BLOCK = 256 * 1024;

  /** How much is kept back, so that what begins before a cut has ended behind it. */
  private static final int MARGIN = 32 * 1024;

  /** The longest find that is followed before the stream counts as one that cannot be redacted. */
  private static final int MOST = 32 * 1024 * 1024;

  /** How much that is already out is searched again, for labels that stand before a cut. */
  private static final int CONTEXT = 2048;

  private final CompiledRules rules;
  private final TextRedactor redactor;

  /** Runs these rules. */
  public RedactStream(CompiledRules rules) {
    this.rules = rules;
    this.redactor = new TextRedactor(rules);
  }

  /**
   * Plain text. A find of up to 16,384 characters is removed wherever it lies, over line breaks
   * too.
   */
  public void plain(InputStream in, OutputStream out) throws IOException {
    Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    StringBuilder text = new StringBuilder();
    char[] buffer = new char[64 * 1024];
    int done = 0;
    int wanted = BLOCK + MARGIN;
    boolean end = false;
    while (!end) {
      int read = reader.read(buffer);
      end = read < 0;
      if (!end) {
        text.append(buffer, 0, read);
        if (text.length() < wanted) {
          continue;
        }
      }
      List<Match> matches = search(text);
      int cut = end ? text.length() : cut(text, done, matches);
      write(text, done, cut, matches, writer);
      int drop = Math.max(0, start(text, cut - CONTEXT, matches));
      text.delete(0, drop);
      done = cut - drop;
      if (text.length() > MOST) {
        throw new RedactStreamException("a single find is longer than can be held");
      }
      // Where a long find lets little out, wait for twice as much before searching it again.
      wanted = Math.max(done + BLOCK + MARGIN, text.length() * 2 - CONTEXT);
    }
    writer.flush();
  }

  private List<Match> search(CharSequence text) throws RedactStreamException {
    try {
      return rules.find(text);
    } catch (RedactionException e) {
      throw new RedactStreamException("the text could not be searched: " + e.getMessage());
    }
  }

  /** After the last line that lies wholly before the margin, and never inside a find. */
  private static int cut(CharSequence text, int done, List<Match> matches) {
    int cut = text.length() - MARGIN;
    for (int p = cut; p > Math.max(done, cut - BLOCK / 2); p--) {
      if (text.charAt(p - 1) == '\n') {
        cut = p;
        break;
      }
    }
    if (Character.isLowSurrogate(text.charAt(cut))) {
      cut--;
    }
    for (Match match : matches) {
      if (match.start() < cut && match.end() > cut) {
        return Math.max(done, match.start());
      }
    }
    return cut;
  }

  /** A place at or before which nothing is needed any more; never inside a find. */
  private static int start(CharSequence text, int wanted, List<Match> matches) {
    int start = wanted;
    for (Match match : matches) {
      if (match.start() < start && match.end() > start) {
        start = match.start();
      }
    }
    return start > 0 && Character.isLowSurrogate(text.charAt(start)) ? start - 1 : start;
  }

  private static void write(CharSequence text, int from, int to, List<Match> matches, Writer writer)
      throws IOException {
    int p = from;
    int last = -1;
    for (Match match : matches) {
      if (match.end() <= from || match.start() >= to) {
        continue;
      }
      writer.append(text, p, Math.max(p, match.start()));
      if (last != match.start()) {
        writer.write(CompiledRules.marker(match.entity()));
      }
      p = match.end();
      last = p;
    }
    writer.append(text, p, Math.max(p, to));
  }

  /**
   * One JSON object a line, {@code {"text": "..."}}; one line out for each: {@code {"text":
   * "<redacted>", "spans": [{"start": 3, "end": 19, "entity": "CREDIT_CARD"}]}}, offsets in code
   * points of the input. An empty line is an error like any other line that is not such an object:
   * {@link RedactStreamException} names its number; the lines before it have been written.
   */
  public void jsonLines(InputStream in, OutputStream out) throws IOException {
    ObjectMapper mapper = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    long number = 0;
    try {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        writer.write(mapper.writeValueAsString(redacted(mapper, text(mapper, line, number))));
        writer.write('\n');
      }
    } catch (RedactionException e) {
      throw new RedactStreamException(
          "line " + number + ": the text could not be searched: " + e.getMessage());
    } finally {
      writer.flush();
    }
  }

  private static String text(ObjectMapper mapper, String line, long number)
      throws RedactStreamException {
    JsonNode text = null;
    try {
      JsonNode node = mapper.readTree(line);
      text = node == null ? null : node.get("text");
    } catch (JacksonException e) {
      // Its message quotes the line; the one below names it.
      text = null;
    }
    if (text == null || !text.isTextual()) {
      throw new RedactStreamException(
          "line " + number + ": expected a JSON object with a string \"text\"");
    }
    return text.textValue();
  }

  private ObjectNode redacted(ObjectMapper mapper, String text) {
    Redacted redacted = redactor.redact(text);
    ObjectNode line = mapper.createObjectNode();
    line.put("text", redacted.text());
    ArrayNode spans = line.putArray("spans");
    for (Redacted.Span span : redacted.spans()) {
      spans
          .addObject()
          .put("start", span.start())
          .put("end", span.end())
          .put("entity", span.entity());
    }
    return line;
  }
}
