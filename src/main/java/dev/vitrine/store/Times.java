package dev.vitrine.store;

import java.time.Instant;

/** Times as the database has them. */
final class Times {
  private Times() {}

  /** Milliseconds since the epoch; the ends of time are those that a {@code long} can say. */
  static long millis(Instant instant) {
    if (instant.isBefore(Instant.ofEpochMilli(Long.MIN_VALUE))) {
      return Long.MIN_VALUE;
    }
    return instant.isAfter(Instant.ofEpochMilli(Long.MAX_VALUE))
        ? Long.MAX_VALUE
        : instant.toEpochMilli();
  }
}
