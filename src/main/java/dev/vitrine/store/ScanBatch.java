package dev.vitrine.store;

import dev.vitrine.crypto.SealingKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Chunks that all processors open at the same time, as that is most of a scan's work. Whoever began
 * it must {@link #finish} it: until then others use the chunks' keys.
 */
final class ScanBatch<T> {
  private final List<SealedChunk> chunks;
  private final Opening<T> opening;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReferenceArray<@Nullable Opened<T>> results;
  private final List<CompletableFuture<Void>> helpers = new ArrayList<>();

  private ScanBatch(List<SealedChunk> chunks, Opening<T> opening) {
    this.chunks = chunks;
    this.opening = opening;
    this.results = new AtomicReferenceArray<>(chunks.size());
  }

  /** What is made of a chunk, on any thread; empty where it does not open. */
  interface Opening<T> {
    Optional<T> open(SealedChunk chunk, SealingKey.Opener opener);
  }

  /** What is done in the meantime. */
  interface Meanwhile<R> {
    R run() throws SQLException, StoreException;
  }

  /** What was made of a chunk. */
  record Opened<T>(long number, Optional<T> content) {}

  static <T> ScanBatch<T> begin(List<SealedChunk> chunks, Opening<T> opening) {
    ScanBatch<T> batch = new ScanBatch<>(chunks, opening);
    int others = Math.min(Runtime.getRuntime().availableProcessors(), chunks.size()) - 1;
    for (int i = 0; i < others; i++) {
      batch.helpers.add(CompletableFuture.runAsync(batch::work));
    }
    return batch;
  }

  /** Does something else while others open; they have ended where it fails. */
  <R> R during(Meanwhile<R> work) throws SQLException, StoreException {
    boolean done = false;
    try {
      R result = work.run();
      done = true;
      return result;
    } finally {
      if (!done) {
        next.set(chunks.size());
        helpers.forEach(CompletableFuture::join);
      }
    }
  }

  /** Helps until all are open; they come in their order. */
  List<Opened<T>> finish() {
    work();
    helpers.forEach(CompletableFuture::join);
    List<Opened<T>> all = new ArrayList<>(chunks.size());
    for (int i = 0; i < chunks.size(); i++) {
      Opened<T> opened = results.get(i);
      if (opened != null) {
        all.add(opened);
      }
    }
    return all;
  }

  private void work() {
    SealingKey.Opener opener = null;
    SealingKey key = null;
    for (int i = next.getAndIncrement(); i < chunks.size(); i = next.getAndIncrement()) {
      SealedChunk chunk = chunks.get(i);
      if (opener == null || key != chunk.key()) {
        key = chunk.key();
        opener = key.opener();
      }
      results.set(i, new Opened<>(chunk.number(), opening.open(chunk, opener)));
    }
  }
}
