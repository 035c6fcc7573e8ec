package dev.vitrine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads frames and keeps the last opened chunk, as neighbours are mostly asked for together. */
final class ChunkReader {
  private final Chunks chunks;
  private long number = -1;
  private Optional<List<Frame>> frames = Optional.empty();

  ChunkReader(Chunks chunks) {
    this.chunks = chunks;
  }

  /** The frame at that place, or empty where its chunk does not open. */
  Optional<Frame> frame(Connection c, long chunk, int pos) throws SQLException, StoreException {
    if (chunk != number) {
      frames = chunks.read(c, chunk);
      number = chunk;
    }
    return frames.filter(all -> pos < all.size()).map(all -> all.get(pos));
  }
}
