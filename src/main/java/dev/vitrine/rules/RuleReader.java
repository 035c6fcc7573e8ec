package dev.vitrine.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the catalogue's files: an array of rules each; an unknown key is an error. */
final class RuleReader {
  private static final Set<String> KEYS =
      Set.of(
          "id",
          "entity",
          "kind",
          "certainty",
          "mandatory",
          "open",
          "keywords",
          "shapes",
          "before",
          "context",
          "countries",
          "data",
          "examples",
          "counters");

  private RuleReader() {}

  /** The rules of the named resources beside this class, in order. */
  static List<Rule> read(String... resources) {
    List<Rule> rules = new ArrayList<>();
    ObjectMapper mapper = new ObjectMapper();
    for (String resource : resources) {
      try (InputStream in = RuleReader.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IllegalStateException("missing rule file " + resource);
        }
        for (JsonNode node : mapper.readTree(in)) {
          rules.add(rule(node));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("rule file " + resource, e);
      }
    }
    return List.copyOf(rules);
  }

  private static Rule rule(JsonNode node) {
    String id = node.path("id").asText();
    for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!KEYS.contains(key)) {
        throw new IllegalStateException("rule " + id + ": unknown key " + key);
      }
    }
    return new Rule(
        id,
        node.path("entity").asText(),
        Rule.Kind.valueOf(node.path("kind").asText().toUpperCase(Locale.ROOT).replace('-', '_')),
        node.path("certainty").asInt(50),
        node.path("mandatory").asBoolean(false),
        node.path("open").asBoolean(false),
        strings(node, "keywords"),
        strings(node, "shapes"),
        node.path("before").asText(""),
        strings(node, "context"),
        strings(node, "countries"),
        strings(node, "data"),
        samples(node, "examples"),
        samples(node, "counters"));
  }

  /** Samples of tokens are broken up in the file, so that no scanner takes them for real ones. */
  private static List<String> samples(JsonNode node, String key) {
    return strings(node, key).stream().map(text -> text.replace("¦", "")).toList();
  }

  private static List<String> strings(JsonNode node, String key) {
    List<String> strings = new ArrayList<>();
    for (JsonNode item : node.path(key)) {
      strings.add(item.asText());
    }
    return strings;
  }
}
