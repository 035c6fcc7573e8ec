package dev.vitrine.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class PauseTimesTest {
  private static Instant tomorrow(String now, String zone) {
    return PauseTimes.untilTomorrow(Instant.parse(now), ZoneId.of(zone));
  }

  @Test
  void tomorrowBeginsAtTheNextMidnightOfTheMachinesZone() {
    assertThat(tomorrow("2026-11-29T06:00:00Z", "UTC")).isEqualTo("2026-11-30T00:00:00Z");
    assertThat(tomorrow("2026-11-29T23:30:00Z", "Europe/Berlin")).isEqualTo("2026-11-30T23:00:00Z");
    assertThat(tomorrow("2026-11-29T06:00:00Z", "America/Los_Angeles"))
        .isEqualTo("2026-11-29T08:00:00Z");
  }

  @Test
  void atMidnightItselfTomorrowIsAWholeDayAway() {
    assertThat(tomorrow("2026-11-29T00:00:00Z", "UTC")).isEqualTo("2026-11-30T00:00:00Z");
  }

  @Test
  void aDayOfAnotherLengthEndsAtItsOwnMidnight() {
    Instant spring = Instant.parse("2026-03-28T23:00:00Z");
    Instant autumn = Instant.parse("2026-10-24T22:00:00Z");
    ZoneId berlin = ZoneId.of("Europe/Berlin");

    assertThat(Duration.between(spring, PauseTimes.untilTomorrow(spring, berlin))).hasHours(23);
    assertThat(Duration.between(autumn, PauseTimes.untilTomorrow(autumn, berlin))).hasHours(25);
  }

  @Test
  void whereTheClocksJumpOverMidnightTomorrowBeginsAfterTheJump() {
    // In 2018 Brazil's clocks went from 23:59:59 of 3 November to 01:00 of the 4th.
    assertThat(tomorrow("2018-11-03T15:00:00Z", "America/Sao_Paulo"))
        .isEqualTo("2018-11-04T03:00:00Z");
  }
}
