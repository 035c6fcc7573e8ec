package dev.vitrine.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.capture.InputAccounting;
import dev.vitrine.control.AgentStatus.State;
import dev.vitrine.store.ReadOnlyStore;
import dev.vitrine.testing.FakeDesktop;
import dev.vitrine.testing.JavaProcess;
import dev.vitrine.testing.OtherUser;
import dev.vitrine.testing.Policies;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;

/**
 * An agent whose data directory is made read-only while it runs; to be run by a user whom
 * permissions bind. Says what happened, a line each, and fails where that is not what should.
 * Argument: a folder of its own.
 */
final class ReadOnlyAgent {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** In this time it tries at least once to open the buffer, every 5 s. */
  private static final Duration WATCHED = Duration.ofSeconds(7);

  private static final Duration MOST_CPU = Duration.ofSeconds(2);

  private final FakeDesktop desktop;
  private final Path data;
  private final Path policy;
  private final Agent agent;

  private ReadOnlyAgent(Path home) throws Exception {
    desktop = new FakeDesktop();
    data = Files.createDirectory(home.resolve("data"));
    policy = home.resolve("policy.json");
    Files.writeString(policy, demo());
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

  private static String demo() {
    return Policies.config("policy.demo.json").replace("127.0.0.1:8787", "127.0.0.1:1");
  }

  public static void main(String[] arguments) throws Exception {
    JavaProcess.endWithParent();
    ReadOnlyAgent it = new ReadOnlyAgent(Path.of(arguments[0]));
    try {
      it.run();
    } finally {
      OtherUser.makeReadOnly(it.data, false);
      it.agent.close();
      it.desktop.close();
    }
    System.exit(0);
  }

  private void run() throws Exception {
    agent.start();
    awaitState(State.WAITING_FOR_ACKNOWLEDGEMENT);
    agent.acknowledge("demo-1");
    awaitState(State.CAPTURING);
    System.out.println("capturing");
    capture("stored before");

    OtherUser.makeReadOnly(data, true);
    assertThat(Files.isWritable(data)).as("permissions bind us").isFalse();
    // Another limit: the buffer is closed and opened again.
    Files.writeString(policy, demo().replace("\"keyStore\": \"system\"", "\"keepSentDays\": 3"));
    awaitState(State.FAILED);
    assertThat(agent.status().why()).contains("check disk and modes");
    System.out.println("failed: check disk and modes");
    Duration before = cpu();
    await().pollDelay(WATCHED).atMost(WATCHED.plusSeconds(30)).until(() -> true);
    assertThat(cpu().minus(before)).as("it does not spin").isLessThan(MOST_CPU);
    assertThat(agent.status().state()).isEqualTo(State.FAILED);
    desktop.type("typed meanwhile");
    desktop.enter();

    OtherUser.makeReadOnly(data, false);
    awaitState(State.CAPTURING);
    System.out.println("capturing");
    capture("stored behind");
    assertThat(captured()).contains("stored before").doesNotContain("meanwhile");
    System.out.println("all is there");
  }

  private void capture(String text) {
    await().pollDelay(Duration.ofMillis(400)).until(() -> true);
    desktop.type(text);
    desktop.enter();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(captured()).contains(text));
  }

  private String captured() throws Exception {
    StringBuilder all = new StringBuilder();
    try (ReadOnlyStore store =
        ReadOnlyStore.open(data, desktop.keys(), Clock.systemUTC()).orElseThrow()) {
      store
          .log()
          .export(line -> all.append(new String(line.bytes(), StandardCharsets.UTF_8)).append(' '));
    }
    return all.toString();
  }

  private void awaitState(State state) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(agent.status().state()).isEqualTo(state));
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }
}
