package dev.vitrine.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * JSON as the protocol takes it: one object, valid UTF-8 and no other encoding, no duplicate names,
 * nothing after the end, at most 32 levels. Errors never quote what was read.
 */
public final class StrictJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxNumberLength(64)
                          .maxNameLength(256)
                          .maxStringLength(Wire.MAX_RECEIPT_BYTES)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private StrictJson() {}

  /** An empty object to be filled. */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** The object's bytes. */
  static byte[] write(ObjectNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of plain values did not serialise", e);
    }
  }

  /** Reads one object. */
  public static ObjectNode read(byte[] utf8) throws ProtocolException {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(utf8))
              .toString();
    } catch (CharacterCodingException e) {
      throw new ProtocolException("not UTF-8");
    }
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new ProtocolException("not one JSON object");
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new ProtocolException("not one JSON object");
  }

  /** Refuses an object with a field that is not in {@code names}. */
  static void onlyFields(ObjectNode node, Set<String> names) throws ProtocolException {
    if (!names.containsAll(node.properties().stream().map(e -> e.getKey()).toList())) {
      throw new ProtocolException("an unknown field");
    }
  }

  /** A string field that must be there. */
  public static String text(ObjectNode node, String field) throws ProtocolException {
    JsonNode value = node.get(field);
    if (value == null || !value.isTextual()) {
      throw new ProtocolException("\"" + field + "\" is not a string");
    }
    return value.textValue();
  }

  /** An id field that must be there. */
  public static String id(ObjectNode node, String field) throws ProtocolException {
    String value = text(node, field);
    if (!Wire.isId(value)) {
      throw new ProtocolException("\"" + field + "\" is not an id");
    }
    return value;
  }

  /** A whole number of at least 0 that must be there. */
  public static long count(ObjectNode node, String field) throws ProtocolException {
    JsonNode value = node.get(field);
    if (value == null
        || !value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < 0) {
      throw new ProtocolException("\"" + field + "\" is not a whole number of at least 0");
    }
    return value.longValue();
  }

  /** A list of ids that must be there. */
  static List<String> ids(ObjectNode node, String field) throws ProtocolException {
    JsonNode value = node.get(field);
    if (value == null || !value.isArray()) {
      throw new ProtocolException("\"" + field + "\" is not a list");
    }
    List<String> ids = new ArrayList<>(value.size());
    for (JsonNode item : value) {
      if (!item.isTextual() || !Wire.isId(item.textValue())) {
        throw new ProtocolException("\"" + field + "\" has something that is not an id");
      }
      ids.add(item.textValue());
    }
    return ids;
  }
}
