package dev.vitrine.upload;

import dev.vitrine.policy.Policy;
import dev.vitrine.protocol.ErasureRequest;
import dev.vitrine.protocol.Health;
import dev.vitrine.protocol.ProtocolException;
import dev.vitrine.protocol.Receipt;
import dev.vitrine.protocol.SignedReceipt;
import dev.vitrine.store.Outbox;
import dev.vitrine.store.Outbox.PendingErasure;
import dev.vitrine.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Files erasures and asks for their receipts until a valid one is there. Each erasure has its own
 * time-table; one that an endpoint refuses keeps neither the others nor the batches from going out.
 */
final class ErasureSender {
  private static final Duration RARELY = Duration.ofHours(1);

  private final Outbox outbox;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final RandomGenerator random;
  private final Map<String, Attempt> attempts = new HashMap<>();

  ErasureSender(Outbox outbox, InstantSource clock, LongSupplier nanos, RandomGenerator random) {
    this.outbox = outbox;
    this.clock = clock;
    this.nanos = nanos;
    this.random = random;
  }

  /** Where one erasure stands. */
  private static final class Attempt {
    private final BackOff backOff;
    private boolean filed;
    private long notBefore;
    private UploadStatus.State state = UploadStatus.State.WAITING;
    private String why = "an erasure is on its way";

    Attempt(BackOff backOff, long now) {
      this.backOff = backOff;
      this.notBefore = now;
    }
  }

  /** The first erasure that is due, if any. */
  Optional<PendingErasure> due() throws StoreException {
    List<PendingErasure> pending = outbox.pendingErasures();
    attempts.keySet().retainAll(pending.stream().map(PendingErasure::id).toList());
    long now = nanos.getAsLong();
    for (PendingErasure erasure : pending) {
      Attempt attempt =
          attempts.computeIfAbsent(erasure.id(), id -> new Attempt(new BackOff(random), now));
      if (attempt.notBefore - now <= 0) {
        return Optional.of(erasure);
      }
    }
    return Optional.empty();
  }

  /** What the erasure that comes next waits for, or null where none waits. */
  Standing.@Nullable Hold waitingFor() {
    Attempt first = null;
    for (Attempt attempt : attempts.values()) {
      if (first == null || attempt.notBefore - first.notBefore < 0) {
        first = attempt;
      }
    }
    return first == null ? null : new Standing.Hold(first.state, first.why, first.notBefore);
  }

  /** Everything is due again. */
  void hurry() {
    attempts.clear();
  }

  /**
   * Does one step for an erasure. The verdict concerns the endpoint as a whole: what concerns this
   * erasure alone is noted here and the verdict is an acknowledgement.
   */
  Verdict step(
      PendingErasure erasure, Endpoint endpoint, Policy.Upload terms, @Nullable String bearer)
      throws IOException, StoreException {
    Attempt attempt =
        attempts.computeIfAbsent(
            erasure.id(), id -> new Attempt(new BackOff(random), nanos.getAsLong()));
    if (!endpoint.is(erasure.endpoint())) {
      return note(attempt, "an erasure is for an endpoint that the policy no longer names");
    }
    ErasureRequest request = new ErasureRequest(erasure.id(), erasure.records(), erasure.batches());
    Answer answer =
        attempt.filed
            ? endpoint.receipt(erasure.id(), bearer)
            : endpoint.erase(request.json(), bearer);
    if (answer.status() == 202) {
      attempt.filed = true;
      return again(attempt, answer, "an erasure waits for its receipt");
    }
    if (answer.status() == 404 && attempt.filed) {
      attempt.filed = false;
      return again(attempt, answer, "the endpoint forgot an erasure; it is filed again");
    }
    if (answer.status() == 200) {
      return receipt(request, answer, attempt, endpoint, terms, bearer);
    }
    Verdict verdict = Verdict.other(answer.status());
    return verdict.kind() == Verdict.Kind.REFUSED
        ? note(attempt, "an erasure is not accepted: " + verdict.why())
        : verdict;
  }

  private Verdict receipt(
      ErasureRequest request,
      Answer answer,
      Attempt attempt,
      Endpoint endpoint,
      Policy.Upload terms,
      @Nullable String bearer)
      throws IOException, StoreException {
    try {
      String key = terms.receiptKey();
      if (key == null && endpoint.loopback()) {
        Answer health = endpoint.health(bearer);
        if (health.status() != 200) {
          return Verdict.other(health.status());
        }
        key = Health.parse(health.body()).receiptKey();
      }
      if (key == null) {
        return note(
            attempt, "an erasure's receipt cannot be checked: the policy has no receiptKey");
      }
      SignedReceipt signed = SignedReceipt.parse(answer.body());
      if (!signed.verify(key)) {
        return note(attempt, "an erasure's receipt is not signed with the endpoint's receipt key");
      }
      if (!Receipt.parse(signed.receipt()).covers(request)) {
        return note(attempt, "an erasure's receipt does not say that all of it was erased");
      }
      outbox.erased(request.id(), signed.receipt(), signed.signature(), clock.instant());
      attempts.remove(request.id());
      return Verdict.ACKNOWLEDGED;
    } catch (ProtocolException e) {
      return note(attempt, "an erasure's receipt cannot be read");
    }
  }

  private Verdict again(Attempt attempt, Answer answer, String why) {
    attempt.why = why;
    attempt.state = UploadStatus.State.WAITING;
    attempt.notBefore = nanos.getAsLong() + attempt.backOff.next(answer.hints().longer()).toNanos();
    return Verdict.ACKNOWLEDGED;
  }

  private Verdict note(Attempt attempt, String why) {
    attempt.why = why;
    attempt.state = UploadStatus.State.PAUSED;
    attempt.notBefore = nanos.getAsLong() + RARELY.toNanos();
    return Verdict.ACKNOWLEDGED;
  }
}
