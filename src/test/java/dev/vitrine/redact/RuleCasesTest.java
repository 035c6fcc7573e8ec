package dev.vitrine.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.rules.Catalogue;
import dev.vitrine.rules.Selection;
import dev.vitrine.testing.LabelledText;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the cases in {@code src/test/resources/dev/vitrine/rules/cases}: a file {@code
 * <ENTITY>.jsonl} for an entity, one JSON object a line, {@code {"text": "pay 4111¦1111...",
 * "entity": "CREDIT_CARD", "expect": true, "spans": [[4, 20]]}}. Every {@code ¦} is taken out of
 * the text first (so that no scanner takes a sample for a real secret); spans are in code points of
 * what is left, end exclusive. Where {@code spans} is given, exactly these are found; where it is
 * not, some span of the entity is. {@code "expect": false} = no span of this entity. Optional:
 * {@code "regions": ["DE"]} (else all) and {@code "note"}. Cases are made from the definitions of
 * the formats; check digits are computed.
 */
class RuleCasesTest {
  /** At least so many that must match, and so many that must not, for each entity. */
  private static final int LEAST = 5;

  private static final List<LabelledText> CASES = new ArrayList<>();
  private static final Map<List<String>, TextRedactor> REDACTORS = new ConcurrentHashMap<>();

  @BeforeAll
  static void read() throws IOException, URISyntaxException {
    URL url = Objects.requireNonNull(Catalogue.class.getResource("cases"));
    try (Stream<Path> files = Files.list(Path.of(url.toURI()))) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
          LabelledText each = LabelledText.ofCase(name + ":" + ++number, line);
          assertThat(name).as(each.place()).isEqualTo(each.entity() + ".jsonl");
          CASES.add(each);
        }
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> everyCaseIsAsItSays() {
    return CASES.stream()
        .map(each -> DynamicTest.dynamicTest(each.toString(), () -> assertIsAsItSays(each)));
  }

  private static void assertIsAsItSays(LabelledText each) {
    List<LabelledText.Span> found =
        redactor(each.regions()).redact(each.text()).spans().stream()
            .filter(span -> span.entity().equals(each.entity()))
            .map(span -> new LabelledText.Span(span.start(), span.end()))
            .toList();
    if (!each.expect()) {
      assertThat(found).as(each.text()).isEmpty();
    } else if (each.spans().isEmpty()) {
      assertThat(found).as(each.text()).isNotEmpty();
    } else {
      assertThat(found).as(each.text()).isEqualTo(each.spans());
    }
  }

  private static TextRedactor redactor(List<String> regions) {
    return REDACTORS.computeIfAbsent(
        regions,
        r ->
            new TextRedactor(
                Catalogue.builtIn()
                    .compile(new Selection(List.of("all"), List.of(), r, List.of(), List.of()))));
  }

  @Test
  void eachEntityOfTheCatalogueHasEnoughCasesOfBothKinds() {
    Map<String, int[]> counts = new TreeMap<>();
    for (LabelledText each : CASES) {
      counts.computeIfAbsent(each.entity(), entity -> new int[2])[each.expect() ? 0 : 1]++;
    }
    assertThat(counts.keySet()).isEqualTo(Catalogue.builtIn().entities());
    assertThat(counts)
        .allSatisfy(
            (entity, count) -> {
              assertThat(count[0]).as("%s must match", entity).isGreaterThanOrEqualTo(LEAST);
              assertThat(count[1]).as("%s must not", entity).isGreaterThanOrEqualTo(LEAST);
            });
  }

  @Test
  void noCaseStandsThereTwice() {
    assertThat(CASES)
        .extracting(each -> each.entity() + each.regions() + each.text())
        .doesNotHaveDuplicates();
  }
}
