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
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes what the redactor lets go and appends it in chunks: when {@value #MAX_RECORDS} records or
 * {@value #MAX_BYTES} bytes wait, or {@value #MAX_SECONDS} s after the first of them. What the
 * store refuses is kept here, bounded, and tried again; meanwhile capture is suspended by whoever
 * listens for trouble. Driven by its caller's times alone.
 */
final class Recorder implements Recording {
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

  /** A record and what was in force when it was captured. */
  private record Waiting(NewRecord record, HoldTerms terms) {
    Waiting heldAtLeast(Duration hold) {
      return hold.compareTo(terms.hold()) > 0
          ? new Waiting(record, new HoldTerms(hold, terms.endpoint(), terms.sealTo()))
          : this;
    }
  }

  private final Tally tally;
  private final Consumer<@Nullable StoreException> trouble;
  private final List<Waiting> waiting = new ArrayList<>();
  private @Nullable CaptureStore store;
  private @Nullable HoldTerms terms;
  private int waitingBytes;
  private long dueNanos = Long.MAX_VALUE;
  private boolean refused;
  private boolean overflowing;
  private LocalGap.@Nullable Why lastGap;

  /**
   * Keeps what it is given until {@link #use}. {@code trouble} is told each time the store refuses,
   * and null when it takes again.
   */
  Recorder(Tally tally, Consumer<@Nullable StoreException> trouble) {
    this.tally = tally;
    this.trouble = trouble;
  }

  /** Puts a store in the place of the one so far; what waits goes there. */
  void use(CaptureStore newStore, long now) {
    store = newStore;
    flush(now);
  }

  /** What binds records from now on; what waits keeps what bound it, or is held for longer. */
  @Override
  public void terms(HoldTerms newTerms) {
    waiting.replaceAll(each -> each.heldAtLeast(newTerms.hold()));
    terms = newTerms;
  }

  /** Takes a redacted record. */
  @Override
  public void record(Released released, long now) {
    if (waiting.size() >= MAX_WAITING) {
      if (!overflowing) {
        overflowing = true;
        tally.episode(DropReason.STORE_FULL);
      }
      return;
    }
    try {
      RecordLine line = RecordCodec.encode(released.record());
      HoldTerms bound = Objects.requireNonNull(terms, "nothing is captured without a policy");
      waiting.add(new Waiting(new NewRecord(line, released.at()), bound));
      waitingBytes += line.size();
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
   * Input was taken: a gap noted from now on is another one. When its record comes does not count,
   * since that tells when something removed was typed.
   */
  @Override
  public void taken() {
    lastGap = null;
  }

  /**
   * Notes a stretch without capture; the same again, with no input between, is the same stretch.
   */
  @Override
  public void gap(LocalGap.Why why, Instant at, long now) {
    CaptureStore present = store;
    if (present == null || why == lastGap || refused) {
      return;
    }
    flush(now);
    try {
      present.appendGap(new LocalGap(why), at);
      lastGap = why;
    } catch (StoreException e) {
      refuse(e, now);
    }
  }

  /** Appends what is due. */
  @Override
  public void advance(long now) {
    if (now >= dueNanos) {
      flush(now);
    }
  }

  /** When {@link #advance} has something to do; {@link Long#MAX_VALUE} where nothing waits. */
  @Override
  public long nextDeadline() {
    return dueNanos;
  }

  /** Appends everything that waits, now. */
  @Override
  public void flush(long now) {
    CaptureStore present = store;
    if (present == null || (waiting.isEmpty() && !refused)) {
      // Nothing is due: a deadline that stayed in the past would keep the pipeline spinning.
      dueNanos = Long.MAX_VALUE;
      return;
    }
    try {
      while (!waiting.isEmpty()) {
        append(present);
      }
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

  /** Appends the oldest records that were captured under the same terms. */
  private void append(CaptureStore present) throws StoreException {
    HoldTerms bound = waiting.get(0).terms();
    List<NewRecord> alike =
        waiting.stream()
            .takeWhile(each -> each.terms().equals(bound))
            .map(Waiting::record)
            .toList();
    present.append(alike, bound);
    waiting.subList(0, alike.size()).clear();
    waitingBytes = waiting.stream().mapToInt(each -> each.record().line().size()).sum();
  }

  /** Forgets what waits and is meant; returns whether there was any. */
  boolean forget(Predicate<NewRecord> meant) {
    boolean any = waiting.removeIf(each -> meant.test(each.record()));
    waitingBytes = waiting.stream().mapToInt(each -> each.record().line().size()).sum();
    return any;
  }

  private void refuse(StoreException e, long now) {
    dueNanos = now + RETRY_NANOS;
    if (!refused) {
      refused = true;
      LOG.warn("The buffer refuses records: {}", e.getMessage());
    }
    trouble.accept(e);
  }
}
