package dev.vitrine.testing;

import dev.vitrine.record.RecordLine;
import dev.vitrine.store.FrozenBatch;
import dev.vitrine.store.Outbox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * An outbox without a disk, for tests of the upload. It holds the uploader to the contract: a batch
 * is acknowledged, halved or quarantined only after {@code sending}, and only the batch that was
 * handed out.
 */
public final class InMemoryOutbox implements Outbox {
  private final String endpoint;
  private final int batchSize;
  private final Deque<List<RecordLine>> waiting = new ArrayDeque<>();
  private final List<RecordLine> acknowledged = new ArrayList<>();
  private final List<RecordLine> quarantined = new ArrayList<>();
  private final List<PendingErasure> erasures = new ArrayList<>();
  private final List<String> receipts = new ArrayList<>();
  private FrozenBatch frozen;
  private List<RecordLine> frozenLines = List.of();
  private boolean sending;
  private int nextBatch;
  private long sentBefore;
  private boolean aged;

  /** Batches for that endpoint, of at most so many records. */
  public InMemoryOutbox(String endpoint, int batchSize) {
    this.endpoint = endpoint;
    this.batchSize = batchSize;
  }

  /** These become ready, as batches of their own. */
  public synchronized void ready(List<RecordLine> lines) {
    for (int from = 0; from < lines.size(); from += batchSize) {
      waiting.add(List.copyOf(lines.subList(from, Math.min(lines.size(), from + batchSize))));
    }
  }

  /** Files an erasure. */
  public synchronized void file(PendingErasure erasure) {
    erasures.add(erasure);
  }

  @Override
  public synchronized void keepAge() {
    aged = true;
  }

  @Override
  public synchronized Optional<FrozenBatch> next() {
    if (frozen == null && !waiting.isEmpty()) {
      frozenLines = waiting.removeFirst();
      frozen =
          new FrozenBatch(
              "batch-%016d".formatted(nextBatch++),
              endpoint,
              null,
              frozenLines.stream().map(RecordLine::id).toList(),
              gzip(frozenLines));
      sending = false;
    }
    return Optional.ofNullable(frozen);
  }

  @Override
  public synchronized Optional<Duration> nextReadyIn() {
    return Optional.empty();
  }

  @Override
  public synchronized void sending(String batch) {
    check(batch);
    sending = true;
  }

  @Override
  public synchronized void acknowledged(String batch, Instant at) {
    acknowledged.addAll(take(batch));
  }

  @Override
  public synchronized void halve(String batch) {
    List<RecordLine> lines = take(batch);
    if (lines.size() < 2) {
      throw new IllegalStateException("One record cannot be halved");
    }
    int middle = lines.size() / 2;
    waiting.addFirst(lines.subList(middle, lines.size()));
    waiting.addFirst(lines.subList(0, middle));
  }

  @Override
  public synchronized void quarantine(String batch) {
    List<RecordLine> lines = take(batch);
    if (lines.size() != 1) {
      throw new IllegalStateException("Only a single record goes into quarantine");
    }
    quarantined.addAll(lines);
  }

  @Override
  public synchronized long sentBytes(Instant day) {
    return sentBefore;
  }

  /** So many bytes were sent today by an earlier run. */
  public synchronized void sentBefore(long bytes) {
    sentBefore = bytes;
  }

  @Override
  public synchronized List<PendingErasure> pendingErasures() {
    return List.copyOf(erasures);
  }

  @Override
  public synchronized void erased(String erasure, String text, String signature, Instant at) {
    if (!erasures.removeIf(pending -> pending.id().equals(erasure))) {
      throw new IllegalStateException("No such erasure is pending");
    }
    receipts.add(text);
  }

  /** What was acknowledged, in order. */
  public synchronized List<String> acknowledgedIds() {
    return acknowledged.stream().map(RecordLine::id).toList();
  }

  /** What is in quarantine. */
  public synchronized List<String> quarantinedIds() {
    return quarantined.stream().map(RecordLine::id).toList();
  }

  /** How many records are still to be sent. */
  public synchronized int left() {
    return frozenLines.size() + waiting.stream().mapToInt(List::size).sum();
  }

  /** The receipts' texts. */
  public synchronized List<String> receipts() {
    return List.copyOf(receipts);
  }

  /** Whether it was asked to keep the ages. */
  public synchronized boolean aged() {
    return aged;
  }

  private List<RecordLine> take(String batch) {
    check(batch);
    if (!sending) {
      throw new IllegalStateException("The batch was not said to be sent");
    }
    List<RecordLine> lines = frozenLines;
    frozen = null;
    frozenLines = List.of();
    return lines;
  }

  private void check(String batch) {
    if (frozen == null || !frozen.id().equals(batch)) {
      throw new IllegalStateException("Not the batch that was handed out");
    }
  }

  /** Lines joined with line feeds, gzipped, as batches are. */
  public static byte[] gzip(List<RecordLine> lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < lines.size(); i++) {
        if (i > 0) {
          out.write('\n');
        }
        out.write(lines.get(i).bytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
