package dev.vitrine.store;

import dev.vitrine.crypto.SealingKey;
import dev.vitrine.record.RecordLine;
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
import java.util.function.Function;
import java.util.function.Predicate;
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

  /** Chunks that are opened at the same time. */
  private static final int TOGETHER = 32;

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
  CaptureLog.Scanned survey(CaptureLog.ScanRange range, CaptureLog.SurveySink sink)
      throws SQLException, StoreException {
    try (PreparedStatement rows = c.prepareStatement(ROWS)) {
      return run(
          range,
          frames -> frames,
          (chunk, frames) -> {
            rows.setLong(1, chunk);
            try (ResultSet row = rows.executeQuery()) {
              while (row.next()) {
                int pos = row.getInt(1);
                RecordLine line = pos < frames.size() ? frames.get(pos).record() : null;
                if (line != null) {
                  sink.accept(row.getLong(2), Instant.ofEpochMilli(row.getLong(3)), line);
                }
              }
            }
            return true;
          });
    }
  }

  /** Records only, a chunk at a time; what is wanted of it is asked on all processors. */
  CaptureLog.Scanned scan(
      CaptureLog.ScanRange range, Predicate<RecordLine> wanted, CaptureLog.ScanSink sink)
      throws SQLException, StoreException {
    return run(
        range,
        frames ->
            frames.stream()
                .map(Frame::record)
                .filter(line -> line != null && wanted.test(line))
                .toList(),
        (chunk, lines) -> sink.accept(lines));
  }

  private <T> CaptureLog.Scanned run(
      CaptureLog.ScanRange range, Function<List<Frame>, T> prepare, Sink<T> sink)
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
        List<Sealed> some = fetch(row, 1);
        while (!some.isEmpty()) {
          for (Opened<T> opened : openAll(some, prepare)) {
            next = opened.number();
            if (opened.content().isPresent()
                && !sink.take(opened.number(), opened.content().get())) {
              return new CaptureLog.Scanned(next, floor, last, next <= floor);
            }
          }
          if (System.nanoTime() >= deadline) {
            return new CaptureLog.Scanned(next, floor, last, next <= floor);
          }
          some = fetch(row, TOGETHER);
        }
      }
    }
    return new CaptureLog.Scanned(floor, floor, last, true);
  }

  private record Sealed(long number, long keyId, SealingKey key, Blob blob) {}

  /** Sealed bytes; no array stands in a record. */
  private static final class Blob {
    private final byte[] bytes;

    Blob(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  private record Opened<T>(long number, Optional<T> content) {}

  private List<Sealed> fetch(ResultSet row, int most) throws SQLException, StoreException {
    List<Sealed> some = new ArrayList<>(most);
    while (some.size() < most && row.next()) {
      long keyId = row.getLong(2);
      SealingKey key = keys.get(keyId);
      if (key == null && !broken.contains(keyId)) {
        key = unwrap(keyId);
      }
      if (key != null) {
        some.add(new Sealed(row.getLong(1), keyId, key, new Blob(row.getBytes(3))));
      }
    }
    return some;
  }

  /** On all processors: opening is most of the work. */
  /** On all processors: opening is most of the work. */
  private <T> List<Opened<T>> openAll(List<Sealed> some, Function<List<Frame>, T> prepare) {
    return some.parallelStream()
        .map(
            each ->
                new Opened<>(
                    each.number(),
                    chunks
                        .open(each.blob().bytes, each.number(), each.keyId(), each.key())
                        .map(prepare)))
        .toList();
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
