package dev.vitrine.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the catalogue's files: an array of rules each; an unknown key is an error. */
final class RuleReader {
  private static final Set<String> KEYS =
      Set.of(
          "id",
          "entity",
          "title",
          "source",
          "kind",
          "certainty",
          "mandatory",
          "open",
          "keywords",
          "shapes",
          "before",
          "needs",
          "checksum",
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
        node.path("title").asText(""),
        node.path("source").asText(""),
        Rule.Kind.valueOf(node.path("kind").asText().toUpperCase(Locale.ROOT).replace('-', '_')),
        node.path("certainty").asInt(50),
        node.path("mandatory").asBoolean(false),
        node.path("open").asBoolean(false),
        strings(node, "keywords"),
        strings(node, "shapes"),
        node.path("before").asText(""),
        Rule.Needs.valueOf(node.path("needs").asText("nothing").toUpperCase(Locale.ROOT)),
        node.path("checksum").asText(""),
        words(node.path("context")),
        strings(node, "countries"),
        strings(node, "data"),
        samples(node, "examples"),
        samples(node, "counters"));
  }

  /** Samples of tokens are broken up in the file, so that no scanner takes them for real ones. */
  private static List<String> samples(JsonNode node, String key) {
    return strings(node, key).stream().map(text -> text.replace("¦", "")).toList();
  }

  /** By language, or a plain list for any. */
  private static Map<String, List<String>> words(JsonNode context) {
    Map<String, List<String>> words = new LinkedHashMap<>();
    if (context.isArray() && !context.isEmpty()) {
      words.put("*", strings(context));
    }
    context.properties().forEach(each -> words.put(each.getKey(), strings(each.getValue())));
    return words;
  }

  private static List<String> strings(JsonNode node, String key) {
    return strings(node.path(key));
  }

  private static List<String> strings(JsonNode items) {
    List<String> strings = new ArrayList<>();
    for (JsonNode item : items) {
      strings.add(item.asText());
    }
    return strings;
  }
}
