package dev.vitrine.viewer;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** Days as people at this machine have them. */
final class Days {
  private final Clock clock;
  private final ZoneId zone;

  Days(Clock clock, ZoneId zone) {
    this.clock = clock;
    this.zone = zone;
  }

  /** The zone of this machine's people. */
  ZoneId zone() {
    return zone;
  }

  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), zone);
  }

  /** When that day begins. */
  Instant start(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }

  /** The day that a request is about; today where it says none. */
  LocalDate of(Request request) throws Refusal {
    String day = request.query("day");
    return day == null ? today() : parse(day);
  }

  /** {@code 2026-11-20}. */
  static LocalDate parse(String day) throws Refusal {
    try {
      // Ten characters at most keep the year in four digits, far from every overflow.
      if (day.length() == 10) {
        return LocalDate.parse(day);
      }
    } catch (DateTimeException e) {
      // Said below.
    }
    throw new Refusal(400, "a day is written as 2026-11-20");
  }
}
