package dev.vitrine.policy;

import com.google.re2j.Pattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads {@code redaction}: what is removed before anything is stored. */
final class RedactionReader {
  private static final String ALL = "all";
  static final int MAX_WORD = 200;

  /** A shorter dictionary word would be found in the middle of everything. */
  static final int MIN_WORD = 3;

  private static final int DEFAULT_LOOK_BACK = 60;
  private static final int MIN_LOOK_BACK = 30;
  private static final int MIN_LOOK_BACK_LOOPBACK = 2;

  /** Replay ends 120 virtual seconds after its last line; all text must be released by then. */
  private static final int MAX_LOOK_BACK = 100;

  private static final Set<String> REGIONS = Set.of(Locale.getISOCountries());
  private static final Pattern ID = Pattern.compile("[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?");

  private static final List<String> KEYS =
      List.of("recognizers", "except", "regions", "lookBackSeconds", "custom", "dictionary");

  private final Problems problems;
  private final RecognizerNames names;

  RedactionReader(Problems problems, RecognizerNames names) {
    this.problems = problems;
    this.names = names;
  }

  Policy.Redaction read(Section top, boolean loopback) {
    Section section = top.section("redaction", KEYS);
    if (section == null) {
      return Policy.Redaction.defaults();
    }
    List<String> recognizers = recognizers(section);
    List<String> except = except(section);
    List<String> regions = regions(section);
    int lookBack =
        section.whole(
            "lookBackSeconds",
            loopback ? MIN_LOOK_BACK_LOOPBACK : MIN_LOOK_BACK,
            MAX_LOOK_BACK,
            DEFAULT_LOOK_BACK);
    List<Policy.Custom> custom = custom(section);
    return new Policy.Redaction(
        section.has("recognizers") ? recognizers : List.of(ALL),
        except,
        section.has("regions") ? regions : List.of(ALL),
        Duration.ofSeconds(lookBack),
        custom,
        dictionary(section));
  }

  private List<String> recognizers(Section section) {
    List<Json.Text> texts = section.texts("recognizers", 1, MAX_WORD);
    for (Json.Text text : texts) {
      if (!text.value().equals(ALL)) {
        known(text);
      }
    }
    alone("recognizers", texts);
    return PolicyReader.values(texts);
  }

  private List<String> except(Section section) {
    List<Json.Text> texts = section.texts("except", 0, MAX_WORD);
    for (Json.Text text : texts) {
      if (known(text) && names.mandatory(text.value())) {
        problems.error(
            text,
            Words.quote(text.value())
                + " cannot be excepted: cards, tokens, keys and passwords are always removed");
      }
    }
    return PolicyReader.values(texts);
  }

  private boolean known(Json.Text text) {
    if (names.knows(text.value())) {
      return true;
    }
    String guess = Words.didYouMean(text.value(), names.names());
    problems.error(
        text,
        "unknown recognizer "
            + Words.quote(text.value())
            + (guess.isEmpty() ? "." : guess)
            + " `vitrine redact --list` prints all");
    return false;
  }

  private List<String> regions(Section section) {
    List<Json.Text> texts = section.texts("regions", 1, MAX_WORD);
    for (Json.Text text : texts) {
      if (!text.value().equals(ALL) && !REGIONS.contains(text.value())) {
        problems.error(
            text,
            "unknown region "
                + Words.quote(text.value())
                + "; a region is a country's two capital letters (ISO 3166, such as \"DE\","
                + " \"GB\", \"US\"), or \"all\"");
      }
    }
    alone("regions", texts);
    return PolicyReader.values(texts);
  }

  private void alone(String key, List<Json.Text> texts) {
    for (Json.Text text : texts) {
      if (text.value().equals(ALL) && texts.size() > 1) {
        problems.error(text, "\"all\" stands alone in " + Words.quote(key));
      }
    }
  }

  private List<Policy.Custom> custom(Section section) {
    List<Policy.Custom> custom = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Section item : section.sections("custom", List.of("id", "pattern", "near"))) {
      String id = item.text("id", MAX_WORD);
      if (!id.isEmpty() && !ID.matches(id)) {
        item.error("id", "must be small letters, digits and hyphens, at most 64");
      } else if (!id.isEmpty() && !ids.add(id)) {
        item.error("id", "is used by another custom recognizer");
      }
      String source = item.text("pattern", RegexReader.MAX_LENGTH);
      List<String> near = PolicyReader.values(item.texts("near", 1, MAX_WORD));
      if (!source.isEmpty() && item.value("pattern") instanceof Json.Text text) {
        Pattern pattern = RegexReader.compile(text, problems);
        if (pattern != null) {
          custom.add(new Policy.Custom(id, pattern, near));
        }
      }
    }
    return custom;
  }

  private List<String> dictionary(Section section) {
    List<Json.Text> texts = section.texts("dictionary", 0, MAX_WORD);
    for (Json.Text text : texts) {
      if (text.value().strip().length() < MIN_WORD) {
        problems.error(
            text, "a word of \"dictionary\" must have at least " + MIN_WORD + " characters");
      }
    }
    return PolicyReader.values(texts);
  }
}
