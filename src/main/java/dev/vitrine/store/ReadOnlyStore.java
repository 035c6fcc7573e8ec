package dev.vitrine.store;

import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.record.RecordLine;
import dev.vitrine.tally.DropReason;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The buffer of a data directory, opened for looking only: safe while an agent writes to it. The
 * key store is asked when content is, so that counts can be had while it is locked. Safe for use by
 * several threads.
 */
public final class ReadOnlyStore implements AutoCloseable {
  private final Database db;
  private final KeyRing ring;
  private final LogReader reader;

  private ReadOnlyStore(Database db, KeyRing ring, LogReader reader) {
    this.db = db;
    this.ring = ring;
    this.reader = reader;
  }

  /** Opens the buffer, or says empty where there is none yet; changes and makes nothing then. */
  public static Optional<ReadOnlyStore> open(Path dataDir, KeyStorage keys, Clock wall)
      throws StoreException {
    DataDirectory dir = new DataDirectory(dataDir);
    if (!dir.hasDatabase()) {
      return Optional.empty();
    }
    dir.prepareNativeLibraries(false);
    Database db = new Database(dir, true);
    try {
      int version = db.read(Schema::versionOf);
      if (version == 0) {
        db.close();
        return Optional.empty();
      }
      if (version != Schema.version()) {
        throw new StoreException(
            StoreException.Kind.IO,
            "The buffer was written by another version: start that version's agent, or this one's");
      }
      String dirId =
          db.read(c -> Sql.first(c, "SELECT dir FROM meta", row -> row.getString(1)).orElseThrow());
      KeyRing ring = new KeyRing(keys, dirId);
      Chunks chunks = new Chunks(ring, new ChunkCodec(dirId));
      LogReader reader =
          new LogReader(db, ring, chunks, c -> AgeClock.read(c, wall, SteadyClock.system()), wall);
      return Optional.of(new ReadOnlyStore(db, ring, reader));
    } catch (StoreException e) {
      db.close();
      throw e;
    }
  }

  /** The staff's role without deleting: {@code delete} refuses with {@code IO}. */
  public CaptureLog log() {
    return new Log(reader);
  }

  /** A small value that the agent keeps over restarts, or empty. */
  public Optional<String> setting(String name) throws StoreException {
    return reader.setting(name);
  }

  /** What an agent was asked to delete and did not come to, or empty. */
  public Optional<String> pendingDeletions() throws StoreException {
    return setting(Fence.SETTING);
  }

  /** What the buffer knows to have lost; a database that was set aside is the agent's to report. */
  public Damage damage() throws StoreException {
    return reader.damage(null);
  }

  @Override
  public void close() {
    db.close();
    ring.close();
  }

  private record Log(LogReader reader) implements CaptureLog {
    @Override
    public Page newestFirst(Instant from, Instant to, @Nullable Cursor cursor, int limit)
        throws StoreException {
      return reader.newestFirst(new Choice(from, to, null, null), cursor, limit);
    }

    @Override
    public Page newestFirst(Choice choice, @Nullable Cursor cursor, int limit)
        throws StoreException {
      return reader.newestFirst(choice, cursor, limit);
    }

    @Override
    public Counts countsBetween(Instant from, Instant to) throws StoreException {
      return reader.countsBetween(from, to);
    }

    @Override
    public Scanned scan(ScanRange range, Predicate<RecordLine> wanted, ScanSink sink)
        throws StoreException {
      return reader.scan(range, wanted, sink);
    }

    @Override
    public Scanned survey(ScanRange range, SurveySink sink) throws StoreException {
      return reader.survey(range, sink);
    }

    @Override
    public Optional<Delivery> delivery(String id) throws StoreException {
      return reader.delivery(id);
    }

    @Override
    public Optional<Entry> find(String id) throws StoreException {
      return reader.find(id);
    }

    @Override
    public void export(LineSink sink) throws StoreException {
      reader.export(sink);
    }

    @Override
    public Counts counts() throws StoreException {
      return reader.counts();
    }

    @Override
    public long gone() throws StoreException {
      return reader.gone();
    }

    @Override
    public Optional<Duration> nextReadyIn() throws StoreException {
      return reader.nextReadyIn();
    }

    @Override
    public Map<DropReason, Long> drops() throws StoreException {
      return reader.drops();
    }

    @Override
    public Deleted delete(Selection selection, Instant now) throws StoreException {
      throw new StoreException(
          StoreException.Kind.IO, "The buffer is open for looking only: ask the agent to delete");
    }

    @Override
    public List<ErasureEntry> erasures() throws StoreException {
      return reader.erasures();
    }

    @Override
    public List<LedgerEntry> ledger(int limit) throws StoreException {
      return reader.ledger(limit);
    }
  }
}
