package dev.vitrine.store;

/** The codes in the column {@code record.state}; they never change their meaning. */
final class State {
  /** Held or ready, by age. */
  static final int WAITING = 0;

  static final int SENT = 1;
  static final int QUARANTINED = 2;

  /** A gap: never leaves. */
  static final int LOCAL = 3;

  /** Expired unacknowledged, but the endpoint may have it: kept without content for an erasure. */
  static final int EXPIRED = 4;

  /** Its chunk does not open. */
  static final int UNREADABLE = 5;

  /** {@code batch.state}: its records are chosen, its bytes not yet made. */
  static final int BATCH_PLANNED = 0;

  /** Its bytes are made and were never sent. */
  static final int BATCH_FROZEN = 1;

  /** The endpoint may have it. */
  static final int BATCH_SENDING = 2;

  /** Acknowledged, or quarantined: an index entry. */
  static final int BATCH_DONE = 3;

  private State() {}
}
