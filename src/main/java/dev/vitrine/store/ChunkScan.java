package dev.vitrine.store;

import dev.vitrine.crypto.SealingKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens one chunk after the other, newest first, within the caller's transaction and for about as
 * long as it may. Each day's key is unwrapped once. What does not open is passed over: other ways
 * of reading tell of it.
 */
final class ChunkScan implements AutoCloseable {
  private static final String CHUNKS =
      "SELECT number, key, sealed FROM chunk WHERE sealed IS NOT NULL AND number < ?"
          + " AND number >= ? AND first_at >= ? AND first_at < ? ORDER BY number DESC";
  private static final String ROWS =
      "SELECT pos, seq, at FROM record WHERE chunk = ? AND stripped = 0";

  /** Chunks that are opened at the same time, and bytes of them. */
  private static final int TOGETHER = 128;

  private static final int MOST_BYTES = 1 << 18;

  private final Connection c;
  private final KeyRing ring;
  private final Chunks chunks;
  private final Map<Long, SealingKey> keys = new HashMap<>();
  private final Set<Long> broken = new HashSet<>();

  ChunkScan(Connection c, KeyRing ring, Chunks chunks) {
    this.c = c;
    this.ring = ring;
    this.chunks = chunks;
  }

  /** What takes what was prepared of a chunk; false = no more is wanted. */
  private interface Sink<T> {
    boolean take(long chunk, T content) throws SQLException, StoreException;
  }

  /** Records only, with their numbers. */
  <T> CaptureLog.Scanned survey(
      CaptureLog.ScanRange range, CaptureLog.Glance<T> glance, CaptureLog.SurveySink<T> sink)
      throws SQLException, StoreException {
    try (PreparedStatement rows = c.prepareStatement(ROWS)) {
      return run(
          range,
          (chunk, opener) -> chunks.glance(chunk, opener, glance),
          (chunk, seen) -> {
            rows.setLong(1, chunk);
            try (ResultSet row = rows.executeQuery()) {
              while (row.next()) {
                int pos = row.getInt(1);
                Optional<T> one = pos < seen.size() ? seen.get(pos) : Optional.empty();
                if (one.isPresent()) {
                  sink.accept(row.getLong(2), Instant.ofEpochMilli(row.getLong(3)), one.get());
                }
              }
            }
            return true;
          });
    }
  }

  /** Records only, a chunk at a time; what is wanted of it is asked on all processors. */
  CaptureLog.Scanned scan(
      CaptureLog.ScanRange range, CaptureLog.Sought sought, CaptureLog.ScanSink sink)
      throws SQLException, StoreException {
    return run(
        range,
        (chunk, opener) -> chunks.find(chunk, opener, sought),
        (chunk, lines) -> sink.accept(lines));
  }

  private <T> CaptureLog.Scanned run(
      CaptureLog.ScanRange range, ScanBatch.Opening<T> opening, Sink<T> sink)
      throws SQLException, StoreException {
    long first = Sql.number(c, "SELECT first_chunk FROM meta");
    long last = Sql.number(c, "SELECT last_chunk FROM meta");
    long floor = Math.max(first, range.floor());
    long deadline = System.nanoTime() + range.budget().toNanos();
    long next = Math.min(range.before(), last + 1);
    try (PreparedStatement statement = c.prepareStatement(CHUNKS)) {
      statement.setLong(1, next);
      statement.setLong(2, floor);
      statement.setLong(3, Times.millis(range.from()));
      statement.setLong(4, Times.millis(range.to()));
      try (ResultSet row = statement.executeQuery()) {
        List<SealedChunk> some = fetch(row, 1);
        while (!some.isEmpty()) {
          ScanBatch<T> batch = ScanBatch.begin(some, opening);
          boolean more = System.nanoTime() < deadline;
          // While others open these, the next ones are read.
          some = batch.during(() -> more ? fetch(row, TOGETHER) : List.of());
          for (ScanBatch.Opened<T> opened : batch.finish()) {
            next = opened.number();
            if (opened.content().isPresent()
                && !sink.take(opened.number(), opened.content().get())) {
              return new CaptureLog.Scanned(next, floor, last, next <= floor);
            }
          }
          if (!more) {
            return new CaptureLog.Scanned(next, floor, last, next <= floor);
          }
        }
      }
    }
    return new CaptureLog.Scanned(floor, floor, last, true);
  }

  private List<SealedChunk> fetch(ResultSet row, int most) throws SQLException, StoreException {
    List<SealedChunk> some = new ArrayList<>();
    int bytes = 0;
    while (some.size() < most && bytes < MOST_BYTES && row.next()) {
      long keyId = row.getLong(2);
      SealingKey key = keys.get(keyId);
      if (key == null && !broken.contains(keyId)) {
        key = unwrap(keyId);
      }
      if (key != null) {
        byte[] sealed = row.getBytes(3);
        bytes += sealed.length;
        some.add(new SealedChunk(row.getLong(1), keyId, key, sealed));
      }
    }
    return some;
  }

  private @Nullable SealingKey unwrap(long keyId) throws SQLException, StoreException {
    try {
      SealingKey key = ring.dayKey(c, keyId);
      keys.put(keyId, key);
      return key;
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.DAMAGED) {
        throw e;
      }
      broken.add(keyId);
      return null;
    }
  }

  @Override
  public void close() {
    keys.values().forEach(SealingKey::close);
  }
}
