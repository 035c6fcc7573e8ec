package dev.vitrine.store;

/** Where a record is on its way. */
public enum RecordState {
  /** In its review time. */
  HELD,
  /** Waiting for the upload. */
  READY,
  /** Acknowledged by the endpoint. */
  SENT,
  /** Refused by the endpoint and kept for people to look at. */
  QUARANTINED,
  /** Never leaves: a gap. */
  LOCAL
}
