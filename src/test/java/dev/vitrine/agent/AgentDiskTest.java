package dev.vitrine.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.capture.InputAccounting;
import dev.vitrine.control.AgentControl.DeletionRequest;
import dev.vitrine.control.AgentStatus.State;
import dev.vitrine.store.StoreOptions;
import dev.vitrine.store.VitrineStore;
import dev.vitrine.testing.FakeDesktop;
import dev.vitrine.testing.InMemoryKeyStorage;
import dev.vitrine.testing.JavaProcess;
import dev.vitrine.testing.Policies;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The live agent on a disk that fills up. */
@Timeout(90)
class AgentDiskTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path temp;
  private FakeDesktop desktop;
  private Path disk;
  private boolean mounted;
  private Agent agent;

  @BeforeEach
  void mount() throws Exception {
    desktop = new FakeDesktop();
    // The native libraries unpack into the first directory of a process: not onto the small disk.
    VitrineStore.open(
            temp.resolve("first"),
            new InMemoryKeyStorage(),
            StoreOptions.defaults(Clock.systemUTC()))
        .close();
    disk = Files.createDirectory(temp.resolve("disk"));
    mounted = JavaProcess.run("mount", "-t", "tmpfs", "-o", "size=32m", "none", disk.toString());
    assumeTrue(mounted, "skipped: a file system cannot be mounted here (needs root)");
    Path data = Files.createDirectory(disk.resolve("data"));
    Path policy = temp.resolve("policy.json");
    Files.writeString(
        policy, Policies.config("policy.demo.json").replace("127.0.0.1:8787", "127.0.0.1:1"));
    agent =
        new Agent(
            data,
            policy,
            0,
            desktop.seams(),
            Clock.system(ZoneOffset.UTC),
            InputAccounting.NONE,
            line -> {});
    agent.start();
    awaitState(State.WAITING_FOR_ACKNOWLEDGEMENT);
    agent.acknowledge("demo-1");
    awaitState(State.CAPTURING);
  }

  @AfterEach
  void unmount() throws Exception {
    if (agent != null) {
      agent.close();
    }
    desktop.close();
    if (mounted) {
      assertThat(JavaProcess.run("umount", disk.toString())).isTrue();
    }
  }

  @Test
  void onAFullDiskCapturePausesAndSaysSoAndGoesOnWhenThereIsRoom() throws Exception {
    type("stored before");
    awaitRecords(1);
    fill(disk.resolve("filler"));
    awaitStateWhileTyping(State.FULL);
    assertThat(agent.status().why()).contains("full");
    // The ballast lets people delete all the same.
    assertThat(agent.delete(new DeletionRequest.All()).records()).isPositive();

    Files.delete(disk.resolve("filler"));

    awaitState(State.CAPTURING);
  }

  private void type(String text) {
    desktop.type(text);
    desktop.enter();
  }

  private void awaitRecords(long count) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(agent.status().records().held() + agent.status().records().ready())
                    .isGreaterThanOrEqualTo(count));
  }

  private void awaitState(State state) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(agent.status().state()).isEqualTo(state));
  }

  private void awaitStateWhileTyping(State state) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              type("more words");
              assertThat(agent.status().state()).isEqualTo(state);
            });
  }

  private static void fill(Path filler) throws IOException {
    try (OutputStream out = Files.newOutputStream(filler)) {
      for (int size = 100_000; size > 0; size /= 2) {
        boolean more = true;
        while (more) {
          try {
            out.write(new byte[size]);
          } catch (IOException full) {
            more = false;
          }
        }
      }
    }
  }
}
