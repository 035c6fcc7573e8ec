package dev.vitrine.record;

/** A stretch in which nothing was captured; shown to staff, never uploaded, never exported. */
public record LocalGap(Why why) {
  /** Why nothing was captured. */
  public enum Why {
    PAUSED,
    PROTECTED_FIELD,
    DENIED_APPLICATION,
    DROPPED,
    RESTARTED,
    DELETED
  }
}
