package dev.vitrine.viewer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request, with every check that does not need a session. {@link #of} refuses what no page of
 * ours sends: a host name that is not this machine's loopback (DNS rebinding), another method, a
 * request that another origin made, a body that is not JSON or is longer than 64 KiB.
 */
final class Request {
  /** The longest body that is read, in bytes. */
  static final int MAX_BODY = 64 * 1024;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private final HttpExchange exchange;
  private final boolean post;
  private final Map<String, String> query;
  private final ObjectNode body;

  private Request(HttpExchange exchange, boolean post, Map<String, String> query, ObjectNode body) {
    this.exchange = exchange;
    this.post = post;
    this.query = query;
    this.body = body;
  }

  static Request of(HttpExchange exchange, int port) throws Refusal, IOException {
    String host = theOne(exchange, "Host");
    if (!("127.0.0.1:" + port).equals(host) && !("localhost:" + port).equals(host)) {
      throw new Refusal(421, "this address is not Vitrine's");
    }
    String from = theOne(exchange, "Sec-Fetch-Site");
    boolean api = exchange.getRequestURI().getRawPath().startsWith("/api/");
    if (from != null && !from.equals("same-origin") && (api || !from.equals("none"))) {
      // A link on another site may lead to the page itself, where nothing is to be seen; nothing
      // else may be fetched from elsewhere.
      if (api || !"navigate".equals(theOne(exchange, "Sec-Fetch-Mode"))) {
        throw new Refusal(403, "another site may not ask for this");
      }
    }
    return switch (exchange.getRequestMethod()) {
      case "GET" -> new Request(exchange, false, query(exchange), JSON.createObjectNode());
      case "POST" -> {
        if (!("http://" + host).equals(theOne(exchange, "Origin"))) {
          throw new Refusal(403, "another site may not ask for this");
        }
        yield new Request(exchange, true, query(exchange), body(exchange));
      }
      default -> throw new Refusal(405, "only GET and POST are understood");
    };
  }

  boolean post() {
    return post;
  }

  /** The path as it was sent; nothing is decoded, so that it can only be one of ours or unknown. */
  String path() {
    return exchange.getRequestURI().getRawPath();
  }

  /** A value from the query, or null. */
  @Nullable String query(String name) {
    return query.get(name);
  }

  /** Whether the body says anything of that name. */
  boolean has(String name) {
    return body.has(name);
  }

  /** A text from the body; refused where it is absent or longer than {@code max} characters. */
  String text(String name, int max) throws Refusal {
    JsonNode value = body.get(name);
    if (value == null || !value.isTextual() || value.textValue().length() > max) {
      throw new Refusal(400, "\"" + name + "\" must be a text of at most " + max + " characters");
    }
    return value.textValue();
  }

  /** A whole number of {@code 1..max} from the body, or null where it says null. */
  @Nullable Integer minutes(String name, int max) throws Refusal {
    JsonNode value = body.get(name);
    if (value != null && value.isNull()) {
      return null;
    }
    if (value == null || !value.isInt() || value.intValue() < 1 || value.intValue() > max) {
      throw new Refusal(400, "\"" + name + "\" must be 1 to " + max + " or null");
    }
    return value.intValue();
  }

  /** True or false from the body. */
  boolean flag(String name) throws Refusal {
    JsonNode value = body.get(name);
    if (value == null || !value.isBoolean()) {
      throw new Refusal(400, "\"" + name + "\" must be true or false");
    }
    return value.booleanValue();
  }

  /** A list from the body of at most {@code most} texts of at most {@code max} characters. */
  List<String> texts(String name, int most, int max) throws Refusal {
    JsonNode value = body.get(name);
    List<String> texts = new ArrayList<>();
    if (value != null && value.isArray() && value.size() <= most) {
      for (JsonNode item : value) {
        if (item.isTextual() && item.textValue().length() <= max) {
          texts.add(item.textValue());
        }
      }
      if (texts.size() == value.size()) {
        return texts;
      }
    }
    throw new Refusal(
        400,
        "\"" + name + "\" must be at most " + most + " texts of at most " + max + " characters");
  }

  /** A header that occurs exactly once, or null. */
  @Nullable String header(String name) {
    return theOne(exchange, name);
  }

  /** A cookie, or null. */
  @Nullable String cookie(String name) {
    for (String line : exchange.getRequestHeaders().getOrDefault("Cookie", List.of())) {
      for (String pair : line.split(";", -1)) {
        String trimmed = pair.strip();
        if (trimmed.startsWith(name + "=")) {
          return trimmed.substring(name.length() + 1);
        }
      }
    }
    return null;
  }

  private static @Nullable String theOne(HttpExchange exchange, String name) {
    List<String> values = exchange.getRequestHeaders().get(name);
    return values == null || values.size() != 1 ? null : values.get(0);
  }

  private static Map<String, String> query(HttpExchange exchange) throws Refusal {
    Map<String, String> values = new HashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    if (raw == null) {
      return values;
    }
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
      }
    }
    return values;
  }

  private static String decoded(String value) throws Refusal {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "the query is not readable");
    }
  }

  private static ObjectNode body(HttpExchange exchange) throws Refusal, IOException {
    String type = theOne(exchange, "Content-Type");
    if (type == null || !type.equals("application/json")) {
      throw new Refusal(415, "the body must be application/json");
    }
    byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    if (bytes.length > MAX_BODY) {
      throw new Refusal(413, "the body is longer than " + MAX_BODY + " bytes");
    }
    try {
      if (JSON.readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      // Its message would repeat what was sent.
    }
    throw new Refusal(400, "the body must be one JSON object");
  }
}
