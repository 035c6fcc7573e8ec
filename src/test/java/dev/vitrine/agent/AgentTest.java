package dev.vitrine.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vitrine.capture.InputAccounting;
import dev.vitrine.control.AgentControl.DeletionRequest;
import dev.vitrine.control.AgentStatus.State;
import dev.vitrine.control.ControlException;
import dev.vitrine.policy.LocalSettings;
import dev.vitrine.store.ReadOnlyStore;
import dev.vitrine.tally.DropReason;
import dev.vitrine.testing.FakeDesktop;
import dev.vitrine.testing.Policies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The live agent's states, in process, over a desktop that a test plays: threads, store and time
 * are real.
 *
 * <p>Seen red with this bug put in on purpose: the pause looked at after the policy, so that a
 * start into a pause captures.
 */
class AgentTest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String FAR =
      "https://ingest.example.com\", \"auth\": {\"kind\": \"bearer\", \"token\": \"keystore:t\"},"
          + " \"receiptKey\": \"11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

  @TempDir private Path temp;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private FakeDesktop desktop;
  private Agent agent;

  @BeforeEach
  void desktop() throws Exception {
    desktop = new FakeDesktop();
    policy(demo());
    agent = agent();
  }

  @AfterEach
  void end() throws Exception {
    agent.close();
    desktop.close();
  }

  /** A policy with an endpoint at which nobody listens. */
  private static String demo() {
    return Policies.config("policy.demo.json").replace("127.0.0.1:8787", "127.0.0.1:1");
  }

  private static String far() {
    return demo()
        .replace("http://127.0.0.1:1", FAR)
        .replace("\"holdMinutes\": 0", "\"holdMinutes\": 60")
        .replace("\"lookBackSeconds\": 2", "\"lookBackSeconds\": 30");
  }

  private Path policy(String text) throws IOException {
    return Files.writeString(temp.resolve("policy.json"), text);
  }

  private Agent agent() throws Exception {
    Files.createDirectories(temp.resolve("data"));
    return new Agent(
        temp.resolve("data"),
        temp.resolve("policy.json"),
        0,
        desktop.seams(),
        Clock.system(ZoneOffset.UTC),
        InputAccounting.NONE,
        said::add);
  }

  private void awaitState(State state) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(agent.status().state()).isEqualTo(state));
  }

  private void startCapturing() throws Exception {
    agent.start();
    awaitState(State.WAITING_FOR_ACKNOWLEDGEMENT);
    agent.acknowledge("demo-1");
    awaitState(State.CAPTURING);
    settle();
  }

  /** Until the focus is known and what was decided has come to the pipeline. */
  private static void settle() {
    await().pollDelay(Duration.ofMillis(400)).until(() -> true);
  }

  private String captured() throws Exception {
    StringBuilder all = new StringBuilder();
    try (ReadOnlyStore store =
        ReadOnlyStore.open(temp.resolve("data"), desktop.keys(), Clock.systemUTC()).orElseThrow()) {
      store
          .log()
          .export(
              line -> all.append(new String(line.bytes(), StandardCharsets.UTF_8)).append('\n'));
    }
    return all.toString();
  }

  private void awaitCaptured(String text) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(captured()).contains(text));
  }

  @Test
  void nothingIsCapturedBeforeTheAcknowledgement() throws Exception {
    agent.start();
    awaitState(State.WAITING_FOR_ACKNOWLEDGEMENT);
    desktop.type("too early");
    desktop.enter();
    assertThatThrownBy(() -> agent.acknowledge("another revision"))
        .isInstanceOf(ControlException.class);
    agent.acknowledge("demo-1");
    awaitState(State.CAPTURING);
    settle();
    desktop.type("in time");
    desktop.enter();
    awaitCaptured("in time");
    assertThat(captured()).doesNotContain("early");
    assertThat(said)
        .contains("capturing")
        .filteredOn(line -> line.startsWith("waiting"))
        .hasSize(1);
  }

  @Test
  void aPauseForgetsWhatIsInMemoryAndSurvivesARestart() throws Exception {
    startCapturing();
    desktop.type("half a sent");
    settle();
    agent.pause(null);
    assertThat(agent.status().state()).isEqualTo(State.PAUSED);
    desktop.type("paused words");
    desktop.enter();
    agent.close();
    agent = agent();
    agent.start();
    desktop.type("while it starts");
    desktop.enter();
    awaitState(State.PAUSED);
    settle();
    agent.resume();
    awaitState(State.CAPTURING);
    settle();
    desktop.type("after all");
    desktop.enter();
    awaitCaptured("after all");
    assertThat(captured()).doesNotContain("half").doesNotContain("paused").doesNotContain("while");
    assertThat(agent.status().drops().get(DropReason.PAUSED)).isNotNull();
  }

  @Test
  void aTimedPauseEndsByItself() throws Exception {
    startCapturing();
    assertThat(agent.pause(Duration.ofSeconds(1)).until()).isNotNull();
    assertThat(agent.status().state()).isEqualTo(State.PAUSED);
    awaitState(State.CAPTURING);
  }

  @Test
  void aPolicyThatBreaksStopsCaptureAndAMendedOneResumesIt() throws Exception {
    startCapturing();
    for (String broken : List.of("", "{", demo().replace("ai-training", "ranking"))) {
      policy(broken);
      awaitState(State.NO_POLICY);
      assertThat(agent.status().why()).contains("policy.json");
      settle();
      desktop.type("unlawful");
      desktop.enter();
      settle();
      policy(demo());
      awaitState(State.CAPTURING);
      settle();
    }
    Files.delete(temp.resolve("policy.json"));
    awaitState(State.NO_POLICY);
    policy(demo());
    awaitState(State.CAPTURING);
    settle();
    desktop.type("lawful");
    desktop.enter();
    awaitCaptured("lawful");
    assertThat(captured()).doesNotContain("unlawful");
  }

  @Test
  void aRevisionThatWidensMustBeAcknowledgedAndOneThatTightensNeedNot() throws Exception {
    startCapturing();
    policy(
        demo()
            .replace("demo-1", "demo-2")
            .replace("\"pointer\": \"path\"", "\"pointer\": \"clicks\""));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(agent.status().policy()).isEqualTo("demo-2"));
    assertThat(agent.status().state()).isEqualTo(State.CAPTURING);
    policy(
        demo()
            .replace("demo-1", "demo-3")
            .replace("\"pointer\": \"clicks\"", "\"pointer\": \"path\""));
    awaitState(State.WAITING_FOR_ACKNOWLEDGEMENT);
  }

  @Test
  void withAFarEndpointNothingIsCapturedUnlessPeopleCanSeeIt() throws Exception {
    policy(far());
    desktop.onScreen(false);
    agent.start();
    awaitState(State.WAITING_FOR_ACKNOWLEDGEMENT);
    agent.acknowledge("demo-1");
    awaitState(State.NOT_VISIBLE);
    desktop.onScreen(true);
    awaitState(State.CAPTURING);
    assertThat(desktop.shown()).isNotNull();
    desktop.onScreen(false);
    awaitState(State.NOT_VISIBLE);
    assertThat(agent.status().drops().get(DropReason.NOT_VISIBLE)).isEqualTo(2L);
  }

  @Test
  void outsideTheHoursNothingIsCaptured() throws Exception {
    policy(
        demo()
            .replace(
                "\"capture\": {",
                "\"capture\": { \"hours\": {\"days\": [\""
                    + otherDay()
                    + "\"], \"from\": \"08:00\", \"to\": \"08:01\"},"));
    agent.start();
    awaitState(State.WAITING_FOR_ACKNOWLEDGEMENT);
    agent.acknowledge("demo-1");
    awaitState(State.OUTSIDE_HOURS);
  }

  private static String otherDay() {
    return java.time.LocalDate.now(ZoneOffset.UTC)
        .plusDays(3)
        .getDayOfWeek()
        .name()
        .substring(0, 3)
        .toLowerCase(java.util.Locale.ROOT);
  }

  @Test
  void deletingDropsWhatIsStillInMemory() throws Exception {
    startCapturing();
    desktop.type("stored words");
    desktop.enter();
    awaitCaptured("stored words");
    settle();
    desktop.type("held words");
    settle();
    assertThat(agent.delete(new DeletionRequest.Last(Duration.ofMinutes(10))).records())
        .isPositive();
    assertThat(captured()).isEmpty();
    desktop.enter();
    settle();
    desktop.type("new words");
    desktop.enter();
    awaitCaptured("new words");
    assertThat(captured()).doesNotContain("stored").doesNotContain("held");
  }

  @Test
  void anApplicationThatStaffExcludeIsCapturedNoMoreAlsoAfterARestartUntilTheyTakeItBack()
      throws Exception {
    startCapturing();
    desktop.type("before it");
    desktop.enter();
    awaitCaptured("before it");
    agent.settings(LocalSettings.NONE.withExcluded("Text editor", true));
    assertThat(agent.settings().apps()).containsKey("Text editor");
    settle();
    desktop.type("private one");
    desktop.enter();
    agent.close();
    agent = agent();
    agent.start();
    awaitState(State.CAPTURING);
    settle();
    desktop.type("private two");
    desktop.enter();
    agent.settings(agent.settings().withExcluded("Text editor", false));
    settle();
    desktop.type("again open");
    desktop.enter();
    awaitCaptured("again open");
    assertThat(captured()).doesNotContain("private");
  }

  @Test
  void settingsThatAreNotUnderstoodCaptureNothingAndSayWhere() throws Exception {
    startCapturing();
    Path settings = temp.resolve("data").resolve("settings.json");
    Files.writeString(settings, "{\"version\": 1, \"exclude\": []}");
    awaitState(State.NO_POLICY);
    assertThat(agent.status().why()).contains(settings + ":1:").contains("exclude");
    Files.delete(settings);
    awaitState(State.CAPTURING);
  }
}
