package dev.vitrine.agent;

import dev.vitrine.policy.Policy;
import dev.vitrine.store.Damage;
import dev.vitrine.store.StoreException;
import dev.vitrine.store.StoreOptions;
import dev.vitrine.tally.DropReason;
import dev.vitrine.tally.Tally;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the buffer, keeps it as the policy wants it, and opens it again where its terms changed or
 * it was found damaged. All on a thread of its own, because a key store and a disk may take long,
 * and nobody who closes the gate may wait for them.
 */
final class BufferKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BufferKeeper.class);
  private static final long TICK_MILLIS = 250;
  private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long KEEP_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long EXPIRE_NANOS = Duration.ofHours(1).toNanos();

  /** How long a stop waits for a key store or a disk that does not answer. */
  private static final long STOP_SECONDS = 2;

  /** Who is told; on the keeper's thread. */
  interface Owner {
    /** The buffer is open. */
    void opened(Buffer buffer, Damage damage);

    /** The buffer is not open, and why; null where it is about to be opened again. */
    void closed(@Nullable String why);
  }

  /** How the buffer is wanted; without {@code upload} nothing is sent. */
  record Terms(Policy.Buffer buffer, Policy.@Nullable Upload upload) {}

  private final Path dataDir;
  private final Seams.KeyStores keyStores;
  private final RandomGenerator ids;
  private final Clock clock;
  private final Tally tally;
  private final Owner owner;
  private final LedgerKeeper ledger = new LedgerKeeper();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread keeper = new Thread(task, "vitrine-buffer");
            keeper.setDaemon(true);
            return keeper;
          });

  private volatile @Nullable Terms wanted;
  private volatile @Nullable Buffer buffer;
  private volatile boolean reopen;
  private volatile boolean closing;

  // touched by the keeper's thread only, and by close() after it ended
  private Policy.@Nullable Buffer openTerms;
  private Policy.@Nullable Upload configured;
  private Map<DropReason, Long> keptDrops = Map.of();
  private boolean dropsTaken;
  private long nextOpen = Long.MIN_VALUE;
  private long nextKeep = Long.MIN_VALUE;
  private long nextExpiry = Long.MIN_VALUE;

  /** Nothing is opened before {@link #want} and {@link #start}. */
  BufferKeeper(
      Path dataDir,
      Seams.KeyStores keyStores,
      RandomGenerator ids,
      Clock clock,
      Tally tally,
      Owner owner) {
    this.dataDir = dataDir;
    this.keyStores = keyStores;
    this.ids = ids;
    this.clock = clock;
    this.tally = tally;
    this.owner = owner;
  }

  void start() {
    // It ends with the agent; nobody waits for its ticks.
    ScheduledFuture<?> unused =
        thread.scheduleWithFixedDelay(this::tickSafely, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Says how the buffer is wanted from now on; null = leave it as it is. */
  void want(@Nullable Terms terms) {
    if (terms != null) {
      wanted = terms;
    }
  }

  /** Who writes down what happens. */
  LedgerKeeper ledger() {
    return ledger;
  }

  /** The open buffer, or null. */
  @Nullable Buffer buffer() {
    return buffer;
  }

  /** Has the buffer closed and opened again, which sets a damaged one aside. */
  void reopen() {
    reopen = true;
  }

  private void tickSafely() {
    long now = System.nanoTime();
    try {
      tick(now);
    } catch (StoreException e) {
      LOG.warn("The buffer could not be kept as it should: {}", e.getMessage());
      reopen |= e.kind() == StoreException.Kind.DAMAGED;
    } catch (RuntimeException | Error e) {
      LOG.error("Keeping the buffer failed: {}", e.getClass().getName());
      disconnect();
      nextOpen = now + RETRY_NANOS;
      owner.closed("the buffer failed (" + e.getClass().getSimpleName() + "); it is tried again");
    }
  }

  private void tick(long now) throws StoreException {
    Terms terms = wanted;
    if (terms == null || closing) {
      return;
    }
    if (buffer != null && (reopen || !terms.buffer().equals(openTerms))) {
      disconnect();
    }
    if (buffer == null && now >= nextOpen) {
      open(terms, now);
    }
    Buffer open = buffer;
    if (open != null) {
      configure(open, terms.upload());
      ledger.write(open.store());
      keep(open, now);
    }
  }

  private void open(Terms terms, long now) {
    nextOpen = now + RETRY_NANOS;
    try {
      Buffer fresh =
          Buffer.open(
              dataDir,
              terms.buffer(),
              keyStores,
              StoreOptions.defaults(clock).withRandom(ids),
              System::nanoTime);
      if (closing) {
        fresh.close();
        return;
      }
      buffer = fresh;
      openTerms = terms.buffer();
      configured = null;
      reopen = false;
      keptDrops = Map.of();
      ledger.forget();
      if (!dropsTaken) {
        tally.add(fresh.store().log().drops());
        dropsTaken = true;
      }
      configure(fresh, terms.upload());
      owner.opened(fresh, fresh.store().damage());
      fresh.uploader().start();
    } catch (AgentException | StoreException e) {
      disconnect();
      owner.closed(String.valueOf(e.getMessage()));
    }
  }

  /** The longer review time comes first: nothing may leave earlier than the new terms say. */
  private void configure(Buffer open, Policy.@Nullable Upload upload) throws StoreException {
    if (upload != null && !upload.equals(configured)) {
      open.store().holdAtLeast(upload.hold());
      open.uploader().configure(upload);
      configured = upload;
    }
  }

  private void keep(Buffer open, long now) throws StoreException {
    if (now >= nextKeep) {
      nextKeep = now + KEEP_NANOS;
      keepDrops(open);
    }
    if (now >= nextExpiry) {
      nextExpiry = now + EXPIRE_NANOS;
      open.store().expire();
    }
  }

  private void keepDrops(Buffer open) throws StoreException {
    Map<DropReason, Long> totals = tally.snapshot();
    if (!totals.equals(keptDrops)) {
      open.store().capture().keepDrops(totals);
      keptDrops = totals;
    }
  }

  private void disconnect() {
    Buffer open = buffer;
    if (open == null) {
      return;
    }
    owner.closed(null);
    buffer = null;
    try {
      // The agent may end before the buffer is open again.
      if (dropsTaken) {
        keepDrops(open);
      }
    } catch (StoreException e) {
      LOG.warn("Counts could not be kept: {}", e.getMessage());
    }
    closeQuietly(open);
  }

  private static void closeQuietly(Buffer open) {
    try {
      open.close();
    } catch (StoreException e) {
      LOG.warn("The buffer did not close cleanly: {}", e.getMessage());
    }
  }

  /** Keeps the counts and closes the buffer; whoever appends must have stopped. */
  @Override
  public void close() throws InterruptedException {
    closing = true;
    thread.shutdown();
    if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("The key store or the disk does not answer");
    }
    Buffer open = buffer;
    buffer = null;
    if (open == null) {
      return;
    }
    try {
      ledger.write(open.store());
      keepDrops(open);
    } catch (StoreException e) {
      LOG.warn("Counts could not be kept: {}", e.getMessage());
    }
    closeQuietly(open);
  }
}
