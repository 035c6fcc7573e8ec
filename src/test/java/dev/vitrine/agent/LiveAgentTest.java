package dev.vitrine.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.receiver.Receiver;
import dev.vitrine.receiver.ReceiverOptions;
import dev.vitrine.testing.AgentProcess;
import dev.vitrine.testing.Policies;
import dev.vitrine.testing.TestDisplay;
import dev.vitrine.testing.TestDisplay.Part;
import dev.vitrine.testing.XTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The real program on a real X server, with a window manager, an accessibility bus and a key ring:
 * real keys into real windows, through hook, gates, redaction, sealed buffer and upload to the
 * reference receiver. Each test has a desktop of its own; two run at once.
 */
@Tag("live")
@Execution(ExecutionMode.CONCURRENT)
class LiveAgentTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private TestDisplay display;
  private Receiver receiver;
  private AgentProcess agent;
  private XTest keyboard;
  private boolean displayDead;
  private Path receiverDir;

  @BeforeEach
  void startDesktop() throws Exception {
    TestDisplay.requireProgram("zenity");
    TestDisplay.requireProgram("xdotool");
    TestDisplay.requireProgram("gnome-keyring-daemon");
    display = TestDisplay.start(Part.WINDOW_MANAGER, Part.ACCESSIBILITY, Part.KEYRING);
    keyboard = new XTest(display.name());
    receiverDir = display.home().resolve("receiver");
    receiver = Receiver.start(ReceiverOptions.loopback(receiverDir, 0), Clock.systemUTC());
    agent = new AgentProcess(display.environment(), display.home(), policy("policy.json"));
  }

  @AfterEach
  void endDesktop() {
    agent.close();
    receiver.close();
    if (!displayDead) {
      keyboard.close();
    }
    display.close();
  }

  private Path policy(String name) throws IOException {
    return Files.writeString(
        display.home().resolve(name),
        Policies.config("policy.demo.json")
            .replace("http://127.0.0.1:8787", receiver.url().toString()));
  }

  /** A form with an entry and a password entry, in front, with the focus in the entry. */
  private Process form() {
    Process form =
        display.run(
            "zenity",
            "--forms",
            "--title=Sign in",
            "--text=Sign in",
            "--add-entry=Name",
            "--add-password=Password");
    awaitWindow("Sign in");
    return form;
  }

  private void awaitWindow(String title) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> activeTitle().equals(title));
    settle();
  }

  private String activeTitle() throws Exception {
    ProcessBuilder query =
        new ProcessBuilder("xdotool", "getactivewindow", "getwindowname")
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    query.environment().putAll(display.environment());
    Process process = query.start();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("xdotool does not end");
    }
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  /** A person looks at a window for a moment before typing; the focus is known by then. */
  private static void settle() {
    await().pollDelay(Duration.ofMillis(800)).until(() -> true);
  }

  private void awaitDelivered(int atLeast) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              JsonNode records = agent.status().path("records");
              assertThat(records.path("ready").asInt()).isZero();
              assertThat(records.path("sent").asInt()).isGreaterThanOrEqualTo(atLeast);
            });
  }

  private String received() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(receiverDir)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".ndjson")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  @Test
  void aFormsEntryArrivesAndItsPasswordLeavesNoTrace() throws Exception {
    agent.capture();
    form();
    keyboard.type("Ada Example", 20);
    keyboard.key(XTest.TAB);
    settle();
    keyboard.type("Zq7-canary-pw", 20);
    keyboard.key(XTest.BACKSPACE);
    keyboard.type("9", 20);
    settle();
    keyboard.key(XTest.ENTER);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(received()).contains("Ada Example"));
    awaitDelivered(2);
    assertThat(agent.exportedText()).contains("Ada Example").doesNotContain("Zq7");
    assertThat(agent.status().path("drops").path("PROTECTED").asInt()).isEqualTo(1);
    assertThat(agent.stop()).isZero();
    for (String piece : List.of("Zq7-canary-pw", "canary", "anary-p", "7-can")) {
      assertThat(Residue.in(display.home(), piece)).describedAs(piece).isEmpty();
    }
    assertThat(Residue.in(agent.dataDir(), "Ada Example")).isEmpty();
  }

  @Test
  void pauseResumeAndDeleteWorkOnTheRunningAgent() throws Exception {
    agent.capture();
    form();
    keyboard.type("first words", 20);
    keyboard.key(XTest.TAB);
    awaitDelivered(2);
    assertThat(agent.command("pause", "--minutes", "5").out()).contains("Paused until");
    assertThat(agent.status().path("state").asText()).isEqualTo("paused");
    keyboard.key(XTest.TAB, XTest.SHIFT);
    settle();
    keyboard.type("paused words", 20);
    assertThat(agent.command("resume").out()).contains("capturing");
    settle();
    keyboard.type(" later words", 20);
    keyboard.key(XTest.TAB);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(agent.exportedText()).contains("later words"));
    assertThat(agent.exportedText()).contains("first words").doesNotContain("paused");
    awaitDelivered(3);

    AgentProcess.Result deleted = agent.command("delete", "--last", "10m", "--yes");
    assertThat(deleted.exit()).isZero();
    assertThat(deleted.out()).contains("Erasure request");
    assertThat(agent.export()).isEmpty();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(received()).doesNotContain("first words"));
    assertThat(agent.stop()).isZero();
  }

  @Test
  void whatWasStoredSurvivesAKillInTheMiddleOfTyping() throws Exception {
    receiver.close();
    agent.capture();
    form();
    keyboard.type("kept words", 20);
    keyboard.key(XTest.TAB);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(agent.exportedText()).contains("kept words"));
    List<JsonNode> before = agent.export();
    keyboard.key(XTest.TAB, XTest.SHIFT);
    settle();
    keyboard.type("half-typed-canary-8", 20);
    agent.kill();
    assertThat(agent.export()).containsAll(before);
    assertThat(Residue.in(display.home(), "half-typed-canary-8")).isEmpty();
    agent.start();
    agent.awaitState("capturing");
    assertThat(agent.export()).containsAll(before);
    assertThat(agent.stop()).isZero();
  }

  @Test
  void aCopyOfTheDataMadeBeforeADeletionOpensNoMore() throws Exception {
    agent.capture();
    form();
    keyboard.type("copied words", 20);
    keyboard.key(XTest.TAB);
    awaitDelivered(2);
    assertThat(agent.stop()).isZero();
    Path copy = display.home().resolve("copy");
    copyTree(agent.dataDir(), copy);
    AgentProcess onCopy =
        new AgentProcess(display.environment(), copy.getParent(), policy("policy.json"));
    assertThat(agent.exportedText()).contains("copied words");
    assertThat(agent.command("delete", "--all", "--yes").exit()).isZero();
    copyTree(copy, onCopy.dataDir());
    AgentProcess.Result opened =
        onCopy.command(
            "export", "--format", "jsonl", "--out", display.home().resolve("x").toString());
    assertThat(opened.exit()).isEqualTo(1);
    assertThat(opened.err()).contains("vitrine: ");
    assertThat(display.home().resolve("x")).doesNotExist();
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else if (Files.isRegularFile(file)) {
          Files.copy(file, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  @Test
  void beforeTheAcknowledgementAndWithABrokenPolicyNothingIsCaptured() throws Exception {
    agent.start();
    agent.awaitState("waiting-for-acknowledgement");
    form();
    keyboard.type("too early", 20);
    keyboard.key(XTest.TAB);
    settle();
    assertThat(agent.export()).isEmpty();
    assertThat(agent.command("acknowledge", "--yes").exit()).isZero();
    agent.awaitState("capturing");
    keyboard.key(XTest.TAB, XTest.SHIFT);
    settle();
    keyboard.type("in time", 20);
    keyboard.key(XTest.TAB);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(agent.exportedText()).contains("in time"));
    Files.writeString(display.home().resolve("policy.json"), "{ \"version\": 1, ");
    agent.awaitState("no-policy");
    keyboard.key(XTest.TAB, XTest.SHIFT);
    settle();
    keyboard.type("too late", 20);
    keyboard.key(XTest.TAB);
    settle();
    policy("policy.json");
    agent.awaitState("capturing");
    assertThat(agent.exportedText()).contains("in time").doesNotContain("too");
    assertThat(agent.output()).contains("no-policy: ").contains("policy.json:1:");
    assertThat(agent.stop()).isZero();
  }

  @Test
  void aSecondAgentOnTheSameDataEndsWithOneLine() throws Exception {
    agent.capture();
    AgentProcess second =
        new AgentProcess(display.environment(), display.home(), policy("policy.json"));
    AgentProcess.Result refused = second.command("run");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err().strip().lines()).hasSize(1);
    assertThat(refused.err()).contains("another agent");
  }

  @Test
  void theAgentEndsWithOneLineWhenTheDisplayDies() throws Exception {
    agent.capture();
    keyboard.close();
    displayDead = true;
    display.killServer();
    assertThat(agent.awaitExit()).isEqualTo(1);
    assertThat(agent.output()).contains("the display server is gone");
  }
}
