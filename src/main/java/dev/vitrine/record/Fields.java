package dev.vitrine.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, taken by name and type. {@link #end} refuses what nobody asked
 * for. Messages name the fields that were asked for, nothing that was found.
 */
final class Fields {
  private final ObjectNode object;
  private final Set<String> taken = new HashSet<>();

  Fields(ObjectNode object) {
    this.object = object;
  }

  static Fields of(JsonNode node) throws RecordFormatException {
    if (!(node instanceof ObjectNode object)) {
      throw new RecordFormatException("a list has something other than objects");
    }
    return new Fields(object);
  }

  boolean has(String name) {
    return object.has(name);
  }

  String string(String name) throws RecordFormatException {
    JsonNode node = take(name);
    if (!node.isTextual()) {
      throw wrong(name, "text");
    }
    return node.textValue();
  }

  @Nullable String optionalString(String name) throws RecordFormatException {
    return has(name) ? string(name) : null;
  }

  int integer(String name) throws RecordFormatException {
    return toInt(take(name));
  }

  long whole(String name) throws RecordFormatException {
    return toLong(take(name));
  }

  double real(String name) throws RecordFormatException {
    JsonNode node = take(name);
    if (!node.isNumber()) {
      throw wrong(name, "a number");
    }
    // Never the negative zero, which is written as the other one.
    return node.doubleValue() + 0.0;
  }

  Fields object(String name) throws RecordFormatException {
    if (!(take(name) instanceof ObjectNode child)) {
      throw wrong(name, "an object");
    }
    return new Fields(child);
  }

  List<JsonNode> array(String name) throws RecordFormatException {
    JsonNode node = take(name);
    if (!node.isArray()) {
      throw wrong(name, "a list");
    }
    List<JsonNode> items = new ArrayList<>(node.size());
    node.forEach(items::add);
    return items;
  }

  void end() throws RecordFormatException {
    if (taken.size() != object.size()) {
      throw new RecordFormatException("a field is unknown");
    }
  }

  static int toInt(JsonNode node) throws RecordFormatException {
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw new RecordFormatException("a number is not a whole one in range");
    }
    return node.intValue();
  }

  static long toLong(JsonNode node) throws RecordFormatException {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw new RecordFormatException("a number is not a whole one in range");
    }
    return node.longValue();
  }

  private JsonNode take(String name) throws RecordFormatException {
    JsonNode node = object.get(name);
    if (node == null) {
      throw new RecordFormatException(name + " is missing");
    }
    taken.add(name);
    return node;
  }

  private static RecordFormatException wrong(String name, String type) {
    return new RecordFormatException(name + " is not " + type);
  }
}
