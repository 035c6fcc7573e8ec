package dev.vitrine.viewer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.policy.AppRule;
import dev.vitrine.policy.LocalSettings;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.SettingsFile;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What staff chose, may choose, and cannot: nothing wider than the policy as it was written. */
final class OwnChoices {
  private static final int LONGEST_NAME = 200;
  private static final int MOST_WORDS = 1000;
  private static final int SHORTEST_WORD = 3;

  private final Policy policy;
  private final LocalSettings own;

  OwnChoices(Policy policy, LocalSettings own) {
    this.policy = policy;
    this.own = own;
  }

  /** For the page: what the policy says, and what holds. */
  ObjectNode node() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode apps = node.putArray("apps");
    List<AppRule> holding = own.tighten(policy).capture().apps();
    for (int i = 0; i < holding.size(); i++) {
      AppRule rule = policy.capture().apps().get(i);
      LocalSettings.App choice = own.app(rule.name());
      ObjectNode app = apps.addObject().put("name", rule.name()).put("excluded", choice.excluded());
      modes(app.putObject("policy"), rule);
      modes(app.putObject("holds"), holding.get(i));
    }
    node.put("unnamed", own.withoutRule(policy));
    node.put("policyHold", policy.upload().hold().toMinutes());
    node.put("hold", own.tighten(policy).upload().hold().toMinutes());
    ArrayNode words = node.putArray("dictionary");
    own.dictionary().forEach(words::add);
    return node;
  }

  private static void modes(ObjectNode node, AppRule rule) {
    node.put("keystrokes", word(rule.keystrokes()));
    node.put("pointer", word(rule.pointer()));
    node.put("titles", word(rule.titles()));
    node.put("elements", word(rule.elements()));
  }

  private static String word(Enum<?> mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  /** {@code {"app": "Text editor", "excluded": true}}. */
  LocalSettings excluding(Request request) throws Refusal {
    return own.withExcluded(rule(request).name(), request.flag("excluded"));
  }

  /**
   * {@code {"app": "Text editor", "keystrokes": "shortcuts", "pointer": "none", ...}}, all four.
   */
  LocalSettings narrowing(Request request) throws Refusal {
    AppRule rule = rule(request);
    return own.withModes(
        rule.name(),
        new LocalSettings.App(
            false,
            narrower(request, "keystrokes", AppRule.KeystrokeMode.values(), rule.keystrokes()),
            narrower(request, "pointer", AppRule.PointerMode.values(), rule.pointer()),
            narrower(request, "titles", AppRule.TitleMode.values(), rule.titles()),
            narrower(request, "elements", AppRule.ElementMode.values(), rule.elements())));
  }

  /** The mode, null where it is the policy's own; a wider one is refused. */
  private static <E extends Enum<E>> @Nullable E narrower(
      Request request, String name, E[] modes, E most) throws Refusal {
    String wanted = request.text(name, LONGEST_NAME);
    for (E mode : modes) {
      if (word(mode).equals(wanted)) {
        if (mode.compareTo(most) > 0) {
          throw new Refusal(
              409, "the policy admits \"" + word(most) + "\" and nothing wider for " + name);
        }
        return mode == most ? null : mode;
      }
    }
    throw new Refusal(400, "there is no such mode of " + name);
  }

  /** {@code {"minutes": 2880}}, or null = as the policy says; a shorter one is refused. */
  LocalSettings holding(Request request) throws Refusal {
    Integer minutes = request.minutes("minutes", SettingsFile.LONGEST_HOLD_MINUTES);
    if (minutes == null) {
      return own.withHold(null);
    }
    Duration hold = Duration.ofMinutes(minutes);
    if (hold.compareTo(policy.upload().hold()) < 0) {
      throw new Refusal(409, "the policy holds records longer than that already");
    }
    return own.withHold(hold.equals(policy.upload().hold()) ? null : hold);
  }

  /** {@code {"words": ["Nightingale"]}}: all of them. */
  LocalSettings removing(Request request) throws Refusal {
    List<String> words = request.texts("words", MOST_WORDS, LONGEST_NAME);
    for (String word : words) {
      if (word.strip().length() < SHORTEST_WORD) {
        throw new Refusal(400, "a word has at least " + SHORTEST_WORD + " characters");
      }
    }
    return own.withDictionary(words.stream().map(String::strip).distinct().toList());
  }

  private AppRule rule(Request request) throws Refusal {
    String name = request.text("app", LONGEST_NAME);
    return policy.capture().apps().stream()
        .filter(rule -> rule.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new Refusal(404, "the policy has no rule of that name"));
  }
}
