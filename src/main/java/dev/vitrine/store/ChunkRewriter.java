package dev.vitrine.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes chunks anew without some of their content, and the record rows to match. */
final class ChunkRewriter {
  private final Chunks chunks;

  ChunkRewriter(Chunks chunks) {
    this.chunks = chunks;
  }

  private record Place(long seq, int pos) {
    static Place of(ResultSet row) throws SQLException {
      return new Place(row.getLong(1), row.getInt(2));
    }
  }

  /**
   * Seals what stays of a chunk under that key, within the caller's transaction; a chunk of which
   * nothing stays becomes a tombstone, and so does one that does not open.
   *
   * @param drop rows (by seq) that go
   * @param strip rows whose content goes
   */
  void rewrite(Connection c, Chunks.Head head, long key, Set<Long> drop, Set<Long> strip)
      throws SQLException, StoreException {
    List<Place> places =
        Sql.list(
            c,
            "SELECT seq, pos FROM record WHERE chunk = ? ORDER BY pos",
            Place::of,
            head.number());
    List<Place> kept = places.stream().filter(place -> !drop.contains(place.seq())).toList();
    for (Place place : places) {
      if (drop.contains(place.seq())) {
        Sql.update(c, "DELETE FROM record WHERE seq = ?", place.seq());
      }
    }
    Optional<List<Frame>> frames =
        kept.isEmpty() ? Optional.empty() : chunks.read(c, head.number());
    if (frames.isEmpty()) {
      Batches.markUnreadable(c, head.number());
      chunks.bury(c, head.number());
      return;
    }
    List<Frame> survivors = new ArrayList<>();
    for (Place place : kept) {
      Frame frame = frames.get().get(place.pos());
      boolean strips = strip.contains(place.seq());
      Sql.update(
          c,
          "UPDATE record SET pos = ?, stripped = max(stripped, ?) WHERE seq = ?",
          survivors.size(),
          strips ? 1 : 0,
          place.seq());
      survivors.add(strips ? frame.stripped() : frame);
    }
    chunks.put(c, head.number(), key, head.day(), head.firstAt(), survivors);
  }
}
