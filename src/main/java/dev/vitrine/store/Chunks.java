package dev.vitrine.store;

import dev.vitrine.crypto.SealingKey;
import dev.vitrine.record.RecordLine;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The chunk table. Numbers are dense: a chunk that is gone on purpose leaves a tombstone, so that a
 * missing one is noticed. Tombstones below the oldest living chunk are dropped.
 */
final class Chunks {
  private final KeyRing ring;
  private final ChunkCodec codec;

  Chunks(KeyRing ring, ChunkCodec codec) {
    this.ring = ring;
    this.codec = codec;
  }

  /** What the table says about a chunk, without its content. */
  record Head(long number, long key, String day, long firstAt, int records, int raw) {}

  /** The chunk's frames, or empty where it is missing, damaged, or a tombstone. */
  Optional<List<Frame>> read(Connection c, long number) throws SQLException, StoreException {
    Optional<Long> keyId =
        Sql.first(
            c,
            "SELECT key FROM chunk WHERE number = ? AND sealed IS NOT NULL",
            row -> row.getLong(1),
            number);
    if (keyId.isEmpty()) {
      return Optional.empty();
    }
    byte[] sealed =
        Sql.first(c, "SELECT sealed FROM chunk WHERE number = ?", row -> row.getBytes(1), number)
            .orElseThrow();
    try (SealingKey key = ring.dayKey(c, keyId.get())) {
      return codec.open(new SealedChunk(number, keyId.get(), key, sealed), key.opener());
    } catch (StoreException e) {
      if (e.kind() == StoreException.Kind.DAMAGED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What a glance at each frame tells, nothing where it is no record; empty as with the other. */
  <T> Optional<List<Optional<T>>> glance(
      SealedChunk chunk, SealingKey.Opener opener, CaptureLog.Glance<T> glance) {
    return codec.look(chunk, opener, raw -> FrameSearch.all(raw, glance));
  }

  /** Only the records that are wanted; empty where the chunk is damaged or another place's. */
  Optional<List<RecordLine>> find(
      SealedChunk chunk, SealingKey.Opener opener, CaptureLog.Sought sought) {
    return codec.look(chunk, opener, raw -> FrameSearch.find(raw, sought));
  }

  /** The newest chunk, where it still can grow. */
  @Nullable Head newest(Connection c) throws SQLException {
    return Sql.first(
            c,
            "SELECT number, key, day, first_at, records, raw FROM chunk WHERE sealed IS NOT NULL"
                + " AND number = (SELECT last_chunk FROM meta)",
            Chunks::head)
        .orElse(null);
  }

  /** The chunk of that number, unless it is missing or a tombstone. */
  Optional<Head> find(Connection c, long number) throws SQLException {
    return Sql.first(
        c,
        "SELECT number, key, day, first_at, records, raw FROM chunk WHERE sealed IS NOT NULL"
            + " AND number = ?",
        Chunks::head,
        number);
  }

  List<Head> ofKey(Connection c, long key) throws SQLException {
    return Sql.list(
        c,
        "SELECT number, key, day, first_at, records, raw FROM chunk WHERE sealed IS NOT NULL"
            + " AND key = ? ORDER BY number",
        Chunks::head,
        key);
  }

  /** A number for a further chunk. */
  long nextNumber(Connection c) throws SQLException {
    Sql.update(c, "UPDATE meta SET last_chunk = last_chunk + 1");
    return Sql.number(c, "SELECT last_chunk FROM meta");
  }

  /** Writes or replaces a chunk. */
  void put(Connection c, long number, long keyId, String day, long firstAt, List<Frame> frames)
      throws SQLException, StoreException {
    int raw = frames.stream().mapToInt(Frame::size).sum();
    byte[] sealed;
    try (SealingKey key = ring.dayKey(c, keyId)) {
      sealed = codec.seal(frames, number, keyId, key);
    }
    Sql.update(
        c,
        "INSERT OR REPLACE INTO chunk(number, key, day, first_at, records, raw, sealed)"
            + " VALUES(?, ?, ?, ?, ?, ?, ?)",
        number,
        keyId,
        day,
        firstAt,
        frames.size(),
        raw,
        sealed);
  }

  /** Turns a chunk into a tombstone. */
  void bury(Connection c, long number) throws SQLException {
    Sql.update(
        c,
        "UPDATE chunk SET key = NULL, day = NULL, first_at = NULL, records = 0, raw = 0,"
            + " sealed = NULL WHERE number = ?",
        number);
  }

  /** Drops what is not needed any more: leading tombstones, and keys without a chunk. */
  void tidy(Connection c) throws SQLException {
    Sql.update(
        c,
        "UPDATE meta SET first_chunk = coalesce((SELECT min(number) FROM chunk WHERE sealed IS NOT"
            + " NULL), last_chunk + 1)");
    Sql.update(c, "DELETE FROM chunk WHERE number < (SELECT first_chunk FROM meta)");
    Sql.update(
        c, "DELETE FROM day_key WHERE id NOT IN (SELECT key FROM chunk WHERE key IS NOT NULL)");
  }

  /** How many chunks between the first and the last are neither there nor a tombstone. */
  static long missing(Connection c) throws SQLException {
    return Sql.number(
        c,
        "SELECT last_chunk - first_chunk + 1 - (SELECT count(*) FROM chunk WHERE number BETWEEN"
            + " first_chunk AND last_chunk) FROM meta");
  }

  private static Head head(java.sql.ResultSet row) throws SQLException {
    return new Head(
        row.getLong(1),
        row.getLong(2),
        row.getString(3),
        row.getLong(4),
        row.getInt(5),
        row.getInt(6));
  }
}
