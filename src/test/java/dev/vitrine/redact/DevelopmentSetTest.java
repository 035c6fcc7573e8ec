package dev.vitrine.redact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.rules.Catalogue;
import dev.vitrine.rules.Selection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the labelled cases of other projects' tests, where they are at hand. */
class DevelopmentSetTest {
  private static final TextRedactor REDACTOR =
      new TextRedactor(Catalogue.builtIn().compile(Selection.everything()));
  private static final List<JsonNode> CASES = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    String data =
        System.getProperty(
            "VITRINE_DATA", System.getenv().getOrDefault("VITRINE_DATA", "../shared/data"));
    Path file = Path.of(data, "redaction", "dev.jsonl.gz");
    Assumptions.assumeTrue(Files.exists(file), "the development set is not at hand");
    ObjectMapper mapper = new ObjectMapper();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        CASES.add(mapper.readTree(line));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CREDIT_CARD, 1.0, 1.0",
    "IBAN_CODE, 1.0, 1.0",
    "EMAIL_ADDRESS, 1.0, 1.0",
    "IP_ADDRESS, 0.99, 0.9",
    "MAC_ADDRESS, 1.0, 1.0",
    "PHONE_NUMBER, 1.0, 1.0",
    "US_SSN, 1.0, 1.0"
  })
  void whatOtherProjectsExpectIsFoundAndNoMore(String entity, double recall, double specificity) {
    int[] found = new int[2];
    int[] passed = new int[2];
    StringBuilder missed = new StringBuilder();
    for (JsonNode each : CASES) {
      if (!each.path("entity").asText().equals(entity)) {
        continue;
      }
      Redacted redacted = REDACTOR.redact(each.path("text").asText());
      if (each.path("expect").asBoolean()) {
        for (JsonNode span : each.path("spans")) {
          boolean hit = covers(redacted, span.get(0).asInt(), span.get(1).asInt(), entity);
          found[hit ? 1 : 0]++;
          missed.append(hit ? "" : "missed " + each.path("text") + span + "\n");
        }
      } else {
        boolean hit = redacted.spans().stream().anyMatch(span -> span.entity().equals(entity));
        passed[hit ? 0 : 1]++;
        missed.append(hit ? "wrongly " + each.path("text") + "\n" : "");
      }
    }
    assertThat(found[1] / (double) (found[0] + found[1]))
        .as("%s", missed)
        .isGreaterThanOrEqualTo(recall);
    assertThat(passed[1] / (double) Math.max(1, passed[0] + passed[1]))
        .as("%s", missed)
        .isGreaterThanOrEqualTo(passed[0] + passed[1] == 0 ? 0 : specificity);
  }

  private static boolean covers(Redacted redacted, int start, int end, String entity) {
    return redacted.spans().stream()
        .anyMatch(
            span -> span.start() <= start && span.end() >= end && span.entity().equals(entity));
  }

  @Test
  void mostSecretsOfTheSetAreRemoved() {
    int all = 0;
    int found = 0;
    TreeMap<String, Integer> missed = new TreeMap<>();
    for (JsonNode each : CASES) {
      if (each.path("source").asText().startsWith("gitleaks") && each.path("expect").asBoolean()) {
        all++;
        Redacted redacted = REDACTOR.redact(each.path("text").asText());
        boolean hit = !each.path("spans").isEmpty();
        for (JsonNode span : each.path("spans")) {
          int middle = (span.get(0).asInt() + span.get(1).asInt()) / 2;
          hit &= redacted.spans().stream().anyMatch(r -> r.start() <= middle && r.end() > middle);
        }
        found += hit ? 1 : 0;
        if (!hit) {
          missed.merge(each.path("entity").asText(), 1, Integer::sum);
        }
      }
    }
    assertThat(found / (double) all).as("%s", missed).isGreaterThan(0.99);
  }
}
