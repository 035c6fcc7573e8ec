package dev.vitrine.control;

import java.time.Instant;
import java.time.ZoneId;

/** Ends of pauses that are named by the calendar rather than by a length. */
public final class PauseTimes {
  private PauseTimes() {}

  /**
   * When tomorrow begins in that zone: the next local midnight, or, on a day whose midnight the
   * clocks jump over, the first moment after it. Always later than {@code now}.
   */
  public static Instant untilTomorrow(Instant now, ZoneId zone) {
    return now.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
  }
}
