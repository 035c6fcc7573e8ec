package dev.vitrine.agent;

import dev.vitrine.record.LocalGap;
import dev.vitrine.record.RecordCodec;
import dev.vitrine.record.RecordFormatException;
import dev.vitrine.record.RecordLine;
import dev.vitrine.redact.Released;
import dev.vitrine.store.CaptureStore;
import dev.vitrine.store.HoldTerms;
import dev.vitrine.store.NewRecord;
import dev.vitrine.store.StoreException;
import dev.vitrine.tally.DropReason;
import dev.vitrine.tally.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes what the redactor lets go and appends it in chunks: when {@value #MAX_RECORDS} records or
 * {@value #MAX_BYTES} bytes wait, or {@value #MAX_SECONDS} s after the first of them. What the
 * store refuses is kept here, bounded, and tried again; meanwhile capture is suspended by whoever
 * listens for trouble. Driven by its caller's times alone.
 */
final class Recorder {
  /** Records of one chunk. */
  static final int MAX_RECORDS = 512;

  /** Encoded bytes of one chunk. */
  static final int MAX_BYTES = 64 * 1024;

  /** Seconds after which a record is durable at the latest. */
  static final int MAX_SECONDS = 2;

  /** Records that wait for a store that refuses; further ones are dropped and counted. */
  static final int MAX_WAITING = 20_000;

  private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  private final CaptureStore store;
  private final Tally tally;
  private final Consumer<@Nullable StoreException> trouble;
  private final List<NewRecord> waiting = new ArrayList<>();
  private HoldTerms terms;
  private int waitingBytes;
  private long dueNanos = Long.MAX_VALUE;
  private boolean refused;
  private boolean overflowing;
  private LocalGap.@Nullable Why lastGap;

  /** {@code trouble} is told when the store begins to refuse, and null when it takes again. */
  Recorder(
      CaptureStore store,
      HoldTerms terms,
      Tally tally,
      Consumer<@Nullable StoreException> trouble) {
    this.store = store;
    this.terms = terms;
    this.tally = tally;
    this.trouble = trouble;
  }

  /** What binds records from now on; what waits goes out under the terms so far. */
  void terms(HoldTerms newTerms, long now) {
    if (!newTerms.equals(terms)) {
      flush(now);
      terms = newTerms;
    }
  }

  /** Takes a redacted record. */
  void record(Released released, long now) {
    if (waiting.size() >= MAX_WAITING) {
      if (!overflowing) {
        overflowing = true;
        tally.episode(DropReason.STORE_FULL);
      }
      return;
    }
    try {
      RecordLine line = RecordCodec.encode(released.record());
      waiting.add(new NewRecord(line, released.at()));
      waitingBytes += line.size();
      lastGap = null;
    } catch (RecordFormatException e) {
      LOG.warn(
          "A record of kind {} could not be encoded and was dropped", released.record().kind());
      tally.episode(DropReason.REDACTION_FAILED);
      return;
    }
    if (dueNanos == Long.MAX_VALUE) {
      dueNanos = now + Duration.ofSeconds(MAX_SECONDS).toNanos();
    }
    if (!refused && (waiting.size() >= MAX_RECORDS || waitingBytes >= MAX_BYTES)) {
      flush(now);
    }
  }

  /**
   * Notes a stretch without capture; the same again, with no record between, is the same stretch.
   */
  void gap(LocalGap.Why why, Instant at, long now) {
    if (why == lastGap || refused) {
      return;
    }
    flush(now);
    try {
      store.appendGap(new LocalGap(why), at);
      lastGap = why;
    } catch (StoreException e) {
      refuse(e, now);
    }
  }

  /** Appends what is due. */
  void advance(long now) {
    if (now >= dueNanos) {
      flush(now);
    }
  }

  /** When {@link #advance} has something to do; {@link Long#MAX_VALUE} where nothing waits. */
  long nextDeadline() {
    return dueNanos;
  }

  /** Appends everything that waits, now. */
  void flush(long now) {
    if (waiting.isEmpty() && !refused) {
      return;
    }
    try {
      store.append(List.copyOf(waiting), terms);
      waiting.clear();
      waitingBytes = 0;
      dueNanos = Long.MAX_VALUE;
      overflowing = false;
      if (refused) {
        refused = false;
        trouble.accept(null);
      }
    } catch (StoreException e) {
      refuse(e, now);
    }
  }

  private void refuse(StoreException e, long now) {
    dueNanos = now + RETRY_NANOS;
    if (!refused) {
      refused = true;
      LOG.warn("The buffer refuses records: {}", e.getMessage());
      trouble.accept(e);
    }
  }
}
