package dev.vitrine.store;

import dev.vitrine.crypto.KeyStorage;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

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
    return new StoreLog(reader, (selection, now) -> refuse());
  }

  /** A small value that the agent keeps over restarts, or empty. */
  public Optional<String> setting(String name) throws StoreException {
    return reader.setting(name);
  }

  /** What an agent was asked to delete and did not come to, or empty. */
  public Optional<String> pendingDeletions() throws StoreException {
    return reader.pendingDeletions();
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

  private static CaptureLog.Deleted refuse() throws StoreException {
    throw new StoreException(
        StoreException.Kind.IO, "The buffer is open for looking only: ask the agent to delete");
  }
}
