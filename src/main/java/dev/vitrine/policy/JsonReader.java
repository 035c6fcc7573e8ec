package dev.vitrine.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON text into values that know their places. Repeated keys are reported and the first one
 * is kept; text that is not JSON is one error, where it stops being so.
 */
final class JsonReader {
  /** A policy nests six deep. */
  private static final int MAX_DEPTH = 32;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(100)
                  .build())
          .build();

  private final JsonParser parser;
  private final Problems problems;

  private JsonReader(JsonParser parser, Problems problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /** The value, or null where the text is not JSON (a problem was added then). */
  static @Nullable Json read(String text, Problems problems) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        problems.error(1, 1, "the file is empty");
        return null;
      }
      Json value = new JsonReader(parser, problems).value(first);
      if (parser.nextToken() != null) {
        JsonLocation where = parser.currentTokenLocation();
        problems.error(where.getLineNr(), where.getColumnNr(), "there is text after the policy");
        return null;
      }
      return value;
    } catch (JsonProcessingException e) {
      JsonLocation where = e.getLocation();
      int line = where == null ? 1 : Math.max(1, where.getLineNr());
      int column = where == null ? 1 : Math.max(1, where.getColumnNr());
      problems.error(line, column, "not JSON: " + reason(e));
      return null;
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  private static String reason(JsonProcessingException e) {
    if (e instanceof JsonEOFException) {
      return "the file ends in the middle";
    }
    if (e instanceof StreamConstraintsException) {
      return "nested too deeply, or a number is too long";
    }
    String message = e.getOriginalMessage();
    if (message.startsWith("Unrecognized token") || message.startsWith("Non-standard token")) {
      // Jackson would quote it: a word of somebody's dictionary without its quotation marks.
      return "a word that is neither in quotation marks nor true, false, null or a number";
    }
    if (message.startsWith("Unexpected character ('}' (code 125)): was expecting double-quote")) {
      return "a comma too many before }, or a key is missing there";
    }
    if (message.startsWith("Unexpected character (']' (code 93)): expected a valid value")) {
      return "a comma too many before ], or a value is missing there";
    }
    if (message.contains("maybe a (non-standard) comment?")) {
      return "a comment begins there, or a quotation mark is missing";
    }
    // Jackson goes on about its own settings.
    int end = message.indexOf(" (not recognized");
    return Words.printable(end < 0 ? message : message.substring(0, end));
  }

  private Json value(JsonToken token) throws IOException {
    JsonLocation where = parser.currentTokenLocation();
    int line = where.getLineNr();
    int column = where.getColumnNr();
    return switch (token) {
      case START_OBJECT -> object(line, column);
      case START_ARRAY -> array(line, column);
      case VALUE_STRING -> new Json.Text(line, column, parser.getText());
      case VALUE_NUMBER_INT -> new Json.Num(line, column, parser.getText(), true);
      case VALUE_NUMBER_FLOAT -> new Json.Num(line, column, parser.getText(), false);
      case VALUE_TRUE -> new Json.Bool(line, column, true);
      case VALUE_FALSE -> new Json.Bool(line, column, false);
      case VALUE_NULL -> new Json.Null(line, column);
      default -> throw new IllegalStateException("a token that begins no value");
    };
  }

  private Json object(int line, int column) throws IOException {
    Map<String, Json.Member> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      JsonLocation where = parser.currentTokenLocation();
      Json value = value(parser.nextToken());
      Json.Member member = new Json.Member(where.getLineNr(), where.getColumnNr(), value);
      Json.Member first = members.putIfAbsent(key, member);
      if (first != null) {
        problems.error(
            member.line(),
            member.column(),
            "duplicate key " + Words.quote(key) + "; it is already at line " + first.line());
      }
    }
    return new Json.Obj(line, column, members);
  }

  private Json array(int line, int column) throws IOException {
    List<Json> items = new ArrayList<>();
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      items.add(value(token));
      token = parser.nextToken();
    }
    return new Json.Arr(line, column, items);
  }
}
