package dev.vitrine.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a record from a JSON object; types and names are held here, ranges elsewhere. */
final class RecordReader {
  private RecordReader() {}

  static CapturedRecord read(ObjectNode object) throws RecordFormatException {
    Fields fields = new Fields(object);
    if (fields.integer("v") != RecordCodec.VERSION) {
      throw new RecordFormatException("v is not a known version");
    }
    String kind = fields.string("kind");
    RecordHeader header =
        new RecordHeader(
            fields.string("id"),
            fields.string("session"),
            day(fields.string("day")),
            fields.whole("t"),
            fields.string("app"),
            fields.string("policy"),
            fields.optionalString("title"),
            fields.optionalString("site"),
            remarks(fields));
    CapturedRecord record = kind(kind, header, fields);
    fields.end();
    return record;
  }

  private static CapturedRecord kind(String kind, RecordHeader header, Fields f)
      throws RecordFormatException {
    return switch (kind) {
      case "pointer" -> new CapturedRecord.Pointer(header, path(f.array("path")));
      case "click" -> click(header, f);
      case "drag" -> drag(header, f);
      case "scroll" ->
          new CapturedRecord.Scroll(
              header,
              f.real("dx"),
              f.real("dy"),
              f.integer("x"),
              f.integer("y"),
              optionalElement(f));
      case "shortcut" -> new CapturedRecord.Shortcut(header, strings(f.array("keys")));
      case "nav" -> new CapturedRecord.Nav(header, f.string("key"), f.integer("count"));
      case "text" ->
          new CapturedRecord.Text(
              header, f.string("text"), f.has("duration") ? f.whole("duration") : null);
      case "shape" -> new CapturedRecord.Shape(header, f.integer("chars"));
      case "focus" -> focus(header, f);
      default -> throw new RecordFormatException("kind is not a known one");
    };
  }

  private static CapturedRecord click(RecordHeader header, Fields f) throws RecordFormatException {
    return new CapturedRecord.Click(
        header,
        f.integer("button"),
        f.integer("count"),
        f.integer("x"),
        f.integer("y"),
        f.real("nx"),
        f.real("ny"),
        f.has("mods") ? strings(filled(f.array("mods"))) : List.of(),
        optionalElement(f));
  }

  private static CapturedRecord drag(RecordHeader header, Fields f) throws RecordFormatException {
    return new CapturedRecord.Drag(
        header,
        f.integer("button"),
        end(f.object("from")),
        end(f.object("to")),
        f.has("path") ? path(f.array("path")) : null);
  }

  private static CapturedRecord.DragEnd end(Fields f) throws RecordFormatException {
    CapturedRecord.DragEnd end =
        new CapturedRecord.DragEnd(f.integer("x"), f.integer("y"), optionalElement(f));
    f.end();
    return end;
  }

  private static CapturedRecord focus(RecordHeader header, Fields f) throws RecordFormatException {
    return new CapturedRecord.Focus(
        header,
        element(f.object("element")),
        f.has("window") ? rect(f.array("window")) : null,
        f.has("monitor") ? monitor(f.object("monitor")) : null);
  }

  private static CapturedRecord.Monitor monitor(Fields f) throws RecordFormatException {
    CapturedRecord.Monitor monitor =
        new CapturedRecord.Monitor(f.integer("n"), f.integer("w"), f.integer("h"), f.real("scale"));
    f.end();
    return monitor;
  }

  private static @Nullable ElementInfo optionalElement(Fields f) throws RecordFormatException {
    return f.has("element") ? element(f.object("element")) : null;
  }

  private static ElementInfo element(Fields f) throws RecordFormatException {
    ElementInfo element =
        new ElementInfo(
            f.string("role"),
            f.optionalString("name"),
            f.has("bounds") ? rect(f.array("bounds")) : null);
    f.end();
    return element;
  }

  private static Rect rect(List<JsonNode> items) throws RecordFormatException {
    if (items.size() != 4) {
      throw new RecordFormatException("a rectangle has four numbers");
    }
    return new Rect(
        Fields.toInt(items.get(0)),
        Fields.toInt(items.get(1)),
        Fields.toInt(items.get(2)),
        Fields.toInt(items.get(3)));
  }

  private static List<PathPoint> path(List<JsonNode> items) throws RecordFormatException {
    List<PathPoint> path = new ArrayList<>(items.size());
    for (JsonNode item : items) {
      if (!item.isArray() || item.size() != 3) {
        throw new RecordFormatException("a point has three numbers");
      }
      path.add(
          new PathPoint(
              Fields.toLong(item.get(0)), Fields.toInt(item.get(1)), Fields.toInt(item.get(2))));
    }
    return path;
  }

  private static List<String> strings(List<JsonNode> items) throws RecordFormatException {
    List<String> strings = new ArrayList<>(items.size());
    for (JsonNode item : items) {
      if (!item.isTextual()) {
        throw new RecordFormatException("a list has something other than text");
      }
      strings.add(item.textValue());
    }
    return strings;
  }

  private static List<Remark> remarks(Fields fields) throws RecordFormatException {
    if (!fields.has("remarks")) {
      return List.of();
    }
    List<Remark> remarks = new ArrayList<>();
    for (JsonNode item : filled(fields.array("remarks"))) {
      Fields f = Fields.of(item);
      remarks.add(
          new Remark(
              f.string("entity"),
              f.string("recognizer"),
              f.optionalString("field"),
              f.integer("start"),
              f.integer("end")));
      f.end();
    }
    return remarks;
  }

  /** What is empty is absent: one record, one encoding. */
  private static List<JsonNode> filled(List<JsonNode> items) throws RecordFormatException {
    if (items.isEmpty()) {
      throw new RecordFormatException("an empty list is left out");
    }
    return items;
  }

  private static LocalDate day(String value) throws RecordFormatException {
    try {
      return LocalDate.parse(value);
    } catch (DateTimeParseException e) {
      throw new RecordFormatException("day is not a date");
    }
  }
}
