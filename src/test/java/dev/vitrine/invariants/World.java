package dev.vitrine.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.agent.InMemoryReplay;
import dev.vitrine.agent.InMemoryReplay.Outcome;
import dev.vitrine.policy.Policy;
import dev.vitrine.redact.RedactionRules;
import dev.vitrine.rules.Catalogue;
import dev.vitrine.rules.CompiledRules;
import dev.vitrine.rules.Selection;
import dev.vitrine.testing.Policies;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The agent in which a {@link Person} works, and what may be asked of what it recorded. Everything
 * typed that is no secret is in small letters, and each secret has only signs that are none: so a
 * record in which one of those stands holds a piece of a secret.
 */
final class World {
  /** Seconds for which text is held back. */
  static final int LOOK_BACK = 60;

  /** A word of the policy's dictionary. */
  static final String DICTIONARY_WORD = "Z3BR4";

  /** Another one. */
  static final String OTHER_WORD = "K4L1BR1";

  /** Another one, with letters that need a dead key. */
  static final String COMPOSED_WORD = "Ñ4NDÚ7";

  static final String POLICY_TEXT =
      Policies.config("policy.demo.json")
          .replace(
              "\"lookBackSeconds\": 2",
              "\"lookBackSeconds\": "
                  + LOOK_BACK
                  + ", \"dictionary\": [\""
                  + DICTIONARY_WORD
                  + "\", \""
                  + OTHER_WORD
                  + "\", \""
                  + COMPOSED_WORD
                  + "\"], \"custom\": ["
                  + "{\"id\": \"case\", \"pattern\": \"CASE-[0-9]{6}\"},"
                  + "{\"id\": \"endless\", \"pattern\": \"[^A-Z a-z]Q\"}]");

  static final Policy POLICY = Policies.policy(POLICY_TEXT);

  static final CompiledRules RULES = RedactionRules.of(POLICY.redaction());

  private static final CompiledRules BROKEN = broken();

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern MARKER = Pattern.compile("⟦[^⟧]*⟧");
  private static final Pattern SECRET_SIGN = Pattern.compile("[0-9A-ZÑÚ@_]");

  private World() {}

  static Outcome run(Person person) {
    return InMemoryReplay.run(person.script(), POLICY, RULES);
  }

  /** The same with an engine that throws at every text. */
  static Outcome runBroken(Person person) {
    return InMemoryReplay.run(person.script(), POLICY, BROKEN);
  }

  @SuppressWarnings("NullAway") // a pattern that is not there is what makes it throw
  private static CompiledRules broken() {
    Selection.Custom custom = new Selection.Custom("broken", null, List.of());
    return Catalogue.builtIn()
        .compile(
            new Selection(List.of("all"), List.of(), List.of("all"), List.of(custom), List.of()));
  }

  /** What a record says in words: text, title, site, names. */
  static List<String> words(String line) {
    JsonNode record = record(line);
    List<String> words = new ArrayList<>();
    for (String field : List.of("text", "title", "site")) {
      if (record.has(field)) {
        words.add(record.get(field).textValue());
      }
    }
    record.findValues("name").forEach(name -> words.add(name.textValue()));
    return words;
  }

  static JsonNode record(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What was recorded as typed, in order. */
  static List<String> texts(Outcome outcome) {
    return outcome.lines().stream()
        .map(World::record)
        .filter(record -> record.get("kind").textValue().equals("text"))
        .map(record -> record.get("text").textValue())
        .toList();
  }

  /** No record holds a sign of a secret. */
  static void assertNoSecret(Outcome outcome) {
    for (String line : outcome.lines()) {
      for (String words : words(line)) {
        if (!words.equals("Notes") && !words.equals("Forms")) {
          assertNoSecret(words);
        }
      }
    }
  }

  /** The text holds no sign of a secret. */
  static void assertNoSecret(String text) {
    assertThat(MARKER.matcher(text).replaceAll("")).doesNotContainPattern(SECRET_SIGN);
  }
}
