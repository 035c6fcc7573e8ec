package dev.vitrine.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.capture.InputAccounting;
import dev.vitrine.control.AgentControl.DeletionRequest;
import dev.vitrine.control.ControlException;
import dev.vitrine.control.StatusJson;
import dev.vitrine.receiver.Receiver;
import dev.vitrine.receiver.ReceiverOptions;
import dev.vitrine.replay.ReplayScript;
import dev.vitrine.store.ReadOnlyStore;
import dev.vitrine.testing.InMemoryKeyStorage;
import dev.vitrine.testing.Policies;
import dev.vitrine.testing.ReplayLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way by replay: the real gate, pipeline, sealed store, uploader and receiver, over
 * loopback HTTP.
 *
 * <p>Seen red with this bug put in on purpose: records kept that began inside something removed.
 */
class ReplayAgentTest {
  /** What one replay left behind, as others see it. */
  private record Outcome(List<String> lines, String status, String received, Path dir) {}

  @TempDir private Path temp;
  private int runs;
  private UnaryOperator<String> policy;

  @BeforeEach
  void policyOfTheDemo() {
    policy = text -> text;
  }

  private Outcome replay(ReplayLines script) throws Exception {
    Path dir = Files.createDirectories(temp.resolve("run" + runs++));
    InMemoryKeyStorage keys = new InMemoryKeyStorage();
    try (Receiver receiver =
        Receiver.start(ReceiverOptions.loopback(dir.resolve("receiver"), 0), Clock.systemUTC())) {
      String text =
          policy.apply(
              Policies.config("policy.demo.json")
                  .replace("http://127.0.0.1:8787", receiver.url().toString()));
      Path policyFile = Files.writeString(dir.resolve("policy.json"), text);
      ReplayAgent.run(
          dir.resolve("data"),
          policyFile,
          ReplayScript.read(script.write(temp.resolve("script" + runs + ".jsonl"))),
          (where, file) -> keys,
          InputAccounting.NONE,
          word -> {});
    }
    try (StoppedAgent stopped =
        new StoppedAgent(
            dir.resolve("data"),
            dir.resolve("policy.json"),
            (where, file) -> keys,
            Clock.systemUTC())) {
      return new Outcome(
          lines(stopped.store().orElseThrow()),
          StatusJson.encode(stopped.status()).toString(),
          received(dir.resolve("receiver")),
          dir);
    }
  }

  private static List<String> lines(ReadOnlyStore store) throws Exception {
    List<String> lines = new ArrayList<>();
    store.log().export(line -> lines.add(new String(line.bytes(), StandardCharsets.UTF_8)));
    return lines;
  }

