package dev.vitrine.upload;

import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.policy.Policy;
import dev.vitrine.protocol.AgentIdentity;
import dev.vitrine.store.FrozenBatch;
import dev.vitrine.store.Outbox;
import dev.vitrine.store.Outbox.PendingErasure;
import dev.vitrine.store.StoreException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLPeerUnverifiedException;
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
 * other methods return at once and may be called from any thread.
 */
public final class Uploader {
  private static final Logger LOG = LoggerFactory.getLogger(Uploader.class);

  /** How often batches are formed where they are not full, and where the hold is zero. */
  private static final Duration ROUND = Duration.ofSeconds(30);

  private static final Duration ROUND_WITHOUT_HOLD = Duration.ofSeconds(2);

  /** How often something that somebody has to look at is tried again. */
  private static final Duration RARELY = Duration.ofHours(1);

  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
  private static final Duration CALL = Duration.ofMinutes(2);
  private static final Duration QUARANTINE_WINDOW = Duration.ofHours(1);
  private static final int MAX_QUARANTINED = 10;

  private final Outbox outbox;
  private final AgentIdentity identity;
  private final Credentials credentials;
  private final PowerAndNetwork power;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Standing standing;
  private final BackOff backOff;
  private final ErasureSender erasures;
  private final Allowance allowance = new Allowance();
  private final Deque<Long> quarantined = new ArrayDeque<>();

  /** Held over a whole step; {@code signal} guards what other threads ask for. */
  private final ReentrantLock working = new ReentrantLock();

  private final ReentrantLock signal = new ReentrantLock();
  private final Condition asked = signal.newCondition();
  private Policy.@Nullable Upload newTerms;
  private boolean resumeAsked;
  private boolean woken;
  private volatile boolean closed;
  private @Nullable Thread thread;

