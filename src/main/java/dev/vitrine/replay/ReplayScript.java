package dev.vitrine.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vitrine.event.Bounds;
import dev.vitrine.event.PointedElement;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A replay file, read and checked as a whole before anything of it runs. Its format is described in
 * {@code docs/replay.md}.
 */
public final class ReplayScript {
  /** Milliseconds by which news of a focus change comes late where a line does not say. */
  static final long DEFAULT_LATE_MS = 15;

  private static final Bounds DEFAULT_WINDOW = new Bounds(0, 0, 1280, 800);

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final ReplayLine.Start start;
  private final List<ReplayLine> lines;

  private ReplayScript(ReplayLine.Start start, List<ReplayLine> lines) {
    this.start = start;
    this.lines = List.copyOf(lines);
  }

  /**
   * Reads a file.
   *
   * @throws ReplayException where it cannot be read or a line is wrong; names the line and what is
   *     allowed
   */
  public static ReplayScript read(Path file) throws ReplayException {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return parse(reader, file.toString());
    } catch (CharacterCodingException e) {
      throw new ReplayException(file + ": is not UTF-8");
    } catch (IOException e) {
      throw new ReplayException(file + ": cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static ReplayScript parse(BufferedReader reader, String name)
      throws IOException, ReplayException {
    List<String> texts = new ArrayList<>();
    for (String text = reader.readLine(); text != null; text = reader.readLine()) {
      texts.add(text);
    }
    return of(texts, name);
  }

  /**
   * Reads lines.
   *
   * @param name what errors call them
   * @throws ReplayException where a line is wrong; names the line and what is allowed
   */
  public static ReplayScript of(List<String> texts, String name) throws ReplayException {
    List<ReplayLine> lines = new ArrayList<>();
    int number = 0;
    long last = 0;
    for (String text : texts) {
      number++;
      if (text.isBlank()) {
        continue;
      }
      ReplayLine line = parseLine(text, name + ":" + number + ": ");
      if (lines.isEmpty() != (line instanceof ReplayLine.Start)) {
        throw new ReplayException(
            name + ":" + number + ": the first line, and only that, is of type \"start\"");
      }
      if (line.at() < last) {
        throw new ReplayException(name + ":" + number + ": \"at\" goes back; lines are in order");
      }
      last = line.at();
      lines.add(line);
    }
    if (lines.isEmpty()) {
      throw new ReplayException(name + ": is empty; the first line is of type \"start\"");
    }
    return new ReplayScript((ReplayLine.Start) lines.get(0), lines);
  }

  private static ReplayLine parseLine(String text, String where) throws ReplayException {
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new ReplayException(where + "is not one JSON object without duplicate keys");
    }
    if (node == null || !node.isObject()) {
      throw new ReplayException(where + "is not a JSON object");
    }
    Fields fields = new Fields(node, where);
    ReplayLine line = line(fields, fields.integer("at", 0, Long.MAX_VALUE / 2_000_000));
    fields.refuseOthers();
    return line;
  }

  private static ReplayLine line(Fields f, long at) throws ReplayException {
    String type = f.text("type");
    return switch (type) {
      case "start" -> new ReplayLine.Start(at, f.time("wall"), f.integerOr("seed", 0));
      case "window" -> window(f, at);
      case "active" -> new ReplayLine.Active(at, f.isNull("window") ? null : f.windowId("window"));
      case "focus" -> focus(f, at);
      case "site" ->
          new ReplayLine.SiteSeen(
              at, f.windowId("window"), f.textOrNull("host"), f.flagOr("private", false));
      case "key" -> new ReplayLine.Key(at, f.flag("down"), f.text("key"), f.textOr("text", ""));
      case "pointer" -> new ReplayLine.Pointer(at, f.pixel("x"), f.pixel("y"));
      case "button" ->
          new ReplayLine.Button(
              at,
              f.flag("down"),
              (int) f.integer("button", 1, 32),
              f.pixel("x"),
              f.pixel("y"),
              element(f));
      case "wheel" ->
          new ReplayLine.Wheel(at, f.number("dx"), f.number("dy"), f.pixel("x"), f.pixel("y"));
      case "clock" -> new ReplayLine.ClockSet(at, f.time("wall"));
      case "inputmethod" -> new ReplayLine.InputMethod(at, f.flag("active"));
      case "lock" -> new ReplayLine.Lock(at, f.flag("locked"));
      default ->
          throw new ReplayException(
              f.where
                  + "\"type\" is none of start, window, active, focus, site, key, pointer, button,"
                  + " wheel, clock, inputmethod, lock");
    };
  }

  private static ReplayLine window(Fields f, long at) throws ReplayException {
    int id = f.windowId("id");
    if (f.flagOr("gone", false)) {
      return new ReplayLine.WindowGone(at, id);
    }
    return new ReplayLine.WindowSeen(
        at, id, f.textOrNull("exe"), f.textOr("title", ""), f.boundsOr("bounds", DEFAULT_WINDOW));
  }

  private static ReplayLine focus(Fields f, long at) throws ReplayException {
    return new ReplayLine.Focus(
        at,
        f.windowId("window"),
        f.textOrNull("id"),
        f.textOr("role", "unknown"),
        f.textOr("name", ""),
        f.has("protected") ? f.flag("protected") : null,
        f.has("bounds") ? f.boundsOr("bounds", DEFAULT_WINDOW) : null,
        f.has("late") ? f.integer("late", 0, 60_000) : DEFAULT_LATE_MS);
  }

  private static @Nullable PointedElement element(Fields f) throws ReplayException {
    if (!f.has("element")) {
      return null;
    }
    Fields element = f.object("element");
    PointedElement pointed =
        new PointedElement(
            element.textOr("role", "unknown"),
            element.textOr("name", ""),
            element.has("bounds") ? element.boundsOr("bounds", DEFAULT_WINDOW) : null);
    element.refuseOthers();
    return pointed;
  }

  /** The seed of every random value. */
  public long seed() {
    return start.seed();
  }

  ReplayLine.Start start() {
    return start;
  }

  List<ReplayLine> lines() {
    return lines;
  }

  /** Typed access to the fields of one line; errors name the field, never its value. */
  private static final class Fields {
    private final JsonNode node;
    private final String where;
    private final Set<String> known = new TreeSet<>();

    Fields(JsonNode node, String where) {
      this.node = node;
      this.where = where;
    }

    private JsonNode get(String field) {
      known.add(field);
      return node.path(field);
    }

    private ReplayException wrong(String field, String expected) {
      return new ReplayException(where + "\"" + field + "\" must be " + expected);
    }

    boolean has(String field) {
      JsonNode value = get(field);
      return !value.isMissingNode() && !value.isNull();
    }

    boolean isNull(String field) {
      return get(field).isNull();
    }

    Fields object(String field) throws ReplayException {
      JsonNode value = get(field);
      if (!value.isObject()) {
        throw wrong(field, "an object");
      }
      return new Fields(value, where + "\"" + field + "\": ");
    }

    String text(String field) throws ReplayException {
      JsonNode value = get(field);
      if (!value.isTextual()) {
        throw wrong(field, "a string");
      }
      return value.textValue();
    }

    String textOr(String field, String otherwise) throws ReplayException {
      return has(field) ? text(field) : otherwise;
    }

    @Nullable String textOrNull(String field) throws ReplayException {
      return has(field) ? text(field) : null;
    }

    boolean flag(String field) throws ReplayException {
      JsonNode value = get(field);
      if (!value.isBoolean()) {
        throw wrong(field, "true or false");
      }
      return value.booleanValue();
    }

    boolean flagOr(String field, boolean otherwise) throws ReplayException {
      return has(field) ? flag(field) : otherwise;
    }

    long integer(String field, long least, long most) throws ReplayException {
      JsonNode value = get(field);
      if (!value.isIntegralNumber()
          || !value.canConvertToLong()
          || value.longValue() < least
          || value.longValue() > most) {
        throw wrong(field, "a whole number from " + least + " to " + most);
      }
      return value.longValue();
    }

    long integerOr(String field, long otherwise) throws ReplayException {
      return has(field) ? integer(field, Long.MIN_VALUE, Long.MAX_VALUE) : otherwise;
    }

    int windowId(String field) throws ReplayException {
      return (int) integer(field, 1, Integer.MAX_VALUE);
    }

    int pixel(String field) throws ReplayException {
      return (int) integer(field, -100_000, 100_000);
    }

    double number(String field) throws ReplayException {
      JsonNode value = get(field);
      if (!value.isNumber() || Math.abs(value.doubleValue()) > 100_000) {
        throw wrong(field, "a number from -100000 to 100000");
      }
      return value.doubleValue();
    }

    OffsetDateTime time(String field) throws ReplayException {
      try {
        return OffsetDateTime.parse(text(field));
      } catch (DateTimeException e) {
        throw wrong(field, "a time such as 2026-11-20T09:00:00+01:00");
      }
    }

    Bounds boundsOr(String field, Bounds otherwise) throws ReplayException {
      if (!has(field)) {
        return otherwise;
      }
      JsonNode value = get(field);
      boolean fine = value.isArray() && value.size() == 4;
      for (JsonNode number : value) {
        fine &= number.isInt() && Math.abs(number.longValue()) <= 100_000;
      }
      if (!fine) {
        throw wrong(field, "four whole numbers [x, y, width, height]");
      }
      return new Bounds(
          value.get(0).intValue(),
          value.get(1).intValue(),
          value.get(2).intValue(),
          value.get(3).intValue());
    }

    void refuseOthers() throws ReplayException {
      var names = node.fieldNames();
      while (names.hasNext()) {
        if (!known.contains(names.next())) {
          throw new ReplayException(
              where + "has a field that is none of " + String.join(", ", known));
        }
      }
    }
  }
}
