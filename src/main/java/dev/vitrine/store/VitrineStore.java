package dev.vitrine.store;

import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.record.LocalGap;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The encrypted buffer of one data directory, opened for writing. What {@link CaptureStore#append}
 * took survives a power loss; what {@link CaptureLog#delete} took opens for nobody any more, in no
 * copy of the directory. All roles are safe for use by several threads.
 *
 * <p>Only one process may have a directory open for writing: callers hold its {@code agent.lock}.
 * Any number may look on through {@link ReadOnlyStore}.
 */
public final class VitrineStore implements AutoCloseable {
  private static final int SECRET_BYTES = 32;

  private final Database db;
  private final Database readDb;
  private final KeyRing ring;
  private final KeyRing readRing;
  private final KeyStorage keys;
  private final String dirId;
  private final @Nullable Path setAside;
  private final AgeClock ages;
  private final Appender appender;
  private final BatchOutbox outbox;
  private final Expiry expiry;
  private final LogReader reader;
  private final Ledger ledger;
  private final CaptureLog log;

  private VitrineStore(
      DataDirectory dir,
      Database db,
      KeyStorage keys,
      KeyRing ring,
      String dirId,
      @Nullable Path setAside,
      StoreOptions options,
      Eraser.FailPoint failPoint) {
    this.db = db;
    this.readDb = new Database(dir, true);
    this.keys = keys;
    this.ring = ring;
    this.readRing = new KeyRing(keys, dirId);
    this.dirId = dirId;
    this.setAside = setAside;
    this.ages = new AgeClock(options.wall(), options.steady());
    ChunkCodec codec = new ChunkCodec(dirId);
    Chunks chunks = new Chunks(ring, codec);
    Batches batches = new Batches(ring, chunks, options.random(), options.wall());
    this.ledger = new Ledger(options.wall());
    Erasures erasures = new Erasures(options.random(), ledger);
    this.appender = new Appender(db, dir, ring, chunks, ages, options.maxBytes());
    this.outbox = new BatchOutbox(db, chunks, batches, erasures, ages, ledger);
    this.expiry = new Expiry(db, chunks, batches, ages, ledger, options);
    this.reader =
        new LogReader(
            readDb, readRing, new Chunks(readRing, codec), c -> ages.now(), options.wall());
    this.log =
        new StoreLog(
            reader,
            new Eraser(db, dir, ring, chunks, batches, erasures, appender, ledger, failPoint)
                ::delete);
  }

  /**
   * Opens the buffer, or begins one. A deletion that a crash interrupted is finished; a damaged
   * database is set aside and a new one begun ({@link #damage} says so).
   *
   * @throws KeyStorageException where the key store is absent, locked, or fails: to be waited for
   * @throws StoreException {@link StoreException.Kind#KEY} where the key is missing or another one;
   *     nothing is changed then
   */
  public static VitrineStore open(Path dataDir, KeyStorage keys, StoreOptions options)
      throws StoreException, KeyStorageException {
    return open(dataDir, keys, options, step -> {});
  }

  static VitrineStore open(
      Path dataDir, KeyStorage keys, StoreOptions options, Eraser.FailPoint failPoint)
      throws StoreException, KeyStorageException {
    DataDirectory dir = new DataDirectory(dataDir);
    dir.prepare();
    dir.prepareNativeLibraries(true);
    boolean existed = dir.hasDatabase();
    dir.touchDatabase();
    Database db = new Database(dir, false);
    Path setAside = null;
    KeyRing ring = null;
    try {
      if (existed && !isUsable(db)) {
        db.disconnect();
        setAside = dir.setAside(options.wall().instant());
        dir.touchDatabase();
      }
      boolean begins = db.read(Schema::versionOf) == 0;
      String dirId = begins ? dir.id() : db.read(VitrineStore::dirId);
      ring = new KeyRing(keys, dirId);
      if (begins) {
        begin(db, keys, ring, dirId, options);
      } else {
        dir.keepId(dirId);
        resume(db, ring);
      }
      VitrineStore store =
          new VitrineStore(dir, db, keys, ring, dirId, setAside, options, failPoint);
      store.start(dir, begins, options.wall().instant());
      return store;
    } catch (StoreException | KeyStorageException | RuntimeException e) {
      db.close();
      if (ring != null) {
        ring.close();
      }
      if (e.getCause() instanceof KeyStorageException refused && e instanceof StoreException) {
        throw refused;
      }
      throw e;
    }
  }

  private static boolean isUsable(Database db) throws StoreException {
    if (!db.isSound()) {
      return false;
    }
    int version = db.read(Schema::versionOf);
    if (version > Schema.version()) {
      throw new StoreException(
          StoreException.Kind.IO, "The buffer was written by a newer version: install that one");
    }
    return version == 0 || db.read(c -> Sql.number(c, "SELECT count(*) FROM meta")) == 1;
  }

  private static String dirId(java.sql.Connection c) throws java.sql.SQLException {
    return Sql.first(c, "SELECT dir FROM meta", row -> row.getString(1)).orElseThrow();
  }

  private static void begin(
      Database db, KeyStorage keys, KeyRing ring, String dirId, StoreOptions options)
      throws StoreException, KeyStorageException {
    KeyRing.Slot slot = ring.begin();
    String secretName = KeyRing.itemName(dirId, "agent");
    if (keys.load(secretName).isEmpty()) {
      byte[] secret = newSecret(options.random());
      keys.store(secretName, secret);
      Arrays.fill(secret, (byte) 0);
    }
    db.write(
        c -> {
          Schema.migrate(c);
          return Sql.update(
              c,
              "INSERT OR REPLACE INTO meta(one, dir, slot, generation, key_check, age, wall)"
                  + " VALUES(1, ?, ?, 0, ?, 0, ?)",
              dirId,
              slot.word(),
              ring.check(0),
              options.wall().millis());
        });
  }

  private static void resume(Database db, KeyRing ring) throws StoreException {
    KeyRing.Current current =
        db.read(
            c -> {
              ring.follow(c);
              return KeyRing.current(c);
            });
    if (db.read(c -> Schema.versionOf(c) < Schema.version() || Fence.standsPlain(c))) {
      db.write(
          c -> {
            Schema.migrate(c);
            Fence.sealPlain(c, ring);
            return true;
          });
    }
    // A deletion that was interrupted left another master, old or never used: it opens nothing
    // that is wanted, once what the database says is on the disk.
    db.settle();
    ring.remove(KeyRing.Slot.of(current.slot()).other());
    db.truncateJournal();
  }

  private void start(DataDirectory dir, boolean begins, Instant now) throws StoreException {
    long marked = dir.marked();
    long last =
        db.write(
            c -> {
              ages.begin(c);
              long known = Sql.number(c, "SELECT last_seq FROM meta");
              if (marked > known) {
                // The end of the journal is gone, or (where this begins) the whole database.
                Sql.update(
                    c,
                    "UPDATE meta SET lost = lost + ?, last_seq = ?",
                    begins ? 0 : marked - known,
                    marked);
                appender.noteGap(c, new LocalGap(LocalGap.Why.DROPPED), now.toEpochMilli());
              }
              return Sql.number(c, "SELECT last_seq FROM meta");
            });
    dir.mark(last);
    dir.keepBallast();
  }

  /** The pipeline's role. */
  public CaptureStore capture() {
    return appender;
  }

  /** The upload's role. */
  public Outbox outbox() {
    return outbox;
  }

  /** The staff's role; reads through a connection of its own. */
  public CaptureLog log() {
    return log;
  }

  /** A small value that the agent keeps over restarts, or empty. Not sealed: never content. */
  public Optional<String> setting(String name) throws StoreException {
    return reader.setting(name);
  }

  /** Keeps a small value; durable when this returns. Not sealed: never content, never a secret. */
  public void putSetting(String name, String value) throws StoreException {
    db.write(
        c ->
            Sql.update(c, "INSERT OR REPLACE INTO setting(name, value) VALUES(?, ?)", name, value));
  }

  /**
   * Keeps what is to be deleted soon and can still be undone (null = nothing is). While anything
   * is, the outbox gives nothing out. Sealed.
   */
  public void pendingDeletions(@Nullable String list) throws StoreException {
    db.write(
        c -> {
          if (list == null) {
            Fence.takeDown(c);
          } else {
            Fence.raise(c, ring, list);
          }
          return true;
        });
  }

  /** What was kept by {@link #pendingDeletions(String)}, also by an earlier run, or empty. */
  public Optional<String> pendingDeletions() throws StoreException {
    return reader.pendingDeletions();
  }

  /** Notes in the ledger what happened outside of the store; the subject is never content. */
  public void note(LedgerEntry.Kind kind, @Nullable String subject) throws StoreException {
    db.write(
        c -> {
          ledger.note(c, kind, subject, 0);
          return true;
        });
  }

  /** Forgets a small value. */
  public void removeSetting(String name) throws StoreException {
    db.write(c -> Sql.update(c, "DELETE FROM setting WHERE name = ?", name));
  }

  /**
   * Lengthens the review time of all records that are here to at least this, and of those that
   * come, until it is set again. What was lengthened stays so: it never shortens what binds a
   * record. A batch that was formed and never sent is taken apart where its time is not over.
   */
  public void holdAtLeast(Duration hold) throws StoreException {
    db.write(
        c -> {
          long millis = Math.max(0, hold.toMillis());
          Sql.update(c, "UPDATE meta SET min_hold = ?", millis);
          if (Sql.update(c, "UPDATE terms SET hold = ? WHERE hold < ?", millis, millis) > 0) {
            outbox.holdBack(c);
          }
          return true;
        });
  }

  /**
   * Lets content age out: of acknowledged records after {@code keepSentDays}, of others after
   * {@code keepUnsentDays}. To be called about once an hour.
   *
   * @return how many unacknowledged records expired
   */
  public long expire() throws StoreException {
    return expiry.run();
  }

  /** What the buffer knows to have lost; the agent reports it. */
  public Damage damage() throws StoreException {
    return reader.damage(setAside);
  }

  /**
   * The agent's secret towards its endpoint: the ASCII bytes of 256 random bits in base64url, made
   * when the directory was begun. The caller wipes it.
   */
  public byte[] agentSecret() throws StoreException, KeyStorageException {
    return keys.load(KeyRing.itemName(dirId, "agent"))
        .orElseThrow(
            () ->
                new StoreException(
                    StoreException.Kind.KEY, "The agent's secret is not in the key store"));
  }

  /** The random id of the data directory, which names its items in the key store. */
  public String directoryId() {
    return dirId;
  }

  /** Keeps ages, and closes files and keys. */
  @Override
  public void close() throws StoreException {
    try {
      db.write(
          c -> {
            ages.save(c);
            return true;
          });
    } finally {
      abandon();
    }
  }

  /** Closes without keeping anything: what is left of a process that was killed. */
  void abandon() {
    readDb.close();
    db.close();
    ring.close();
    readRing.close();
  }

  private static byte[] newSecret(RandomGenerator random) {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    byte[] text = Base64.getUrlEncoder().withoutPadding().encode(bytes);
    Arrays.fill(bytes, (byte) 0);
    return text;
  }
}