  private Policy.@Nullable Upload terms;
  private volatile @Nullable Endpoint endpoint;
  private boolean credentialsRefused;

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
    this.identity = identity;
    this.credentials = new Credentials(keys);
    this.power = power;
    this.clock = clock;
    this.nanos = nanos;
    this.standing = new Standing(clock, nanos);
    this.backOff = new BackOff(random);
    this.erasures = new ErasureSender(outbox, clock, nanos, random);
    standing.holdAll(pause("no policy is in force", null));
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
      Outcome outcome = attempt();
      return outcome == Outcome.IDLE
          ? standing.any().map(Uploader::outcome).orElse(Outcome.IDLE)
          : outcome;
    } catch (StoreException e) {
      return later("the buffer cannot be used: " + e.getMessage(), Duration.ZERO);
    } catch (KeyStorageException e) {
      return later("the key store cannot be used: " + e.getMessage(), Duration.ZERO);
    } finally {
      standing.sending(false);
      working.unlock();
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
      Endpoint current = endpoint;
      if (current != null) {
        current.close();
      }
      if (running != null) {
        running.join(1000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long aged = nanos.getAsLong();
    while (!closed) {
      Outcome outcome = Outcome.IDLE;
      try {
        long now = nanos.getAsLong();
        outbox.age(Duration.ofNanos(now - aged));
        aged = now;
        do {
          outcome = step();
        } while (outcome == Outcome.WORKED && !closed);
      } catch (StoreException e) {
        outcome = later("the buffer cannot be used: " + e.getMessage(), Duration.ZERO);
      } catch (RuntimeException e) {
        // Its message may say anything; its kind is enough to find the place.
        LOG.error("The upload failed with {}", e.getClass().getName());
        outcome = later("an error inside the agent", Duration.ZERO);
      }
      if (!await(pauseAfter(outcome))) {
        return;
      }
    }
  }

  private long pauseAfter(Outcome outcome) {
    Policy.Upload current = terms;
    Duration round = current != null && current.hold().isZero() ? ROUND_WITHOUT_HOLD : ROUND;
    if (outcome != Outcome.WAITING) {
      return round.toNanos();
    }
    Long until = standing.any().map(Standing.Hold::until).orElse(null);
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

  private void takeOrders() {
    Policy.@Nullable Upload ordered;
    boolean resume;
    signal.lock();
    try {
      ordered = newTerms;
      newTerms = null;
      resume = resumeAsked;
      resumeAsked = false;
    } finally {
      signal.unlock();
    }
    if (ordered != null && !ordered.equals(terms)) {
      Endpoint old = endpoint;
      if (old != null) {
        old.close();
      }
      endpoint = null;
      terms = ordered;
      resume = true;
    }
    if (resume) {
      forgive();
    }
  }

  private void forgive() {
    backOff.reset();
    quarantined.clear();
    erasures.hurry();
    credentialsRefused = false;
    standing.noteErasures(null);
    standing.holdBatches(null);
    standing.holdAll(terms == null ? pause("no policy is in force", null) : null);
  }

  private Outcome attempt() throws StoreException, KeyStorageException {
    Policy.Upload upload = terms;
    if (upload == null) {
      return Outcome.PAUSED;
    }
    if (credentialsRefused && credentials.changed(upload.auth())) {
      credentialsRefused = false;
      standing.holdAll(null);
    }
    Optional<Standing.Hold> hold = standing.all();
    if (hold.isPresent()) {
      return outcome(hold.get());
    }
    Endpoint ready = endpoint(upload);
    if (ready == null) {
      return Outcome.PAUSED;
    }
    if (upload.waitOnMetered() && power.metered()) {
      return waiting("the network is metered", LOOK_AGAIN);
    }
    if (upload.waitOnBattery() && power.onBattery()) {
      return waiting("the machine runs on its battery", LOOK_AGAIN);
    }
    try {
      Optional<PendingErasure> erasure = erasures.due();
      standing.noteErasures(erasures.waitingFor());
      if (erasure.isPresent()) {
        return erase(erasure.get(), ready, upload);
      }
      return standing.batches().isPresent() ? Outcome.IDLE : send(ready, upload);
    } catch (Credentials.MissingException e) {
      return unauthorized(e.getMessage(), upload);
    } catch (IOException e) {
      return broken(e);
    }
  }

  private @Nullable Endpoint endpoint(Policy.Upload upload) {
    Endpoint existing = endpoint;
    if (existing != null) {
      return existing;
    }
    try {
      if (upload.sealTo() != null) {
        throw new EndpointException(
            "the policy wants sealed batches (sealTo), which this version cannot make");
      }
      if (upload.auth() instanceof Policy.Auth.MutualTls) {
        throw new EndpointException(
            "the policy wants a client certificate, which this version cannot use");
      }
      Endpoint opened = new Endpoint(upload, identity, clock, CALL);
      if (upload.auth() instanceof Policy.Auth.None && !opened.loopback()) {
        opened.close();
        throw new EndpointException(
            "the policy's endpoint needs upload.auth: it is not this machine");
      }
      endpoint = opened;
      return opened;
    } catch (EndpointException e) {
      standing.holdAll(pause(String.valueOf(e.getMessage()), null));
      return null;
    }
  }

  private Outcome erase(PendingErasure erasure, Endpoint ready, Policy.Upload upload)
      throws StoreException, KeyStorageException, IOException, Credentials.MissingException {
    String bearer = credentials.bearer(upload.auth());
    standing.sending(true);
    Verdict verdict = erasures.step(erasure, ready, upload, bearer);
    standing.noteErasures(erasures.waitingFor());
    return about(verdict, Duration.ZERO, upload);
  }

  private Outcome send(Endpoint ready, Policy.Upload upload)
      throws StoreException, KeyStorageException, IOException, Credentials.MissingException {
    Optional<FrozenBatch> next = outbox.next();
    if (next.isEmpty()) {
      return Outcome.IDLE;
    }
    FrozenBatch batch = next.get();
    if (batch.sealTo() != null) {
      return refusedBatch("records are bound to sealed upload, which this version cannot make");
    }
    if (!ready.is(batch.endpoint())) {
      return refusedBatch("records are bound to an endpoint that the policy no longer names");
    }
    int size = batch.body().length;
    Duration wait = allowance.wait(upload, size, clock.instant(), nanos.getAsLong());
    if (!wait.isZero()) {
      return waiting("the policy's cap on uploads is reached", wait);
    }
    String bearer = credentials.bearer(upload.auth());
    outbox.sending(batch.id());
    standing.sending(true);
    allowance.sent(upload, size, nanos.getAsLong());
    Answer answer = ready.send(batch, bearer);
    int records = batch.recordIds().size();
    Verdict verdict = Verdict.ofBatch(answer, batch.id(), records);
    if (verdict instanceof Verdict.Acknowledged) {
      outbox.acknowledged(batch.id(), clock.instant());
    } else if (verdict instanceof Verdict.Divide divide) {
      return divide(batch, divide.why());
    } else if (verdict instanceof Verdict.Refused refused) {
      return refusedBatch(refused.why());
    }
    Duration told =
        verdict instanceof Verdict.Acknowledged
            ? answer.hints().exhausted()
            : answer.hints().longer();
    return about(verdict, told, upload);
  }

  private Outcome divide(FrozenBatch batch, String why) throws StoreException {
    backOff.reset();
    if (batch.recordIds().size() > 1) {
      outbox.halve(batch.id());
      return Outcome.WORKED;
    }
    long now = nanos.getAsLong();
    while (!quarantined.isEmpty() && now - quarantined.getFirst() > QUARANTINE_WINDOW.toNanos()) {
      quarantined.removeFirst();
    }
    if (quarantined.size() == MAX_QUARANTINED) {
      // Whoever refuses everything must not empty the buffer.
      LOG.error("Upload paused: more than {} records refused within an hour", MAX_QUARANTINED);
      standing.holdBatches(
          pause("more than " + MAX_QUARANTINED + " records refused within an hour: " + why, null));
      return Outcome.PAUSED;
    }
    outbox.quarantine(batch.id());
    quarantined.addLast(now);
    LOG.warn("A record is in quarantine: {}", why);
    return Outcome.WORKED;
  }

  private Outcome about(Verdict verdict, Duration told, Policy.Upload upload) {
    if (verdict instanceof Verdict.Unauthorized unauthorized) {
      return unauthorized(unauthorized.why(), upload);
    }
    if (verdict instanceof Verdict.Later l) {
      return later(l.why(), told);
    }
    backOff.reset();
    return told.isZero() ? Outcome.WORKED : waiting("the endpoint's rate limit is used up", told);
  }

  private Outcome unauthorized(@Nullable String why, Policy.Upload upload) {
    credentials.refused(upload.auth());
    credentialsRefused = true;
    LOG.warn("Upload paused: {}", why);
    standing.holdAll(pause(String.valueOf(why), null));
    return Outcome.PAUSED;
  }

  private Outcome refusedBatch(String why) {
    LOG.warn("Upload paused: {}", why);
    standing.holdBatches(pause(why, nanos.getAsLong() + RARELY.toNanos()));
    return Outcome.PAUSED;
  }

  private Outcome broken(IOException e) {
    if (closed) {
      return Outcome.PAUSED;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException
          || cause instanceof CertPathValidatorException
          || cause instanceof SSLPeerUnverifiedException) {
        LOG.warn("Upload paused: the endpoint's certificate is not accepted");
        standing.holdAll(
            pause(
                "the endpoint's certificate is not accepted",
                nanos.getAsLong() + RARELY.toNanos()));
        return Outcome.PAUSED;
      }
    }
    if (e instanceof UnknownHostException) {
      return later("the endpoint's name is not known here", Duration.ZERO);
    }
    if (e instanceof ConnectException) {
      return later("the endpoint cannot be reached", Duration.ZERO);
    }
    if (e instanceof SocketTimeoutException) {
      return later("the endpoint did not answer in time", Duration.ZERO);
    }
    return later("the connection to the endpoint broke", Duration.ZERO);
  }

  private Outcome later(String why, Duration told) {
    return waiting(why, backOff.next(told));
  }

  private Outcome waiting(String why, Duration howLong) {
    standing.holdAll(
        new Standing.Hold(UploadStatus.State.WAITING, why, nanos.getAsLong() + howLong.toNanos()));
    return Outcome.WAITING;
  }

  private static Standing.Hold pause(String why, @Nullable Long until) {
    return new Standing.Hold(UploadStatus.State.PAUSED, why, until);
  }

  private static Outcome outcome(Standing.Hold hold) {
    return hold.state() == UploadStatus.State.PAUSED ? Outcome.PAUSED : Outcome.WAITING;
  }
}
