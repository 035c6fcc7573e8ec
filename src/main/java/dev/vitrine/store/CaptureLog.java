package dev.vitrine.store;

import dev.vitrine.record.LocalGap;
import dev.vitrine.record.RecordLine;
import dev.vitrine.tally.DropReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The staff's role: look at everything, delete anything; nothing is added. */
public interface CaptureLog {
  /**
   * Records and gaps that began in {@code [from, to)}, newest first, at most {@code limit}, older
   * than {@code cursor}.
   */
  Page newestFirst(Instant from, Instant to, @Nullable Cursor cursor, int limit)
      throws StoreException;

  /** One record, or empty where it is unknown or gone. */
  Optional<Entry> find(String id) throws StoreException;

  /**
   * Every record (no gaps), oldest first, one call a record; the lines that are or would be sent.
   */
  void export(LineSink sink) throws StoreException;

  /** How many records are in which state. */
  Counts counts() throws StoreException;

  /** The episode counts kept by the last run. */
  Map<DropReason, Long> drops() throws StoreException;

  /**
   * Erases for real: survivors are sealed anew and the keys that could open the old bytes, in any
   * copy of the directory, are destroyed before this returns. For what may have been sent an
   * erasure request is filed.
   */
  Deleted delete(Selection selection, Instant now) throws StoreException;

  /** Erasure requests, newest first, with their receipts where there are any. */
  List<ErasureEntry> erasures() throws StoreException;

  /** What happened, newest first, at most so many entries. */
  List<LedgerEntry> ledger(int limit) throws StoreException;

  /** Whatever takes exported lines. */
  @FunctionalInterface
  interface LineSink {
    /** Takes one line. */
    void accept(RecordLine line) throws StoreException;
  }

  /** A place in the log, opaque to callers. */
  record Cursor(String value) {}

  /** One entry: a record ({@code line} set) or a gap ({@code gap} set). */
  record Entry(
      @Nullable RecordLine line,
      @Nullable LocalGap gap,
      Instant at,
      RecordState state,
      @Nullable String batch,
      @Nullable Instant sentAt,
      @Nullable Instant readyAt) {}

  /** Some entries and where to go on; {@code next} is null at the end. */
  record Page(List<Entry> entries, @Nullable Cursor next) {
    public Page {
      entries = List.copyOf(entries);
    }
  }

  /** Numbers of records by state. */
  record Counts(long held, long ready, long sent, long quarantined, long erased, long expired) {}

  /** What a deletion did. */
  record Deleted(long records, long alreadySent, @Nullable String erasure) {}

  /** One erasure request; receipt fields are null until the endpoint answered. */
  record ErasureEntry(
      String id,
      Instant filedAt,
      int records,
      @Nullable String receipt,
      @Nullable Instant receiptAt) {}

  /** What to delete. */
  sealed interface Selection {
    /** Everything. */
    record All() implements Selection {}

    /** What began in {@code [from, to)}. */
    record Between(Instant from, Instant to) implements Selection {}

    /** One application, by the rule's name. */
    record App(String name) implements Selection {}

    /** Records by id. */
    record Ids(Set<String> ids) implements Selection {
      public Ids {
        ids = Set.copyOf(ids);
      }
    }
  }
}
