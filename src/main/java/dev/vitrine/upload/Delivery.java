package dev.vitrine.upload;

import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.policy.Policy;
import dev.vitrine.protocol.AgentIdentity;
import dev.vitrine.store.FrozenBatch;
import dev.vitrine.store.Outbox;
import dev.vitrine.store.Outbox.PendingErasure;
import dev.vitrine.store.StoreException;
import dev.vitrine.upload.Uploader.Outcome;
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
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at a time: what may go out now, what the answer means, and what follows from it. Not
 * safe for several threads, but for {@link #cut}.
 */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Uploader.class);

  /** How often something that somebody has to look at is tried again. */
  private static final Duration RARELY = Duration.ofHours(1);

  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
  private static final Duration CALL = Duration.ofMinutes(2);
  private static final Duration QUARANTINE_WINDOW = Duration.ofHours(1);
  private static final int MAX_QUARANTINED = 10;

  /** TLS alerts that are about a client's certificate, in Java's spelling (RFC 8446, 6.2). */
  private static final List<String> ALERTS =
      List.of(
          "bad_certificate",
          "unsupported_certificate",
          "certificate_",
          "unknown_ca",
          "access_denied");

  private static final String NO_POLICY = "no policy is in force";

  private final Outbox outbox;
  private final AgentIdentity identity;
  private final Credentials credentials;
  private final PowerAndNetwork power;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Standing standing;
  private final BackOff backOff;
  private final ErasureSender erasures;
  private final Allowance allowance;
  private final Deque<Long> quarantined = new ArrayDeque<>();

  private Policy.@Nullable Upload terms;
  private volatile @Nullable Endpoint endpoint;
  private boolean credentialsRefused;

  Delivery(
      Outbox outbox,
      AgentIdentity identity,
      KeyStorage keys,
      PowerAndNetwork power,
      InstantSource clock,
      LongSupplier nanos,
      RandomGenerator random,
      Standing standing) {
    this.outbox = outbox;
    this.identity = identity;
    this.credentials = new Credentials(keys);
    this.power = power;
    this.clock = clock;
    this.nanos = nanos;
    this.standing = standing;
    this.allowance = new Allowance(outbox::sentBytes);
    this.backOff = new BackOff(random);
    this.erasures = new ErasureSender(outbox, clock, nanos, random);
    standing.holdAll(Standing.Hold.pause(NO_POLICY, null));
  }

  /** Puts terms in force; the same ones change nothing. */
  void use(Policy.Upload upload) {
    if (upload.equals(terms)) {
      return;
    }
    disconnect();
    terms = upload;
    forgive();
  }

  private void disconnect() {
    Endpoint old = endpoint;
    endpoint = null;
    if (old != null) {
      old.close();
    }
  }

  /** Forgets what kept it from going on. */
  void forgive() {
    backOff.reset();
    quarantined.clear();
    erasures.hurry();
    credentialsRefused = false;
    standing.noteErasures(null);
    standing.holdBatches(null);
    standing.holdAll(terms == null ? Standing.Hold.pause(NO_POLICY, null) : null);
  }

  /** Cuts off a request that runs; from any thread. */
  void cut() {
    Endpoint current = endpoint;
    if (current != null) {
      current.close();
    }
  }

  /** Sends at most one request that carries something, or says why not. */
  Outcome attempt() throws StoreException, KeyStorageException {
    Policy.Upload upload = terms;
    if (upload == null) {
      return Outcome.PAUSED;
    }
    if (credentialsRefused && credentials.changed(upload.auth())) {
      credentialsRefused = false;
      // Its connections prove themselves with the old ones.
      disconnect();
      standing.holdAll(null);
    }
    Optional<Standing.Hold> hold = standing.all();
    if (hold.isPresent()) {
      return hold.get().outcome();
    }
    if (upload.waitOnMetered() && power.metered()) {
      return waiting("the network is metered", LOOK_AGAIN);
    }
    if (upload.waitOnBattery() && power.onBattery()) {
      return waiting("the machine runs on its battery", LOOK_AGAIN);
    }
    try {
      Endpoint ready = endpoint(upload);
      Optional<PendingErasure> erasure = erasures.due();
      standing.noteErasures(erasures.waitingFor());
      if (erasure.isPresent()) {
        return erase(erasure.get(), ready, upload);
      }
      return standing.batches().isPresent() ? Outcome.IDLE : send(ready, upload);
    } catch (EndpointException e) {
      // A file that the policy names may be mended without the policy changing.
      return pauseAll(String.valueOf(e.getMessage()), LOOK_AGAIN);
    } catch (Credentials.MissingException e) {
      return unauthorized(String.valueOf(e.getMessage()), upload);
    } catch (IOException e) {
      return upload.auth() instanceof Policy.Auth.MutualTls ? brokenMutual(e, upload) : broken(e);
    }
  }

  private Outcome brokenMutual(IOException e, Policy.Upload upload) {
    if (refusesUs(e)) {
      return unauthorized("the endpoint does not accept the client certificate", upload);
    }
    // Some endpoints just hang up on a certificate that they do not like; it may be a new one next
    // time.
    disconnect();
    return broken(e);
  }

  /** Whether the other side ended the handshake over what we proved ourselves with. */
  private static boolean refusesUs(IOException e) {
    String message = String.valueOf(e.getMessage());
    return e instanceof SSLException
        && ALERTS.stream().anyMatch(alert -> message.contains("fatal alert: " + alert));
  }

  private Endpoint endpoint(Policy.Upload upload)
      throws EndpointException, KeyStorageException, Credentials.MissingException {
    Endpoint existing = endpoint;
    if (existing != null) {
      return existing;
    }
    Endpoint opened =
        new Endpoint(upload, identity, credentials.certificate(upload.auth()), clock, CALL);
    endpoint = opened;
    return opened;
  }

  private Outcome erase(PendingErasure erasure, Endpoint ready, Policy.Upload upload)
      throws StoreException, KeyStorageException, IOException, Credentials.MissingException {
    String bearer = credentials.bearer(upload.auth());
    standing.sending(true);
    Verdict verdict = erasures.step(erasure, ready, upload, bearer);
    standing.noteErasures(erasures.waitingFor());
    return follow(verdict, Duration.ZERO, upload);
  }

  private Outcome send(Endpoint ready, Policy.Upload upload)
      throws StoreException, KeyStorageException, IOException, Credentials.MissingException {
    Optional<FrozenBatch> next = outbox.next();
    if (next.isEmpty()) {
      return Outcome.IDLE;
    }
    FrozenBatch batch = next.get();
    if (!ready.is(batch.endpoint())) {
      return pauseBatches("records are bound to an endpoint that the policy no longer names");
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
    return answered(batch, answer, upload);
  }

  private Outcome answered(FrozenBatch batch, Answer answer, Policy.Upload upload)
      throws StoreException {
    Verdict verdict = Verdict.ofBatch(answer, batch.id(), batch.recordIds().size());
    return switch (verdict.kind()) {
      case ACKNOWLEDGED -> {
        outbox.acknowledged(batch.id(), clock.instant());
        yield follow(verdict, answer.hints().exhausted(), upload);
      }
      case DIVIDE -> divide(batch, verdict.why());
      case REFUSED -> pauseBatches(verdict.why());
      case LATER, UNAUTHORIZED -> follow(verdict, answer.hints().longer(), upload);
    };
  }

  /** What a verdict means for all requests. */
  private Outcome follow(Verdict verdict, Duration told, Policy.Upload upload) {
    return switch (verdict.kind()) {
      case UNAUTHORIZED -> unauthorized(verdict.why(), upload);
      case LATER -> waiting(verdict.why(), backOff.next(told));
      case ACKNOWLEDGED, DIVIDE, REFUSED -> {
        backOff.reset();
        yield told.isZero()
            ? Outcome.WORKED
            : waiting("the endpoint's rate limit is used up", told);
      }
    };
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
      String alarm = "more than " + MAX_QUARANTINED + " records refused within an hour: " + why;
      LOG.error("Upload paused: {}", alarm);
      standing.holdBatches(Standing.Hold.pause(alarm, null));
      return Outcome.PAUSED;
    }
    outbox.quarantine(batch.id());
    quarantined.addLast(now);
    LOG.warn("A record is in quarantine: {}", why);
    return Outcome.WORKED;
  }

  private Outcome unauthorized(String why, Policy.Upload upload) {
    credentials.refused(upload.auth());
    credentialsRefused = true;
    LOG.warn("Upload paused: {}", why);
    standing.holdAll(Standing.Hold.pause(why, null));
    return Outcome.PAUSED;
  }

  private Outcome pauseBatches(String why) {
    LOG.warn("Upload paused: {}", why);
    standing.holdBatches(Standing.Hold.pause(why, nanos.getAsLong() + RARELY.toNanos()));
    return Outcome.PAUSED;
  }

  private Outcome pauseAll(String why, Duration howLong) {
    LOG.warn("Upload paused: {}", why);
    standing.holdAll(Standing.Hold.pause(why, nanos.getAsLong() + howLong.toNanos()));
    return Outcome.PAUSED;
  }

  private Outcome broken(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException
          || cause instanceof CertPathValidatorException
          || cause instanceof SSLPeerUnverifiedException) {
        return pauseAll("the endpoint's certificate is not accepted", RARELY);
      }
    }
    if (e instanceof UnknownHostException) {
      return later("the endpoint's name is not known here");
    }
    if (e instanceof ConnectException) {
      return later("the endpoint cannot be reached");
    }
    if (e instanceof SocketTimeoutException) {
      return later("the endpoint did not answer in time");
    }
    return later(
        terms != null && terms.auth() instanceof Policy.Auth.MutualTls
            ? "the connection to the endpoint broke (does it accept the client certificate?)"
            : "the connection to the endpoint broke");
  }

  /** Backs off. */
  Outcome later(String why) {
    return waiting(why, backOff.next(Duration.ZERO));
  }

  private Outcome waiting(String why, Duration howLong) {
    standing.holdAll(
        new Standing.Hold(UploadStatus.State.WAITING, why, nanos.getAsLong() + howLong.toNanos()));
    return Outcome.WAITING;
  }
}
