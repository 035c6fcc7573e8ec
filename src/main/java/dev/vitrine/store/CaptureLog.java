package dev.vitrine.store;

import dev.vitrine.record.LocalGap;
import dev.vitrine.record.RecordLine;
import dev.vitrine.tally.DropReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** The staff's role: look at everything, delete anything; nothing is added. */
public interface CaptureLog {
  /**
   * Records and gaps that began in {@code [from, to)}, newest first, at most {@code limit}, older
   * than {@code cursor}.
   */
  default Page newestFirst(Instant from, Instant to, @Nullable Cursor cursor, int limit)
      throws StoreException {
    return newestFirst(new Choice(from, to, null, null), cursor, limit);
  }

  /** The same for what a choice asks for. It walks over what does not match, without opening it. */
  Page newestFirst(Choice choice, @Nullable Cursor cursor, int limit) throws StoreException;

  /** Numbers of records that began in {@code [from, to)}, by state, without what is erased. */
  Counts countsBetween(Instant from, Instant to) throws StoreException;

  /**
   * Opens records, newest chunk first, and says where to go on. The sink gets those of a chunk that
   * are wanted and answers whether it wants more.
   */
  Scanned scan(ScanRange range, Sought sought, ScanSink sink) throws StoreException;

  /** The same over all records: what a glance at each tells, with its number and beginning. */
  <T> Scanned survey(ScanRange range, Glance<T> glance, SurveySink<T> sink) throws StoreException;

  /** Where a record's bytes go or went, or empty where it is unknown, gone, or a gap. */
  Optional<Delivery> delivery(String id) throws StoreException;

  /** One record, or empty where it is unknown or gone. */
  Optional<Entry> find(String id) throws StoreException;

  /**
   * Every record (no gaps), oldest first, one call a record; the lines that are or would be sent.
   */
  void export(LineSink sink) throws StoreException;

  /** How many records are in which state. */
  Counts counts() throws StoreException;

  /** How many records went so far, erased or expired: more than before = some are gone. */
  long gone() throws StoreException;

  /** How long until the next held record may be sent, or empty where none is held. */
  Optional<Duration> nextReadyIn() throws StoreException;

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

  /**
   * What a scan looks for. It is shown the opened bytes themselves, on several threads at once: it
   * must neither change nor keep them.
   */
  interface Sought {
    /** Every record, as it seems; further questions are {@code wants}'s. */
    Sought ALL =
        new Sought() {
          @Override
          public int find(byte[] bytes, int from, int to) {
            return from < to ? from : -1;
          }

          @Override
          public boolean wants(String app, byte[] bytes, int from, int to) {
            return true;
          }
        };

    /**
     * Where there is something in {@code [from, to)} without which no line is wanted: its first
     * place, or -1. What it is given holds many lines and other bytes between them.
     */
    int find(byte[] bytes, int from, int to);

    /** Whether the record of that application is wanted, whose line is {@code [from, to)}. */
    boolean wants(String app, byte[] bytes, int from, int to);
  }

  /** Takes a chunk's records; false = no more are wanted. */
  @FunctionalInterface
  interface ScanSink {
    /** Takes them, oldest first. */
    boolean accept(List<RecordLine> lines) throws StoreException;
  }

  /**
   * A look at one record. It is shown the opened bytes themselves, on several threads at once: it
   * must neither change nor keep them.
   */
  @FunctionalInterface
  interface Glance<T> {
    /** What there is to say of the record of that application, whose line is {@code [from, to)}. */
    T at(String app, byte[] bytes, int from, int to);
  }

  /** Takes what was seen, with the numbers that the store gave, which never change. */
  @FunctionalInterface
  interface SurveySink<T> {
    /** Takes what was seen of one record. */
    void accept(long number, Instant at, T seen) throws StoreException;
  }

  /**
   * What began in {@code [from, to)}, in one state (null = any, and gaps), and of what number (null
   * = any).
   */
  record Choice(
      Instant from, Instant to, @Nullable RecordState state, @Nullable LongPredicate numbers) {}

  /**
   * Chunks to look through: below {@code before}, from {@code floor} up, begun in {@code [from,
   * to)}; for about as long as {@code budget}.
   */
  record ScanRange(long before, long floor, Instant from, Instant to, Duration budget) {
    /** Everything, from the newest chunk on. */
    public static ScanRange all(Duration budget) {
      return new ScanRange(Long.MAX_VALUE, 0, Instant.MIN, Instant.MAX, budget);
    }

    /** The same from another chunk on. */
    public ScanRange before(long chunk) {
      return new ScanRange(chunk, floor, from, to, budget);
    }
  }

  /** How far it came: all from {@code next} up was seen, of {@code first..last}. */
  record Scanned(long next, long first, long last, boolean done) {}

  /**
   * Where a record goes or went.
   *
   * @param sealed whether only the training team can open what is sent
   * @param batch what carries or carried it, or null before that is known
   * @param batchRecords how many records that batch has here, 0 without one
   * @param sentAt when the endpoint acknowledged it, or null
   */
  record Delivery(
      String endpoint,
      boolean sealed,
      @Nullable String batch,
      long batchRecords,
      @Nullable Instant sentAt) {}

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
