package dev.vitrine.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The upload's role: whole batches of records whose review time is over, and erasures. Held records
 * are out of its reach.
 */
public interface Outbox {
  /**
   * Keeps the ages of held records over a stop of the machine; to be called every half minute or
   * more often, and does nothing where it is not due.
   */
  void keepAge() throws StoreException;

  /**
   * The batch that is frozen and not yet answered, else a new one, frozen now, of the oldest ready
   * records of one endpoint and {@code sealTo}; empty where nothing is ready. At most 2,000 records
   * or 512 KiB of lines.
   */
  Optional<FrozenBatch> next() throws StoreException;

  /** How long until a further record is ready, or empty where none is held. */
  Optional<Duration> nextReadyIn() throws StoreException;

  /**
   * Says, durably, that the batch is about to be sent: from now on the endpoint may have it. Where
   * a deletion or a longer hold took the batch apart since {@link #next}, this throws {@link
   * StoreException.Kind#GONE}, and the batch must not be sent.
   */
  void sending(String batch) throws StoreException;

  /** The endpoint stored all of it; does nothing where a deletion took the batch apart. */
  void acknowledged(String batch, Instant at) throws StoreException;

  /**
   * The endpoint found it too large or found a bad record in it: its records form two batches anew,
   * halves in order.
   */
  void halve(String batch) throws StoreException;

  /** The batch's only record is refused for good: it is kept, visibly, and never sent. */
  void quarantine(String batch) throws StoreException;

  /** How many bytes of batches were sent and acknowledged on that UTC day, over all restarts. */
  long sentBytes(Instant day) throws StoreException;

  /** Erasure requests without a receipt, oldest first. */
  List<PendingErasure> pendingErasures() throws StoreException;

  /**
   * Keeps the receipt of an erasure. {@code text} and {@code signature} as the endpoint gave them.
   */
  void erased(String erasure, String text, String signature, Instant at) throws StoreException;

  /** An erasure request for the endpoint: these records, and (for sealed ones) these batches. */
  record PendingErasure(String id, String endpoint, List<String> records, List<String> batches) {
    public PendingErasure {
      records = List.copyOf(records);
      batches = List.copyOf(batches);
    }
  }
}
