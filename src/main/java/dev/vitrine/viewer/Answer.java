package dev.vitrine.viewer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What is sent back: a status, a type, the bytes, and a cookie where a session begins. */
final class Answer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final byte[] NOTHING = {};

  private final int status;
  private final String type;
  private final byte[] body;
  private final @Nullable String cookie;
  private final @Nullable Body stream;

  /** What writes a body as it is made. */
  @FunctionalInterface
  interface Body {
    /** Writes all of it; whoever calls closes the stream. */
    void write(OutputStream out) throws IOException;
  }

  /** An answer that is too long to be held in memory. */
  static Answer stream(String type, Body stream) {
    return new Answer(200, type, NOTHING, null, stream);
  }

  @Nullable Body stream() {
    return stream;
  }

  private Answer(int status, String type, byte[] body, @Nullable String cookie) {
    this(status, type, body, cookie, null);
  }

  private Answer(
      int status, String type, byte[] body, @Nullable String cookie, @Nullable Body stream) {
    this.status = status;
    this.type = type;
    this.body = body;
    this.cookie = cookie;
    this.stream = stream;
  }

  /** Takes the bytes as they are; the caller does not change them afterwards. */
  static Answer of(String type, byte[] body) {
    return new Answer(200, type, body, null);
  }

  static Answer json(JsonNode value) {
    return new Answer(200, "application/json", bytes(value), null);
  }

  /** A refusal or failure; {@code words} is one line for people. */
  static Answer problem(int status, String words) {
    JsonNode value = JsonNodeFactory.instance.objectNode().put("error", words);
    return new Answer(status, "application/json", bytes(value), null);
  }

  /** The same with a cookie. */
  Answer with(String setCookie) {
    return new Answer(status, type, body, setCookie);
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  /** Not a copy: it is written once and forgotten. */
  byte[] body() {
    return body;
  }

  @Nullable String cookie() {
    return cookie;
  }

  private static byte[] bytes(JsonNode value) {
    try {
      return JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
