package dev.vitrine.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.control.AgentControl.DeletionRequest;
import dev.vitrine.control.AgentStatus.State;
import dev.vitrine.control.ControlException;
import dev.vitrine.store.StoreOptions;
import dev.vitrine.store.VitrineStore;
import dev.vitrine.testing.InMemoryKeyStorage;
import dev.vitrine.testing.Policies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be asked of a data directory on which no agent runs. */
class StoppedAgentTest {
  private final InMemoryKeyStorage keys = new InMemoryKeyStorage();
  @TempDir private Path temp;
  private Path data;
  private Path policy;

  @BeforeEach
  void buffer() throws Exception {
    data = temp.resolve("data");
    policy = Files.writeString(temp.resolve("policy.json"), Policies.config("policy.demo.json"));
    VitrineStore.open(data, keys, StoreOptions.defaults(Clock.systemUTC())).close();
  }

  private StoppedAgent stopped() {
    return new StoppedAgent(data, policy, (dir, file) -> keys, Clock.systemUTC());
  }

  @Test
  void aPauseIsKeptForTheNextStart() throws Exception {
    try (StoppedAgent agent = stopped()) {
      assertThat(agent.pause(Duration.ofMinutes(5)).until()).isNotNull();
      assertThat(StateFile.read(data).paused()).isTrue();
      assertThat(agent.resume().state()).isEqualTo(State.STOPPED);
      assertThat(StateFile.read(data).paused()).isFalse();
    }
  }

  @Test
  void anUnreadableStateCountsAsPausedAndNothingAcknowledged() throws Exception {
    Files.writeString(data.resolve("agent.json"), "{ \"paused\": tr");
    assertThat(StateFile.read(data).paused()).isTrue();
    assertThat(StateFile.read(data).acknowledged()).isNull();
  }

  @Test
  void deletingFromADamagedBufferDoesNotPretend() throws Exception {
    Files.writeString(
        data.resolve("buffer.db"), "no database at all, but as long as one ".repeat(500));
    try (StoppedAgent agent = stopped()) {
      assertThatThrownBy(() -> agent.delete(new DeletionRequest.All()))
          .isInstanceOf(ControlException.class)
          .hasMessageContaining("damaged");
    }
  }

  @Test
  void whileAnAgentHoldsTheDirectoryNothingIsWritten() throws Exception {
    try (DirectoryLock lock = DirectoryLock.take(data);
        StoppedAgent agent = stopped()) {
      assertThatThrownBy(() -> agent.delete(new DeletionRequest.All()))
          .isInstanceOf(ControlException.class)
          .hasMessageContaining("another agent");
    }
  }
}
