package dev.vitrine.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.control.AgentStatus;
import dev.vitrine.policy.AppRule;
import dev.vitrine.policy.PolicyDiff;
import dev.vitrine.record.LocalGap;
import dev.vitrine.store.LedgerEntry;
import dev.vitrine.store.RecordState;
import dev.vitrine.tally.DropReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page has words for everything that can happen. */
class TextsTest {
  private static final Pattern USED =
      Pattern.compile("(?:data-text=|data-label=|\\b(?:text|fill|has)\\()\"([a-zA-Z_.0-9 -]+)\"");

  private static final Set<String> NAMES = new HashSet<>();

  @BeforeAll
  static void read() throws IOException {
    JsonNode texts =
        new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .readTree(resource("texts.json"));
    texts.fieldNames().forEachRemaining(NAMES::add);
  }

  @Test
  void everyTextThatThePageAsksForIsThere() throws IOException {
    Set<String> used = new HashSet<>();
    for (String file :
        List.of(
            "index.html",
            "viewer.js",
            "dom.js",
            "sentences.js",
            "records.js",
            "dialogs.js",
            "choices.js",
            "today.js",
            "history.js",
            "undo.js",
            "page.js",
            "state.js",
            "browse.js")) {
      Matcher matcher = USED.matcher(resource(file));
      while (matcher.find()) {
        used.add(matcher.group(1));
      }
    }
    assertThat(used).hasSizeGreaterThan(60);
    assertThat(NAMES).containsAll(used);
  }

  @Test
  void everyReasonStateGapAndModeHasWords() {
    for (DropReason reason : DropReason.values()) {
      assertThat(NAMES).contains("drop." + reason);
    }
    for (LocalGap.Why why : LocalGap.Why.values()) {
      assertThat(NAMES).contains("gap." + why);
    }
    for (AgentStatus.State state : AgentStatus.State.values()) {
      assertThat(NAMES).contains("state." + state.word(), "note." + state.word());
    }
    for (AgentStatus.UploadState state : AgentStatus.UploadState.values()) {
      assertThat(NAMES).contains("upload." + lower(state));
    }
    for (RecordState state : RecordState.values()) {
      assertThat(NAMES).contains("badge." + lower(state));
    }
    for (LedgerEntry.Kind kind : LedgerEntry.Kind.values()) {
      assertThat(NAMES).contains("ledger." + kind);
    }
    for (PolicyDiff.Kind kind : PolicyDiff.Kind.values()) {
      assertThat(NAMES).contains("changes." + kind);
    }
    assertThat(NAMES).contains("keys.system", "keys.file");
    for (AppRule.KeystrokeMode mode : AppRule.KeystrokeMode.values()) {
      assertThat(NAMES).contains("rule." + lower(mode));
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String resource(String name) throws IOException {
    try (var in = TextsTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
