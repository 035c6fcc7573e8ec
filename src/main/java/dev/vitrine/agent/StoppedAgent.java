package dev.vitrine.agent;

import dev.vitrine.control.AgentControl;
import dev.vitrine.control.AgentStatus;
import dev.vitrine.control.ControlException;
import dev.vitrine.control.DeletionDesk;
import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.policy.LocalSettings;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyDiff;
import dev.vitrine.store.ReadOnlyStore;
import dev.vitrine.store.StoreException;
import dev.vitrine.store.StoreOptions;
import dev.vitrine.store.VitrineStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a data directory while no agent runs on it: its counts and records to look
 * at, a pause or an acknowledgement for the next start, and deletion. Whatever writes takes the
 * agent's lock for as long as it writes.
 */
public final class StoppedAgent implements AgentControl, AutoCloseable {
  private final Path dataDir;
  private final PolicyDesk desk;
  private final Seams.KeyStores keyStores;
  private final Clock clock;
  private final PendingDeletions deletions;
  private @Nullable ReadOnlyStore store;
  private @Nullable String storeProblem;

  /**
   * Opens the buffer for reading, where there is one; why it could not is told by {@link #status}.
   */
  public StoppedAgent(Path dataDir, Path policyFile, Seams.KeyStores keyStores, Clock clock) {
    this.dataDir = dataDir;
    this.desk = new PolicyDesk(policyFile, dataDir);
    this.keyStores = keyStores;
    this.clock = clock;
    this.deletions = new PendingDeletions(clock, new SecureRandom(), new Owner());
    desk.check();
    openForReading();
  }

  private void openForReading() {
    try {
      store = ReadOnlyStore.open(dataDir, keyStorageOrRefusal(), clock).orElse(null);
      storeProblem = null;
    } catch (StoreException e) {
      storeProblem = e.getMessage();
    }
  }

  /** Counts need no key; what does need one says why it cannot be had. */
  private KeyStorage keyStorageOrRefusal() {
    try {
      return keyStorage();
    } catch (KeyStorageException e) {
      return new RefusingKeyStorage(e);
    }
  }

  private KeyStorage keyStorage() throws KeyStorageException {
    return keyStores.of(dataDir, "file".equals(StateFile.read(dataDir).keyStore()));
  }

  /** The buffer, or empty where there is none yet. */
  public Optional<ReadOnlyStore> store() throws AgentException {
    if (storeProblem != null) {
      throw new AgentException(storeProblem);
    }
    return Optional.ofNullable(store);
  }

  /** The policy as it was written, for the viewer. */
  public Optional<Policy> written() {
    return Optional.ofNullable(desk.written());
  }

  @Override
  public AgentStatus status() {
    return Statuses.stopped(
        StateFile.read(dataDir), store == null ? null : store.log(), storeProblem);
  }

  @Override
  public @Nullable Notice notice() {
    Policy policy = desk.policy();
    return policy == null ? null : Notices.of(policy, desk.acknowledgedBy(StateFile.read(dataDir)));
  }

  /** Why there is no policy, or null where there is one. */
  public @Nullable String policyProblem() {
    return desk.problem();
  }

  @Override
  public AgentStatus acknowledge(String revision) throws ControlException {
    Policy policy = desk.policy();
    String source = desk.source();
    if (policy == null || source == null) {
      throw new ControlException("there is no policy to acknowledge: " + desk.problem());
    }
    if (!policy.revision().equals(revision)) {
      throw new ControlException("the policy's revision is " + policy.revision());
    }
    change(StateFile.read(dataDir).withAcknowledged(source));
    return status();
  }

  @Override
  public Pause pause(@Nullable Duration howLong) throws ControlException {
    Pause pause = Pauses.of(howLong, desk.policy(), clock.instant());
    change(StateFile.read(dataDir).withPause(true, pause.until()));
    return pause;
  }

  @Override
  public void stopForGood() throws ControlException {
    change(StateFile.read(dataDir).withPause(true, null));
  }

  @Override
  public AgentStatus resume() throws ControlException {
    change(StateFile.read(dataDir).withPause(false, null));
    return status();
  }

  @Override
  public LocalSettings settings() {
    return desk.settings();
  }

  @Override
  public void settings(LocalSettings wanted) throws ControlException {
    try (DirectoryLock lock = DirectoryLock.take(dataDir)) {
      OwnSettings.keep(dataDir, wanted);
    } catch (AgentException e) {
      throw new ControlException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new ControlException(
          "the data directory cannot be written (" + e.getClass().getSimpleName() + ")");
    }
    desk.check();
  }

  private void change(StateFile state) throws ControlException {
    try (DirectoryLock lock = DirectoryLock.take(dataDir)) {
      state.write(dataDir);
    } catch (AgentException e) {
      throw new ControlException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new ControlException(
          "the data directory cannot be written (" + e.getClass().getSimpleName() + ")");
    }
  }

  @Override
  public Deletion delete(DeletionRequest request) throws ControlException {
    if (storeProblem != null) {
      // Opening it for writing would set a damaged one aside, and "deleted 0" would be no answer.
      throw new ControlException(storeProblem);
    }
    if (store == null) {
      return new Deletion(0, 0, null);
    }
    return writing(writer -> Deletions.perform(writer.log(), request, clock.instant()));
  }

  /** What is done with the buffer opened for writing. */
  private interface Work<T> {
    T with(VitrineStore writer) throws StoreException;
  }

  /** The store that is open for reading stays so: a viewer looks through it. */
  private <T> T writing(Work<T> work) throws ControlException {
    try (DirectoryLock lock = DirectoryLock.take(dataDir);
        VitrineStore writer =
            VitrineStore.open(dataDir, keyStorage(), StoreOptions.defaults(clock))) {
      Path damaged = writer.damage().setAside();
      if (damaged != null) {
        throw new ControlException(
            "the buffer was damaged and nothing in it can be found; it was set aside, sealed, as "
                + damaged
                + ": remove that file to be rid of it");
      }
      return work.with(writer);
    } catch (AgentException | StoreException | KeyStorageException e) {
      throw new ControlException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new ControlException(
          "the data directory cannot be written (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** Deletions that can be undone; there is nothing in memory, and nobody sends. */
  private final class Owner implements PendingDeletions.Owner {
    @Override
    public void forget(DeletionRequest request) {
      // Nothing is captured.
    }

    @Override
    public void keep(@Nullable String list) throws ControlException {
      boolean unused =
          writing(
              writer -> {
                writer.pendingDeletions(list);
                return true;
              });
    }

    @Override
    public Deletion perform(DeletionRequest request) throws ControlException {
      return delete(request);
    }
  }

  /** Takes up deletions that an agent was asked for and did not come to. */
  public void resumeDeletions() throws AgentException {
    try {
      if (store != null) {
        store.pendingDeletions().ifPresent(deletions::resume);
      }
    } catch (StoreException e) {
      throw new AgentException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public DeletionDesk deletions() {
    return deletions;
  }

  @Override
  public List<PolicyDiff> policyChanges() {
    return new PolicyHistory(dataDir).changes();
  }

  @Override
  public URI viewerUrl() throws ControlException {
    throw new ControlException("no agent runs here; run: vitrine viewer");
  }

  @Override
  public void close() {
    deletions.close();
    if (store != null) {
      store.close();
    }
  }
}
