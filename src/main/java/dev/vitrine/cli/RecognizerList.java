package dev.vitrine.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.rules.Rule;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The recognisers as a privacy officer reads them: what each looks for, how it is checked, the
 * words that have to be near, and what it must and must not find.
 */
final class RecognizerList {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<Rule> rules;

  RecognizerList(List<Rule> rules) {
    this.rules = rules;
  }

  /** One paragraph a recogniser. */
  void print(PrintWriter out) {
    for (Rule rule : rules) {
      out.println(rule.id() + "  " + rule.entity());
      line(out, "what", rule.title());
      line(out, "source", rule.source());
      line(out, "countries", String.join(", ", rule.countries()));
      line(out, "after", String.join(", ", rule.keywords()));
      line(out, "form", String.join("  ", rule.shapes()));
      line(out, "checksum", rule.checksum());
      line(out, "believed", believed(rule));
      byLanguage(rule)
          .forEach(
              (language, words) ->
                  line(
                      out,
                      language.equals("*") ? "words" : "words " + language,
                      String.join(", ", words)));
      line(out, "policy", rule.mandatory() ? "cannot be left out" : "");
      rule.examples().forEach(text -> line(out, "finds", oneLine(text)));
      rule.counters().forEach(text -> line(out, "not in", oneLine(text)));
      out.println();
    }
    out.println(rules.size() + " recognisers");
  }

  private static void line(PrintWriter out, String name, String value) {
    if (!value.isEmpty()) {
      out.printf("  %-10s %s%n", name, value);
    }
  }

  private static String oneLine(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t");
  }

  private static Map<String, List<String>> byLanguage(Rule rule) {
    return new TreeMap<>(rule.words());
  }

  private static String believed(Rule rule) {
    if (rule.kind() != Rule.Kind.NUMBER && rule.needs() == Rule.Needs.NOTHING) {
      return "";
    }
    return switch (rule.needs()) {
      case NOTHING -> "by its form and checksum";
      case GROUPING ->
          "in its printed grouping, alone in its line or field, with a word nearby, or where the"
              + " policy's regions name its country";
      case ALONE ->
          "alone in its line or field, with a word nearby, or where the policy's regions name its"
              + " country";
      case OWN ->
          "with a word nearby, or alone in its line or field where the policy's regions name its"
              + " country";
      case WORD -> "with a word nearby";
      case LABEL -> "directly after a word";
    };
  }

  /** {@code {"recognizers": [...]}} on one line. */
  void json(PrintWriter out) {
    ObjectNode whole = MAPPER.createObjectNode();
    ArrayNode list = whole.putArray("recognizers");
    for (Rule rule : rules) {
      ObjectNode node = list.addObject();
      node.put("id", rule.id());
      node.put("entity", rule.entity());
      node.put("title", rule.title());
      node.put("source", rule.source());
      node.put("kind", word(rule.kind()));
      node.put("needs", word(rule.needs()));
      node.put("mandatory", rule.mandatory());
      node.put("checksum", rule.checksum().isEmpty() ? null : rule.checksum());
      strings(node.putArray("countries"), rule.countries());
      strings(node.putArray("labels"), rule.keywords());
      strings(node.putArray("shapes"), rule.shapes());
      ObjectNode words = node.putObject("words");
      byLanguage(rule).forEach((language, some) -> strings(words.putArray(language), some));
      strings(node.putArray("examples"), rule.examples());
      strings(node.putArray("counters"), rule.counters());
    }
    out.println(whole);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void strings(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }
}
