package dev.vitrine.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.capture.InputAccounting;
import dev.vitrine.control.AgentControl.DeletionRequest;
import dev.vitrine.control.AgentStatus.State;
import dev.vitrine.record.RecordLine;
import dev.vitrine.store.HoldTerms;
import dev.vitrine.store.NewRecord;
import dev.vitrine.store.StoreException;
import dev.vitrine.store.StoreOptions;
import dev.vitrine.store.VitrineStore;
import dev.vitrine.tally.DropReason;
import dev.vitrine.testing.FakeDesktop;
import dev.vitrine.testing.Policies;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The live agent on a buffer that is as large as the policy allows, and full. */
@Timeout(90)
class AgentCapTest {
  /** The least that a policy can say. */
  private static final int CAP_MEGABYTES = 16;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path temp;
  private FakeDesktop desktop;
  private long stored;
  private Agent agent;

  @BeforeEach
  void start() throws Exception {
    desktop = new FakeDesktop();
    Path data = Files.createDirectory(temp.resolve("data"));
    fill(data);
    Path policy = temp.resolve("policy.json");
    Files.writeString(
        policy,
        Policies.config("policy.demo.json")
            .replace("127.0.0.1:8787", "127.0.0.1:1")
            .replace(
                "\"keyStore\": \"system\"",
                "\"keyStore\": \"system\", \"maxMegabytes\": " + CAP_MEGABYTES));
    agent =
        new Agent(
            data,
            policy,
            0,
            desktop.seams(),
            Clock.system(ZoneOffset.UTC),
            InputAccounting.NONE,
            line -> {});
  }

  @AfterEach
  void end() throws Exception {
    agent.close();
    desktop.close();
  }

  /** To the cap, with records that cannot be packed. */
  private void fill(Path data) throws Exception {
    Random random = new Random(3);
    byte[] noise = new byte[45_000];
    StoreOptions options =
        StoreOptions.defaults(Clock.systemUTC()).withLimits((long) CAP_MEGABYTES << 20, 14, 30);
    try (VitrineStore store = VitrineStore.open(data, desktop.keys(), options)) {
      StoreException.Kind refusal = null;
      while (refusal == null) {
        random.nextBytes(noise);
        String id = "filler-" + stored;
        String json =
            "{\"v\":1,\"id\":\""
                + id
                + "\",\"app\":\"Editor\",\"text\":\""
                + Base64.getEncoder().encodeToString(noise)
                + "\"}";
        RecordLine line = new RecordLine(id, "Editor", json.getBytes(StandardCharsets.UTF_8));
        try {
          store
              .capture()
              .append(
                  List.of(new NewRecord(line, Instant.now())),
                  new HoldTerms(Duration.ofDays(1), "http://127.0.0.1:1", null));
          stored++;
        } catch (StoreException e) {
          refusal = e.kind();
        }
      }
      assertThat(refusal).isEqualTo(StoreException.Kind.FULL);
    }
  }

  @Test
  void atItsCapCapturePausesAndSaysSoAndNothingThatWasStoredIsDropped() throws Exception {
    agent.start();
    awaitState(State.WAITING_FOR_ACKNOWLEDGEMENT);
    agent.acknowledge("demo-1");
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              desktop.type("words for which there is no room");
              desktop.enter();
              assertThat(agent.status().state()).isEqualTo(State.FULL);
            });
    assertThat(agent.status().why()).contains("cap of 16 MiB");
    // It tells tens; the deletion below counts exactly.
    assertThat(agent.status().records().held()).isEqualTo(stored / 10 * 10);
    assertThat(agent.status().drops().get(DropReason.STORE_FULL)).isPositive();

    assertThat(agent.delete(new DeletionRequest.All()).records()).isEqualTo(stored);

    awaitState(State.CAPTURING);
  }

  private void awaitState(State state) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(agent.status().state()).isEqualTo(state));
  }
}
