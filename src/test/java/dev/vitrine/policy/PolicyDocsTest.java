package dev.vitrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.testing.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PolicyDocsTest {
  @Test
  void everyKeyOfTheSchemaIsDocumented() throws IOException {
    String docs = Files.readString(Path.of("docs", "policy.md"));
    Set<String> keys = new TreeSet<>();
    collect(new ObjectMapper().readTree(Policies.config("policy.schema.json")), keys);

    assertThat(keys).hasSizeGreaterThan(50);
    // A key stands in code marks, alone or as the end of a path or in a JSON example.
    assertThat(keys)
        .allMatch(
            key ->
                docs.contains("`" + key + "`")
                    || docs.contains("." + key + "`")
                    || docs.contains("\"" + key + "\":"));
  }

  private static void collect(JsonNode node, Set<String> keys) {
    JsonNode properties = node.get("properties");
    if (properties != null && properties.isObject()) {
      properties.fieldNames().forEachRemaining(keys::add);
    }
    node.forEach(child -> collect(child, keys));
  }
}
