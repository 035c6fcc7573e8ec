package dev.vitrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.vitrine.testing.Policies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class PolicyMutationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a policy might say somewhere: a random word is hardly ever one that loads. */
  private static final List<String> WORDS =
      List.of(
          "none",
          "shortcuts",
          "shape",
          "text",
          "clicks",
          "path",
          "redacted",
          "roles",
          "names",
          "all",
          "EMAIL_ADDRESS",
          "CREDIT_CARD",
          "/usr/bin/mousepad",
          "/usr/bin/xterm",
          "/usr/bin/python3",
          "*.example.com",
          "wiki.corp.example.com",
          "localhost",
          "23:59",
          "sun");

  @Property(tries = 2000)
  void damagedBytesNeverThrowAndNeverWidenCaptureUnasked(@ForAll("edits") List<int[]> edits)
      throws IOException {
    byte[] bytes = PolicyLoaderTest.resource("full.json").getBytes(StandardCharsets.UTF_8);
    Policy good = Policies.policy(PolicyLoaderTest.resource("full.json"));
    for (int[] edit : edits) {
      bytes[Math.floorMod(edit[0], bytes.length)] = (byte) edit[1];
    }

    assertNotWiderUnasked(good, Policies.LOADER.parse(bytes));
  }

  @Property(tries = 5000)
  void aPolicyWithPartsTakenOutOrSwappedNeverThrowsAndNeverWidensCaptureUnasked(
      @ForAll List<@IntRange(min = 0, max = 1_000_000) Integer> picks) throws IOException {
    String text = PolicyLoaderTest.resource("full.json");
    JsonNode root = JSON.readTree(text);
    for (int pick : picks.subList(0, Math.min(3, picks.size()))) {
      mutate(root, pick);
    }

    assertNotWiderUnasked(Policies.policy(text), Policies.parse(root.toString()));
  }

  /**
   * Whatever a loaded policy lets in that the good one did not, {@link PolicyChange} has to ask
   * about. Looked at from outside: programs, sites and modes by the question that the gate asks.
   */
  private static void assertNotWiderUnasked(Policy good, PolicyResult result) {
    if (!(result instanceof PolicyResult.Loaded loaded)) {
      assertThat(((PolicyResult.Rejected) result).problems()).isNotEmpty();
      return;
    }
    Policy policy = loaded.policy();
    if (PolicyChange.between(good, policy).requiresAcknowledgement()) {
      return;
    }
    for (AppRule rule : policy.capture().apps()) {
      for (String exe : rule.match().linuxExe()) {
        List<String> sites =
            new ArrayList<>(List.of("", "wiki.corp.example.com", "localhost:8080"));
        rule.sites().forEach(site -> sites.add(site.replace("*", "deep.down")));
        for (String site : sites) {
          String asked = site.isEmpty() ? null : site;
          policy
              .ruleFor(exe, asked)
              .filter(now -> !now.capturesNothing())
              .ifPresent(
                  now -> {
                    AppRule before = good.ruleFor(exe, asked).orElseThrow();
                    assertThat(now.keystrokes()).isLessThanOrEqualTo(before.keystrokes());
                    assertThat(now.pointer()).isLessThanOrEqualTo(before.pointer());
                    assertThat(now.titles()).isLessThanOrEqualTo(before.titles());
                    assertThat(now.elements()).isLessThanOrEqualTo(before.elements());
                    assertThat(now.unknownFields()).isLessThanOrEqualTo(before.unknownFields());
                  });
        }
      }
    }
    assertThat(policy.upload().endpoint()).isEqualTo(good.upload().endpoint());
    assertThat(policy.upload().hold()).isGreaterThanOrEqualTo(good.upload().hold());
    assertThat(policy.redaction().dictionary()).containsAll(good.redaction().dictionary());
    assertThat(good.redaction().except()).containsAll(policy.redaction().except());
    assertThat(policy.capture().hours()).isNotNull();
  }

  /** Takes one member or item out, or puts a value from elsewhere in its place. */
  private static void mutate(JsonNode root, int pick) {
    List<JsonNode> containers = new ArrayList<>();
    List<JsonNode> values = new ArrayList<>();
    collect(root, containers, values);
    JsonNode container = containers.get(pick % containers.size());
    JsonNode other = values.get(pick / 7 % values.size()).deepCopy();
    boolean remove = pick % 3 == 0;
    if (pick % 3 == 1) {
      other = TextNode.valueOf(WORDS.get(pick / 17 % WORDS.size()));
      List<JsonNode> withWords =
          containers.stream().filter(c -> anyMatch(c, JsonNode::isTextual)).toList();
      container = withWords.get(pick % withWords.size());
    }
    if (container instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.get(pick / 13 % names.size());
      if (remove) {
        object.remove(name);
      } else {
        object.set(name, other);
      }
    } else if (container instanceof ArrayNode array && !array.isEmpty()) {
      int index = pick / 13 % array.size();
      if (remove) {
        array.remove(index);
      } else {
        array.set(index, other);
      }
    }
  }

  private static boolean anyMatch(JsonNode node, Predicate<JsonNode> test) {
    for (JsonNode child : node) {
      if (test.test(child)) {
        return true;
      }
    }
    return false;
  }

  private static void collect(JsonNode node, List<JsonNode> containers, List<JsonNode> values) {
    values.add(node);
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers, values));
    }
  }

  @Provide
  Arbitrary<List<int[]>> edits() {
    Arbitrary<Integer> interesting =
        Arbitraries.oneOf(
            Arbitraries.of("\"{}[]:,0123456789\\ae*/".chars().boxed().toList()),
            Arbitraries.integers().between(-128, 127));
    return Arbitraries.integers()
        .flatMap(where -> interesting.map(what -> new int[] {where, what}))
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }
}
