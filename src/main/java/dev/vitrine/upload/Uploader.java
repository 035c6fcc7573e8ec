package dev.vitrine.upload;

import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.policy.Policy;
import dev.vitrine.protocol.AgentIdentity;
import dev.vitrine.store.Outbox;
import dev.vitrine.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes batches and erasures from the outbox to the endpoint. A batch leaves the outbox only when
 * the endpoint confirmed all of it; whatever else happens, the same bytes are kept and tried again,
 * without a last attempt, or wait for somebody to look. One request at a time.
 *
 * <p>Either {@link #start} runs it on a thread of its own, or somebody calls {@link #step} or
 * {@link #drain}. Only the thread lets the outbox's records age; who drains ages them himself. The
 * other methods except {@link #close} return at once, and all may be called from any thread.
 */
public final class Uploader {
  private static final Logger LOG = LoggerFactory.getLogger(Uploader.class);

  /** How often batches are formed where they are not full, and where the hold is zero. */
  private static final Duration ROUND = Duration.ofSeconds(30);

  private static final Duration ROUND_WITHOUT_HOLD = Duration.ofSeconds(2);

  private final Outbox outbox;
  private final LongSupplier nanos;
  private final Standing standing;
  private final Delivery delivery;

  /** Held over a whole step. */
  private final ReentrantLock working = new ReentrantLock();

  /** Guards what other threads ask for. */
  private final ReentrantLock signal = new ReentrantLock();

  private final Condition asked = signal.newCondition();
  private Policy.@Nullable Upload newTerms;
  private boolean resumeAsked;
  private boolean woken;
  private volatile boolean closed;
  private volatile Duration round = ROUND;
  private @Nullable Thread thread;

  /** What a step came to. */
  public enum Outcome {
    /** Something was done; there may be more at once. */
    WORKED,
    /** Nothing is ready. */
    IDLE,
    /** It tries again later by itself. */
    WAITING,
    /** Something must change first. */
    PAUSED
  }

  /**
   * Sends nothing before {@link #configure}.
   *
   * @param clock for what is written down
   * @param nanos a monotonic ticker, in nanoseconds, for waits
   * @param random for jitter
   */
  public Uploader(
      Outbox outbox,
      AgentIdentity identity,
      KeyStorage keys,
      PowerAndNetwork power,
      InstantSource clock,
      LongSupplier nanos,
      RandomGenerator random) {
    this.outbox = outbox;
    this.nanos = nanos;
    this.standing = new Standing(clock, nanos);
    this.delivery = new Delivery(outbox, identity, keys, power, clock, nanos, random, standing);
  }

  /** Starts the thread {@code vitrine-upload}; once. */
  public void start() {
    if (thread != null) {
      throw new IllegalStateException("The upload was started before");
    }
    Thread started = new Thread(this::run, "vitrine-upload");
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  /** Puts a policy's terms in force, from the next request on; the same terms change nothing. */
  public void configure(Policy.Upload upload) {
    ask(() -> newTerms = upload);
  }

  /** Ends pauses and back-off: somebody looked at it. */
  public void resume() {
    ask(() -> resumeAsked = true);
  }

  /** Says that there may be something to send, an erasure for instance. */
  public void wake() {
    ask(() -> {});
  }

  private void ask(Runnable what) {
    signal.lock();
    try {
      what.run();
      woken = true;
      asked.signalAll();
    } finally {
      signal.unlock();
    }
  }

  /** What it does at the moment. */
  public UploadStatus status() {
    return standing.status();
  }

  /** Sends one batch or one erasure, or says why not. */
  public Outcome step() {
    working.lock();
    try {
      takeOrders();
      if (closed) {
        return Outcome.PAUSED;
      }
      Outcome outcome = delivery.attempt();
      return outcome == Outcome.IDLE
          ? standing.any().map(Standing.Hold::outcome).orElse(Outcome.IDLE)
          : outcome;
    } catch (StoreException e) {
      return delivery.later("the buffer cannot be used: " + e.getMessage());
    } catch (KeyStorageException e) {
      return delivery.later("the key store cannot be used: " + e.getMessage());
    } finally {
      standing.sending(false);
      working.unlock();
    }
  }

  private void takeOrders() {
    Policy.@Nullable Upload terms;
    boolean resume;
    signal.lock();
    try {
      terms = newTerms;
      newTerms = null;
      resume = resumeAsked;
      resumeAsked = false;
    } finally {
      signal.unlock();
    }
    if (terms != null) {
      round = terms.hold().isZero() ? ROUND_WITHOUT_HOLD : ROUND;
      delivery.use(terms);
    }
    if (resume) {
      delivery.forgive();
    }
  }

  /**
   * Sends until nothing is ready, something must change first, or the limit is over; waits for
   * another attempt only where that is within the limit. A request that has begun is not cut off by
   * the limit.
   */
  public Outcome drain(Duration limit) {
    long deadline = nanos.getAsLong() + limit.toNanos();
    while (true) {
      Outcome outcome = step();
      long now = nanos.getAsLong();
      if (outcome == Outcome.IDLE || outcome == Outcome.PAUSED || deadline - now <= 0) {
        return outcome;
      }
      if (outcome == Outcome.WAITING) {
        Long until = standing.any().map(Standing.Hold::until).orElse(now);
        if (until == null || until - deadline > 0 || !await(until - now)) {
          return outcome;
        }
      }
    }
  }

  /** Gives a running request that much time, then cuts it off; sends nothing afterwards. */
  public void close(Duration grace) {
    closed = true;
    wake();
    Thread running = thread;
    try {
      if (running != null) {
        running.join(Math.max(1, grace.toMillis()));
      }
      delivery.cut();
      if (running != null) {
        running.join(1000);
      }
    } catch (InterruptedException e) {
      delivery.cut();
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      Outcome outcome;
      try {
        outbox.keepAge();
        do {
          outcome = step();
        } while (outcome == Outcome.WORKED && !closed);
      } catch (StoreException e) {
        outcome = delivery.later("the buffer cannot be used: " + e.getMessage());
      } catch (RuntimeException e) {
        // Its message may say anything; its kind is enough to find the place.
        LOG.error("The upload failed with {}", e.getClass().getName());
        outcome = delivery.later("an error inside the agent");
      }
      if (!await(untilNextRound(outcome))) {
        return;
      }
    }
  }

  private long untilNextRound(Outcome outcome) {
    Long until =
        outcome == Outcome.WAITING ? standing.any().map(Standing.Hold::until).orElse(null) : null;
    return until == null
        ? round.toNanos()
        : Math.max(0, Math.min(round.toNanos(), until - nanos.getAsLong()));
  }

  /** Waits until the time is over or somebody asks for something; false where interrupted. */
  private boolean await(long howLong) {
    signal.lock();
    try {
      long left = howLong;
      while (!woken && !closed && left > 0) {
        left = asked.awaitNanos(left);
      }
      woken = false;
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      signal.unlock();
    }
  }
}
