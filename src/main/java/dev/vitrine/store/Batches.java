package dev.vitrine.store;

import dev.vitrine.crypto.RandomIds;
import dev.vitrine.crypto.SealingKey;
import dev.vitrine.crypto.UnsealException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The batch table. A batch is planned (its records are chosen), frozen (its bytes are made and
 * sealed under a key of their own), sending (the endpoint may have it) and done (an index entry).
 * All methods work within the caller's transaction.
 */
final class Batches {
  private final KeyRing ring;
  private final Chunks chunks;
  private final RandomGenerator random;
  private final Clock wall;

  Batches(KeyRing ring, Chunks chunks, RandomGenerator random, Clock wall) {
    this.ring = ring;
    this.chunks = chunks;
    this.random = random;
    this.wall = wall;
  }

  /** Where a record's content lies. */
  record Where(long seq, String id, long chunk, int pos) {
    static Where of(ResultSet row) throws SQLException {
      return new Where(row.getLong(1), row.getString(2), row.getLong(3), row.getInt(4));
    }
  }

  /** A batch's row. */
  record Head(String id, String endpoint, @Nullable String sealTo, int state) {
    static Head of(ResultSet row) throws SQLException {
      return new Head(row.getString(1), row.getString(2), row.getString(3), row.getInt(4));
    }
  }

  Optional<Head> find(Connection c, String id) throws SQLException {
    return Sql.first(
        c, "SELECT id, endpoint, seal_to, state FROM batch WHERE id = ?", Head::of, id);
  }

  /** The batch that is frozen and not yet answered. */
  Optional<Head> inFlight(Connection c) throws SQLException {
    return Sql.first(
        c, "SELECT id, endpoint, seal_to, state FROM batch WHERE state IN (1, 2)", Head::of);
  }

  /** The planned batch whose records are the oldest. */
  Optional<Head> planned(Connection c) throws SQLException {
    return Sql.first(
        c,
        "SELECT id, endpoint, seal_to, state FROM batch b WHERE state = 0"
            + " ORDER BY (SELECT min(seq) FROM record WHERE batch = b.id) LIMIT 1",
        Head::of);
  }

  List<Where> records(Connection c, String batch) throws SQLException {
    return Sql.list(
        c, "SELECT seq, id, chunk, pos FROM record WHERE batch = ? ORDER BY seq", Where::of, batch);
  }

  /** Plans a batch of these records. */
  Head plan(Connection c, String endpoint, @Nullable String sealTo, List<Where> records)
      throws SQLException {
    Head batch = new Head(RandomIds.next(random), endpoint, sealTo, State.BATCH_PLANNED);
    Sql.update(
        c,
        "INSERT INTO batch(id, endpoint, seal_to, state, day) VALUES(?, ?, ?, ?, ?)",
        batch.id(),
        endpoint,
        sealTo,
        State.BATCH_PLANNED,
        LocalDate.ofInstant(wall.instant(), wall.getZone()).toString());
    for (Where record : records) {
      Sql.update(c, "UPDATE record SET batch = ? WHERE seq = ?", batch.id(), record.seq());
    }
    return batch;
  }

  /**
   * Makes and seals the bytes; records that cannot be read any more leave the batch. Empty where
   * none is left.
   */
  Optional<FrozenBatch> freeze(Connection c, Head batch) throws SQLException, StoreException {
    List<String> ids = new ArrayList<>();
    List<byte[]> lines = new ArrayList<>();
    ChunkReader reader = new ChunkReader(chunks);
    for (Where record : records(c, batch.id())) {
      Optional<Frame> frame = reader.frame(c, record.chunk(), record.pos());
      if (frame.isEmpty()) {
        markUnreadable(c, record.chunk());
      } else {
        ids.add(record.id());
        lines.add(frame.get().line());
      }
    }
    if (ids.isEmpty()) {
      Sql.update(c, "DELETE FROM batch WHERE id = ?", batch.id());
      return Optional.empty();
    }
    byte[] lineBytes = BatchBody.of(lines);
    String sealTo = batch.sealTo();
    byte[] body = sealTo == null ? lineBytes : BatchBody.sealed(batch.id(), ids, lineBytes, sealTo);
    try (SealingKey key = SealingKey.generate()) {
      Sql.update(
          c,
          "UPDATE batch SET state = ?, wrapped = ?, body = ? WHERE id = ?",
          State.BATCH_FROZEN,
          ring.wrapBatchKey(batch.id(), key),
          key.seal(body, ring.batchPlace(batch.id())),
          batch.id());
    }
    return Optional.of(new FrozenBatch(batch.id(), batch.endpoint(), batch.sealTo(), ids, body));
  }

  /** The frozen bytes again; empty where they are damaged, and then the batch is taken apart. */
  Optional<FrozenBatch> thaw(Connection c, Head batch) throws SQLException, StoreException {
    byte[] wrapped = bytes(c, "SELECT wrapped FROM batch WHERE id = ?", batch.id());
    byte[] sealed = bytes(c, "SELECT body FROM batch WHERE id = ?", batch.id());
    try (SealingKey key = ring.batchKey(batch.id(), wrapped)) {
      byte[] body = key.open(sealed, ring.batchPlace(batch.id()));
      List<String> ids = records(c, batch.id()).stream().map(Where::id).toList();
      return Optional.of(new FrozenBatch(batch.id(), batch.endpoint(), batch.sealTo(), ids, body));
    } catch (UnsealException e) {
      dissolve(c, batch.id());
      return Optional.empty();
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.DAMAGED) {
        throw e;
      }
      dissolve(c, batch.id());
      return Optional.empty();
    }
  }

  private static byte[] bytes(Connection c, String sql, String batch) throws SQLException {
    return Sql.first(c, sql, row -> row.getBytes(1), batch).orElseThrow();
  }

  /** How long the body of a frozen batch is as it is sent; 0 where it has none. */
  long size(Connection c, String batch) throws SQLException {
    long sealed =
        Sql.number(c, "SELECT coalesce(max(length(body)), 0) FROM batch WHERE id = ?", batch);
    return Math.max(0, sealed - SealingKey.OVERHEAD_BYTES);
  }

  /** Takes a batch apart: its records wait to be formed anew. */
  void dissolve(Connection c, String batch) throws SQLException {
    Sql.update(c, "UPDATE record SET batch = NULL WHERE batch = ?", batch);
    Sql.update(c, "DELETE FROM batch WHERE id = ?", batch);
  }

  /** Drops the bytes and keeps the index entry. */
  void finish(Connection c, String batch) throws SQLException {
    Sql.update(
        c,
        "UPDATE batch SET state = ?, wrapped = NULL, body = NULL WHERE id = ?",
        State.BATCH_DONE,
        batch);
  }

  /** Takes what lies in a chunk that does not open out of every queue. */
  static void markUnreadable(Connection c, long chunk) throws SQLException {
    Sql.update(
        c,
        "UPDATE record SET state = ?, batch = NULL WHERE chunk = ? AND state = ?",
        State.UNREADABLE,
        chunk,
        State.WAITING);
  }
}
