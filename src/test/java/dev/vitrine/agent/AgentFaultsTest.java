package dev.vitrine.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vitrine.capture.InputAccounting;
import dev.vitrine.control.AgentControl.DeletionRequest;
import dev.vitrine.control.AgentStatus.State;
import dev.vitrine.control.ControlException;
import dev.vitrine.record.RecordLine;
import dev.vitrine.store.CaptureLog;
import dev.vitrine.store.HoldTerms;
import dev.vitrine.store.LedgerEntry;
import dev.vitrine.store.NewRecord;
import dev.vitrine.store.ReadOnlyStore;
import dev.vitrine.store.StoreOptions;
import dev.vitrine.store.VitrineStore;
import dev.vitrine.tally.DropReason;
import dev.vitrine.testing.FakeDesktop;
import dev.vitrine.testing.Policies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the live agent does when something under it fails or hangs.
 *
 * <p>Seen red with these bugs put in on purpose: the buffer opened on the steward's thread; a stop
 * that closes the gate and leaves the state as it was.
 */
@Timeout(60)
class AgentFaultsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

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

  private static String demo() {
    return Policies.config("policy.demo.json").replace("127.0.0.1:8787", "127.0.0.1:1");
  }

  private void policy(String text) throws IOException {
    Files.writeString(temp.resolve("policy.json"), text);
  }

  private Agent agent() throws IOException {
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

  private void restart() throws Exception {
    agent.close();
    agent = agent();
    agent.start();
  }

  private void awaitState(State state) {
    awaitState(state, PATIENCE);
  }

  private void awaitState(State state, Duration atMost) {
    await()
        .atMost(atMost)
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

  private void capture(String text) {
    settle();
    desktop.type(text);
    desktop.enter();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(captured()).contains(text));
  }

  /** Until the focus is known and what was decided has come to the pipeline. */
  private static void settle() {
    await().pollDelay(Duration.ofMillis(400)).until(() -> true);
  }

  private String captured() throws Exception {
    try (ReadOnlyStore store =
        ReadOnlyStore.open(temp.resolve("data"), desktop.keys(), Clock.systemUTC()).orElseThrow()) {
      return lines(store.log());
    }
  }

  private static String lines(CaptureLog log) throws Exception {
    StringBuilder all = new StringBuilder();
    log.export(line -> all.append(new String(line.bytes(), StandardCharsets.UTF_8)).append('\n'));
    return all.toString();
  }

  @Test
  void aKeyStoreThatDoesNotAnswerKeepsNobodyWaiting() throws Exception {
    startCapturing();
    CountDownLatch answers = desktop.hangKeyStore();
    restart();
    await().atMost(PATIENCE).until(desktop::askedForKeys);
    assertThat(agent.status().state()).isEqualTo(State.STOPPED);
    agent.pause(null);
    assertThat(agent.status().state()).isEqualTo(State.PAUSED);
    assertThat(agent.resume().state()).isEqualTo(State.STOPPED);
    assertThatThrownBy(() -> agent.delete(new DeletionRequest.All()))
        .isInstanceOf(ControlException.class);
    policy("{");
    awaitState(State.NO_POLICY, Duration.ofSeconds(2));
    policy(demo());
    awaitState(State.STOPPED, Duration.ofSeconds(2));
    answers.countDown();
    awaitState(State.CAPTURING);
    capture("after all");
  }

  @Test
  void anAgentWhoseKeyStoreHangsStopsInAFewSeconds() throws Exception {
    desktop.hangKeyStore();
    agent.start();
    await().atMost(PATIENCE).until(desktop::askedForKeys);
    long before = System.nanoTime();
    agent.close();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aLockedKeyStoreIsToldAndWaitedFor() throws Exception {
    startCapturing();
    desktop.keys().lock(true);
    restart();
    awaitState(State.FAILED);
    assertThat(agent.status().why()).contains("locked");
    assertThatThrownBy(() -> agent.delete(new DeletionRequest.All()))
        .hasMessageContaining("locked");
    desktop.keys().lock(false);
    awaitState(State.CAPTURING);
  }

  @Test
  void aDeletionThatFindsTheKeyStoreLockedSaysSoAndTheAgentGoesOn() throws Exception {
    startCapturing();
    capture("kept words");
    desktop.keys().lock(true);
    assertThatThrownBy(() -> agent.delete(new DeletionRequest.All()))
        .isInstanceOf(ControlException.class)
        .hasMessageContaining("locked");
    desktop.keys().lock(false);
    assertThat(captured()).contains("kept words");
    assertThat(agent.delete(new DeletionRequest.All()).records()).isPositive();
    assertThat(captured()).isEmpty();
  }

  @Test
  void anExceptionInThePipelineStopsCaptureSaysSoAndCaptureStartsAgain() throws Exception {
    startCapturing();
    desktop.failPipeline(1);
    desktop.type("lost words");
    awaitState(State.FAILED);
    assertThat(desktop.pipelineFailed()).isTrue();
    assertThat(agent.status().why()).contains("IllegalStateException").doesNotContain("told");
    desktop.type("typed meanwhile");
    desktop.enter();
    awaitState(State.CAPTURING);
    capture("new words");
    assertThat(captured()).doesNotContain("lost").doesNotContain("meanwhile");
    assertThat(agent.status().drops().get(DropReason.STOPPED)).isNotNull();
  }

  @Test
  void theGateStaysClosedOnceTheAgentStops() throws Exception {
    startCapturing();
    agent.close();
    desktop.type("after the end");
    assertThat(agent.resume().state()).isEqualTo(State.STOPPED);
    policy(demo().replace("demo-1", "demo-2"));
    assertThat(agent.resume().state()).isEqualTo(State.STOPPED);
    assertThat(said).doesNotContain("stopped: the agent is stopping");
  }

  @Test
  void limitsOfTheBufferChangeWithoutARestart() throws Exception {
    startCapturing();
    capture("before");
    policy(demo().replace("\"keyStore\": \"system\"", "\"keepSentDays\": 0"));
    settle();
    awaitState(State.CAPTURING);
    capture("behind");
    assertThat(captured()).contains("before");
    assertThat(agent.delete(new DeletionRequest.All()).records()).isPositive();
  }

  @Test
  void staffCanLookAndDeleteWhileThereIsNoPolicy() throws Exception {
    startCapturing();
    capture("stored words");
    policy("{");
    restart();
    awaitState(State.NO_POLICY);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(agent.viewerUrl().getHost()).isEqualTo("127.0.0.1"));
    assertThat(agent.status().state()).isEqualTo(State.NO_POLICY);
    assertThat(agent.delete(new DeletionRequest.All()).records()).isPositive();
    assertThat(captured()).isEmpty();
  }

  @Test
  void aBufferAtItsCapPausesCaptureSaysSoAndGoesOnAfterADeletion() throws Exception {
    startCapturing();
    agent.close();
    fill(24);
    policy(demo().replace("\"keyStore\": \"system\"", "\"maxMegabytes\": 16"));
    agent = agent();
    agent.start();
    // The gap that the start leaves is refused already.
    awaitState(State.FULL);
    desktop.type("more words");
    desktop.enter();
    settle();
    assertThat(agent.status().why()).contains("16 MiB");
    assertThat(captured()).doesNotContain("more words");
    assertThat(agent.delete(new DeletionRequest.All()).records()).isPositive();
    awaitState(State.CAPTURING);
    capture("new words");
  }

  /** With records that do not shrink. */
  private void fill(int megabytes) throws Exception {
    try (VitrineStore store =
        VitrineStore.open(
            temp.resolve("data"), desktop.keys(), StoreOptions.defaults(Clock.systemUTC()))) {
      byte[] noise = new byte[8000];
      Random random = new Random(1);
      for (int n = 0; n < megabytes; n++) {
        List<NewRecord> records = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
          random.nextBytes(noise);
          String id = "noise-" + n + "-" + i;
          String text = Base64.getEncoder().encodeToString(noise);
          String json = "{\"v\":1,\"id\":\"" + id + "\",\"text\":\"" + text + "\"}";
          records.add(
              new NewRecord(
                  new RecordLine(id, "Text editor", json.getBytes(StandardCharsets.UTF_8)),
                  Instant.now()));
        }
        store
            .capture()
            .append(records, new HoldTerms(Duration.ofDays(1), "http://127.0.0.1:1", null));
      }
    }
  }

  @Test
  void aDamagedBufferIsSetAsideAndStaffAreTold() throws Exception {
    startCapturing();
    capture("old words");
    agent.close();
    Path database = temp.resolve("data").resolve("buffer.db");
    byte[] garbage = new byte[(int) Files.size(database)];
    Files.write(database, garbage);
    agent = agent();
    agent.start();
    awaitState(State.CAPTURING);
    assertThat(said).anyMatch(line -> line.startsWith("the buffer was damaged"));
    capture("new words");
  }

  @Test
  void theLedgerSaysWhatBecameOfPolicyAcknowledgementPauseAndViewer() throws Exception {
    startCapturing();
    agent.pause(null);
    agent.resume();
    agent.viewerUrl();
    agent.close();
    try (ReadOnlyStore reader =
        ReadOnlyStore.open(temp.resolve("data"), desktop.keys(), Clock.systemUTC()).orElseThrow()) {
      assertThat(reader.log().ledger(100))
          .extracting(LedgerEntry::kind)
          .containsExactly(
              LedgerEntry.Kind.VIEWER_OPENED,
              LedgerEntry.Kind.RESUMED,
              LedgerEntry.Kind.PAUSED,
              LedgerEntry.Kind.ACKNOWLEDGED,
              LedgerEntry.Kind.POLICY);
      assertThat(reader.log().ledger(1)).hasSize(1);
    }
  }

  @Test
  void countsOfDropsAreKeptOverAReopeningOnce() throws Exception {
    startCapturing();
    agent.pause(null);
    agent.resume();
    awaitState(State.CAPTURING);
    Long pauses = agent.status().drops().get(DropReason.PAUSED);
    assertThat(pauses).isNotNull();
    policy(demo().replace("\"keyStore\": \"system\"", "\"keepSentDays\": 1"));
    settle();
    awaitState(State.CAPTURING);
    assertThat(agent.status().drops()).containsEntry(DropReason.PAUSED, pauses);
    restart();
    awaitState(State.CAPTURING);
    assertThat(agent.status().drops()).containsEntry(DropReason.PAUSED, pauses);
  }

  @Test
  void whoeverLooksAtAStoppedAgentsRecordsGoesOnLookingAfterADeletion() throws Exception {
    startCapturing();
    capture("stored words");
    agent.close();
    try (StoppedAgent stopped =
        new StoppedAgent(
            temp.resolve("data"),
            temp.resolve("policy.json"),
            (dir, file) -> desktop.keys(),
            Clock.systemUTC())) {
      CaptureLog log = stopped.store().orElseThrow().log();
      assertThat(lines(log)).contains("stored words");
      assertThat(stopped.delete(new DeletionRequest.All()).records()).isPositive();
      assertThat(lines(log)).isEmpty();
    }
  }
}