  private static String received(Path dir) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".ndjson")).sorted().toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  private static ReplayLines cardScript(String card) {
    return cardScript(script -> script.type(card));
  }

  private static ReplayLines cardScript(UnaryOperator<ReplayLines> card) {
    ReplayLines script = ReplayLines.editorAndTerminal(42);
    script.move(100, 100, 300, 180, 20).click(300, 180).pause(1000);
    script.type("pay with ");
    long start = script.now();
    card.apply(script).until(start + 6000);
    return script.type(" today").key("Enter", "").pause(500).control("s").pause(2000);
  }

  @Test
  void theSameScriptGivesTheSameBytes() throws Exception {
    Outcome one = replay(cardScript("4111 1111 1111 1111"));
    Outcome two = replay(cardScript("4111 1111 1111 1111"));
    assertThat(one.lines()).hasSizeGreaterThan(5).isEqualTo(two.lines());
    assertThat(one.status()).contains("\"sent\":" + one.lines().size()).isEqualTo(two.status());
    assertThat(one.received()).isEqualTo(two.received());
    assertThat(one.received().lines()).hasSameSizeAs(one.lines());
  }

  @Test
  void whatDiffersOnlyInsideACardNumberGivesTheSameBytes() throws Exception {
    Outcome plain = replay(cardScript("4111 1111 1111 1111"));
    Outcome otherDigits = replay(cardScript("5500-0000-0000-0004"));
    Outcome otherLength = replay(cardScript("378282246310005"));
    Outcome withMouseAndShortcut =
        replay(
            cardScript(
                script ->
                    script
                        .type("4111 1111 ")
                        .control("c")
                        .move(10, 10, 90, 50, 8)
                        .type("1111 1111")));
    assertThat(String.join("\n", plain.lines())).contains("pay with ⟦CREDIT_CARD⟧ today");
    for (Outcome other : List.of(otherDigits, otherLength, withMouseAndShortcut)) {
      assertThat(other.lines()).isEqualTo(plain.lines());
      assertThat(other.status()).isEqualTo(plain.status());
      assertThat(other.received()).isEqualTo(plain.received());
    }
  }

  @Test
  void correctionsInsideACardNumberDoNotShow() throws Exception {
    Outcome plain = replay(cardScript("4111 1111 1111 1111"));
    Outcome corrected = replay(cardScript("4112<1 1113<1 1111 9<1111"));
    assertThat(corrected.lines()).isEqualTo(plain.lines());
    assertThat(corrected.status()).isEqualTo(plain.status());
    assertThat(corrected.received()).isEqualTo(plain.received());
  }

  private static ReplayLines cardAndPause(String first, long pause, Consumer<ReplayLines> rest) {
    ReplayLines script = ReplayLines.editorAndTerminal(42).type("pay with ").type(first);
    script.pause(pause);
    rest.accept(script);
    return script.until(45_000).type(" today").pause(2000);
  }

  @Test
  void aCardNumberCorrectedAfterAPauseGivesTheSameBytes() throws Exception {
    policy = text -> text.replace("\"lookBackSeconds\": 2", "\"lookBackSeconds\": 60");
    Outcome plain = replay(cardAndPause("4111 1111 1111 1111", 0, script -> {}));
    assertThat(String.join("\n", plain.lines())).contains("pay with ⟦CREDIT_CARD⟧ today");
    List<ReplayLines> others =
        List.of(
            cardAndPause("4111 1111 1111 112", 11_000, script -> script.type("<11")),
            cardAndPause("4111 1111 1111 1", 11_000, script -> script.type("2<111")),
            cardAndPause("4111 1111 1111 11", 11_000, script -> script.type("2").type("<<111")),
            cardAndPause("4111 1111 1111 12", 11_000, script -> script.type("3").type("<<111")),
            cardAndPause("4111 1111 1111 2", 11_000, ReplayAgentTest::correctsTwice),
            cardAndPause("4111 1111 1111 111", 11_000, ReplayAgentTest::fillsIn),
            cardAndPause("4111 1111", 0, script -> script.key("Escape", "").type(" 1111 1111")));
    for (ReplayLines script : others) {
      Outcome other = replay(script);
      assertThat(other.lines()).isEqualTo(plain.lines());
      assertThat(other.status()).isEqualTo(plain.status());
      assertThat(other.received()).isEqualTo(plain.received());
    }
  }

  /** Both corrections come after a pause; the second leads back over both. */
  private static void correctsTwice(ReplayLines script) {
    script.type("3").pause(11_000).type("<<111").pause(200).type("1");
  }

  private static void fillsIn(ReplayLines script) {
    for (int i = 0; i < 6; i++) {
      script.key("ArrowLeft", "");
    }
    script.type("1").key("End", "");
  }

  @Test
  void whatIsTypedAfterASecretDoesNotTellWhenItsLastKeyWasPressed() throws Exception {
    policy = text -> text.replace("\"lookBackSeconds\": 2", "\"lookBackSeconds\": 60");
    List<Outcome> outcomes = new ArrayList<>();
    for (long pause : new long[] {0, 5_000}) {
      ReplayLines script = ReplayLines.editorAndTerminal(42).type("pay with ");
      long start = script.now();
      script.type("4111 1111 ").pause(pause).type("1111 1111").until(start + 13_000);
      outcomes.add(replay(script.type(" today").pause(2000)));
    }
    assertThat(outcomes.get(1).lines()).isEqualTo(outcomes.get(0).lines());
    assertThat(outcomes.get(1).received()).contains("pay with ⟦CREDIT_CARD⟧ today");
  }

  @Test
  void whatIsTypedIntoAProtectedFieldLeavesNoTraceNorACount() throws Exception {
    Outcome typed =
        replay(
            ReplayLines.editorAndTerminal(7)
                .type("before ")
                .pause(500)
                .focus(1, "password", true)
                .type("kLm-canary-93")
                .until(9000)
                .focus(1, "body", false)
                .pause(500)
                .type("after")
                .pause(3000));
    Outcome idle =
        replay(
            ReplayLines.editorAndTerminal(7)
                .type("before ")
                .pause(500)
                .focus(1, "password", true)
                .until(9000)
                .focus(1, "body", false)
                .pause(500)
                .type("after")
                .pause(3000));
    assertThat(typed.lines()).isEqualTo(idle.lines());
    assertThat(typed.status()).contains("\"PROTECTED\":1").isEqualTo(idle.status());
    assertThat(String.join("\n", typed.lines())).contains("before").contains("after");
    assertThat(Residue.in(typed.dir(), "kLm-canary-93")).isEmpty();
  }

  @Test
  void whatIsTypedBeforeAndAfterAProtectedFieldIsNotOneText() throws Exception {
    Outcome outcome =
        replay(
            ReplayLines.editorAndTerminal(7)
                .type("before ")
                .pause(500)
                .focus(1, "password", true)
                .pause(1000)
                .focus(1, "body", false)
                .pause(500)
                .type("after")
                .pause(500)
                .active(2)
                .pause(1000)
                .active(1)
                .pause(500)
                .type("last")
                .pause(3000));
    assertThat(String.join("\n", outcome.lines()))
        .contains("\"text\":\"before \"")
        .contains("\"text\":\"after\"")
        .contains("\"text\":\"last\"");
  }

  @Test
  void aTokenDrawsInNothingFromTheNextLine() throws Exception {
    policy = text -> text.replace("\"lookBackSeconds\": 2", "\"lookBackSeconds\": 60");
    String token = "ghp_" + "abcdefghijklmnopqrstuvwxyz0123456789";
    ReplayLines script = ReplayLines.editorAndTerminal(7).type(token).key("Enter", "");
    Outcome outcome = replay(script.type("next line").pause(3000));
    assertThat(String.join("\n", outcome.lines())).contains("\"text\":\"next line\"");
  }

  @Test
  void aDeniedProgramLeavesNoTrace() throws Exception {
    Outcome outcome =
        replay(
            ReplayLines.editorAndTerminal(7)
                .type("allowed words")
                .pause(500)
                .active(2)
                .pause(300)
                .type("denied-canary-17")
                .move(900, 100, 1000, 200, 10)
                .click(1000, 200)
                .pause(3000));
    assertThat(String.join("\n", outcome.lines()))
        .contains("allowed words")
        .doesNotContain("denied");
    assertThat(outcome.lines()).noneMatch(line -> line.contains("\"click\""));
    assertThat(outcome.status()).contains("\"NOT_ALLOWED\":1");
    assertThat(Residue.in(outcome.dir(), "denied-canary-17")).isEmpty();
  }

  private static ReplayLines pinPad(String digits, boolean named) {
    ReplayLines script = ReplayLines.editorAndTerminal(42).move(10, 10, 100, 100, 10);
    script.click(100, 100, "Pay").pause(500);
    for (int i = 0; i < digits.length(); i++) {
      String digit = digits.substring(i, i + 1);
      int key = digit.charAt(0) - '0';
      int x = 300 + 50 * (key % 3);
      int y = 200 + 50 * (key / 3);
      script.move(x + 9, y + 20, x, y, 5);
      if (named) {
        script.click(x, y, digit);
      } else {
        script.click(x, y);
      }
      script.pause(300);
    }
    script.until(20_000).click(600, 400, "Confirm");
    return script.move(600, 400, 700, 500, 10).pause(2000);
  }

  @Test
  void whatIsTypedOnAPinPadGivesTheSameBytes() throws Exception {
    Outcome plain = replay(pinPad("1234", true));
    assertThat(plain.lines()).hasSize(5);
    assertThat(plain.lines())
        .filteredOn(line -> line.contains("\"click\""))
        .hasSize(2)
        .allMatch(line -> line.contains("Pay") || line.contains("Confirm"));
    for (ReplayLines script :
        List.of(pinPad("000000", true), pinPad("9182736", true), pinPad("98765", false))) {
      Outcome other = replay(script);
      assertThat(other.lines()).isEqualTo(plain.lines());
      assertThat(other.status()).isEqualTo(plain.status());
      assertThat(other.received()).isEqualTo(plain.received());
    }
  }

  @Test
  void theBufferIsSealed() throws Exception {
    Outcome outcome = replay(ReplayLines.editorAndTerminal(7).type("plain-canary-55").pause(3000));
    assertThat(String.join("\n", outcome.lines())).contains("plain-canary-55");
    assertThat(Residue.in(outcome.dir().resolve("data"), "plain-canary-55")).isEmpty();
    assertThat(Residue.in(outcome.dir().resolve("receiver"), "plain-canary-55")).isNotEmpty();
  }

  @Test
  void nothingIsCapturedWhileTheSessionIsLocked() throws Exception {
    Outcome outcome =
        replay(
            ReplayLines.editorAndTerminal(7)
                .type("first")
                .pause(15_000)
                .lock(true)
                .type("locked-canary-3")
                .lock(false)
                .pause(500)
                .type("second")
                .pause(3000));
    String all = String.join("\n", outcome.lines());
    assertThat(all).contains("first").contains("second").doesNotContain("locked-canary");
    assertThat(outcome.status()).contains("\"SESSION_LOCKED\":1");
  }

  @Test
  void heldRecordsAreNotSent() throws Exception {
    policy = text -> text.replace("\"holdMinutes\": 0", "\"holdMinutes\": 60");
    Outcome outcome = replay(ReplayLines.editorAndTerminal(7).type("held words").pause(3000));
    assertThat(outcome.lines()).isNotEmpty();
    assertThat(outcome.received()).isEmpty();
    assertThat(outcome.status()).contains("\"sent\":0");
  }

  @Test
  void outsideTheHoursNothingIsCaptured() throws Exception {
    policy =
        text ->
            text.replace(
                "\"capture\": {",
                "\"capture\": { \"hours\": {\"days\": [\"sun\"], \"from\": \"08:00\", \"to\": \"19:00\"},");
    Outcome outcome = replay(ReplayLines.editorAndTerminal(7).type("too early").pause(3000));
    assertThat(outcome.lines()).isEmpty();
    assertThat(outcome.status()).contains("\"OUTSIDE_HOURS\":1");
  }

  @Test
  void nothingIsDeletedFromADamagedBufferInSilence() throws Exception {
    Path dir = replay(ReplayLines.editorAndTerminal(7).type("words").pause(3000)).dir();
    Path data = dir.resolve("data");
    byte[] damaged = "no database".repeat(400).getBytes(StandardCharsets.UTF_8);
    Files.write(data.resolve("buffer.db"), damaged);
    InMemoryKeyStorage keys = new InMemoryKeyStorage();
    Clock clock = Clock.systemUTC();
    try (StoppedAgent stopped =
        new StoppedAgent(data, dir.resolve("policy.json"), (where, file) -> keys, clock)) {
      assertThatThrownBy(() -> stopped.delete(new DeletionRequest.All()))
          .isInstanceOf(ControlException.class)
          .hasMessageContaining("damaged");
    }
    assertThat(Files.readAllBytes(data.resolve("buffer.db"))).isEqualTo(damaged);
  }

  @Test
  void aUsedDataDirectoryAndAFarEndpointAreRefused() throws Exception {
    ReplayLines script = ReplayLines.editorAndTerminal(7).type("x");
    Outcome outcome = replay(script);
    ReplayScript read = ReplayScript.read(script.write(temp.resolve("again.jsonl")));
    assertThatThrownBy(() -> run(outcome.dir(), outcome.dir().resolve("policy.json"), read))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("already in use");
    String far =
        Policies.config("policy.demo.json")
            .replace("http://127.0.0.1:8787", "https://ingest.example.com")
            .replace(
                "\"holdMinutes\": 0",
                "\"holdMinutes\": 60, \"auth\": {\"kind\": \"bearer\", \"token\": \"keystore:t\"}, \"receiptKey\": \"11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"")
            .replace("\"lookBackSeconds\": 2", "\"lookBackSeconds\": 30");
    Path policyFile = Files.writeString(temp.resolve("far.json"), far);
    assertThatThrownBy(() -> run(temp.resolve("new"), policyFile, read))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("endpoint is this machine");
  }

  private static void run(Path dir, Path policyFile, ReplayScript script) throws AgentException {
    InMemoryKeyStorage keys = new InMemoryKeyStorage();
    ReplayAgent.run(
        dir.resolve("data"), policyFile, script, (d, f) -> keys, InputAccounting.NONE, w -> {});
  }
}
