package dev.vitrine.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the ledger: what happened, never what was typed.
 *
 * @param subject a revision, a pause's end, an erasure's or a batch's id; null where there is none
 * @param records how many records it was about, 0 where it was about none
 * @param bytes how many bytes were sent, 0 where none were
 */
public record LedgerEntry(
    Instant at, Kind kind, @Nullable String subject, long records, long bytes) {
  /** What happened. The names are stored and never change. */
  public enum Kind {
    /** A revision of the policy came into force. */
    POLICY,
    /** A notice was acknowledged. */
    ACKNOWLEDGED,
    /** Staff paused; the subject is the end, or absent. */
    PAUSED,
    /** Capture was resumed. */
    RESUMED,
    /** Records were sent and acknowledged; one entry a UTC day. */
    UPLOADED,
    /** The endpoint refused a record for good; the subject is the batch. */
    QUARANTINED,
    /** Somebody deleted; the subject is the erasure that was filed, if one was. */
    DELETED,
    /** Records were not acknowledged in time and went. */
    EXPIRED,
    /** An erasure's receipt came. */
    RECEIPT,
    /** Somebody opened the viewer. */
    VIEWER_OPENED
  }
}
