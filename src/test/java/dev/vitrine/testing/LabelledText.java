package dev.vitrine.testing;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * A text of which it is known what should be found in it: a line of a file in {@code
 * src/test/resources/dev/vitrine/rules/cases}, or of a labelled set in the same form.
 *
 * @param place the file and line, for messages
 * @param entity what is meant
 * @param expect whether it is there; false = this entity is not, another may be
 * @param spans where, in code points, end exclusive; empty = not said
 * @param tier how sure the authors are that it can be known: {@code strong}, {@code medium}, {@code
 *     weak}, {@code neg}
 * @param whole whether the text is the candidate itself and nothing else
 * @param regions the regions of the policy that the case is for
 */
public record LabelledText(
    String place,
    String text,
    String entity,
    boolean expect,
    List<Span> spans,
    String tier,
    boolean whole,
    List<String> regions) {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Set<String> CASE_KEYS =
      Set.of("text", "entity", "expect", "spans", "regions", "note");

  public LabelledText {
    spans = List.copyOf(spans);
    regions = List.copyOf(regions);
  }

  /** Code points, end exclusive. */
  public record Span(int start, int end) {}

  /**
   * A line of a case file of our own: {@code text}, {@code entity} and {@code expect}, optionally
   * {@code spans}, {@code regions} (else all) and {@code note}; other keys are errors. Every {@code
   * ¦} is taken out of the text first.
   */
  public static LabelledText ofCase(String place, String line) {
    JsonNode node = parse(place, line);
    for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      require(CASE_KEYS.contains(key), place, "unknown key " + key);
    }
    return of(place, node, node.path("text").asText().replace("¦", ""));
  }

  /** A line of a labelled set of others; keys that are not known are passed over. */
  public static LabelledText ofSet(String place, String line) {
    JsonNode node = parse(place, line);
    return of(place, node, node.path("text").asText());
  }

  private static JsonNode parse(String place, String line) {
    try {
      return MAPPER.readTree(line);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(place + ": not a JSON object", e);
    }
  }

  private static LabelledText of(String place, JsonNode node, String text) {
    require(node.path("text").isTextual(), place, "a string \"text\" is missing");
    require(node.path("entity").isTextual(), place, "a string \"entity\" is missing");
    require(node.path("expect").isBoolean(), place, "a true or false \"expect\" is missing");
    boolean expect = node.path("expect").booleanValue();
    List<Span> spans = new ArrayList<>();
    int length = text.codePointCount(0, text.length());
    for (JsonNode span : node.path("spans")) {
      int start = span.path(0).asInt(-1);
      int end = span.path(1).asInt(-1);
      require(start >= 0 && end > start && end <= length, place, "a span outside the text");
      spans.add(new Span(start, end));
    }
    List<String> regions = new ArrayList<>();
    node.path("regions").forEach(region -> regions.add(region.asText()));
    return new LabelledText(
        place,
        text,
        node.path("entity").textValue(),
        expect,
        spans,
        node.path("tier").asText(expect ? "strong" : "neg"),
        node.path("kind").asText("scan").equals("validator"),
        regions.isEmpty() ? List.of("all") : regions);
  }

  private static void require(boolean good, String place, String problem) {
    if (!good) {
      throw new IllegalArgumentException(place + ": " + problem);
    }
  }

  @Override
  public String toString() {
    return place + " " + entity;
  }
}
