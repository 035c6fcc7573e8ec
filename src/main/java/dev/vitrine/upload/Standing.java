package dev.vitrine.upload;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What keeps the upload from going on: something about all requests, or about batches alone (an
 * erasure can still go out then). Written by the one thread that uploads, read by any.
 */
final class Standing {
  private final InstantSource clock;
  private final LongSupplier nanos;
  private @Nullable Hold all;
  private @Nullable Hold batches;
  private @Nullable Hold erasures;
  private boolean sending;

  Standing(InstantSource clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
  }

  /** One obstacle; {@code until} in the ticker's nanoseconds, null = until something changes. */
  record Hold(UploadStatus.State state, String why, @Nullable Long until) {
    static Hold pause(String why, @Nullable Long until) {
      return new Hold(UploadStatus.State.PAUSED, why, until);
    }

    Uploader.Outcome outcome() {
      return state == UploadStatus.State.PAUSED
          ? Uploader.Outcome.PAUSED
          : Uploader.Outcome.WAITING;
    }
  }

  synchronized void holdAll(@Nullable Hold hold) {
    all = hold;
  }

  synchronized void holdBatches(@Nullable Hold hold) {
    batches = hold;
  }

  /** What the next erasure waits for; it keeps nothing else from going out. */
  synchronized void noteErasures(@Nullable Hold hold) {
    erasures = hold;
  }

  synchronized void sending(boolean now) {
    sending = now;
  }

  /** The obstacle for all requests, once those whose time is over are forgotten. */
  synchronized Optional<Hold> all() {
    all = current(all);
    return Optional.ofNullable(all);
  }

  /** The obstacle for batches alone. */
  synchronized Optional<Hold> batches() {
    batches = current(batches);
    return Optional.ofNullable(batches);
  }

  /** The obstacle that matters most, or empty. */
  synchronized Optional<Hold> any() {
    return all().or(this::batches).or(() -> Optional.ofNullable(erasures));
  }

  /** What people are told. */
  synchronized UploadStatus status() {
    if (sending) {
      return new UploadStatus(UploadStatus.State.SENDING, null, null);
    }
    return any()
        .map(hold -> new UploadStatus(hold.state(), hold.why(), instant(hold.until())))
        .orElseGet(() -> new UploadStatus(UploadStatus.State.IDLE, null, null));
  }

  private @Nullable Hold current(@Nullable Hold hold) {
    return hold != null && hold.until() != null && hold.until() - nanos.getAsLong() <= 0
        ? null
        : hold;
  }

  private @Nullable Instant instant(@Nullable Long until) {
    return until == null ? null : clock.instant().plusNanos(Math.max(0, until - nanos.getAsLong()));
  }
}
