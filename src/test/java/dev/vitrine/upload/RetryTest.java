package dev.vitrine.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RetryTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

  @Test
  void retryAfterComesInSecondsOrAsADate() {
    assertThat(RetryHints.parse("120", null, NOW).retryAfter()).isEqualTo(Duration.ofMinutes(2));
    assertThat(RetryHints.parse("Fri, 20 Nov 2026 08:00:30 GMT", null, NOW).retryAfter())
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void whatCannotBeReadOrIsOverCountsAsNothingAndNothingIsLongerThanADay() {
    for (String odd :
        List.of("", "soon", "-5", "1e3", "9".repeat(40), "Fri, 20 Nov 2026 07:00:00 GMT")) {
      assertThat(RetryHints.parse(odd, odd, NOW).longer()).as(odd).isZero();
    }
    assertThat(RetryHints.parse("999999999", null, NOW).retryAfter()).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void aRateLimitCountsWhenNothingRemains() {
    assertThat(RetryHints.parse(null, "\"default\";r=0;t=30", NOW).exhausted())
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(RetryHints.parse(null, "limit=10, remaining=0, reset=30", NOW).exhausted())
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(RetryHints.parse(null, "\"default\";r=1;t=30", NOW).exhausted()).isZero();
  }

  @Test
  void waitsGrowToAQuarterOfAnHourAndAThousandAgentsSpreadOut() {
    for (int failures = 0; failures < 40; failures++) {
      long ceiling = Math.min(900_000L, 1000L << Math.min(failures, 20));
      long[] waits = new long[1000];
      for (int agent = 0; agent < waits.length; agent++) {
        BackOff backOff = new BackOff(new Random(agent * 31L));
        for (int j = 0; j < failures; j++) {
          backOff.next(Duration.ZERO);
        }
        waits[agent] = backOff.next(Duration.ofSeconds(5)).toMillis() - 5000;
      }
      assertThat(java.util.Arrays.stream(waits).allMatch(w -> w >= 0 && w <= ceiling)).isTrue();
      for (int tenth = 0; tenth < 10; tenth++) {
        long from = ceiling * tenth / 10;
        long to = ceiling * (tenth + 1) / 10;
        assertThat(java.util.Arrays.stream(waits).filter(w -> w >= from && w < to).count())
            .as("agents in tenth %d after %d failures", tenth, failures)
            .isBetween(50L, 160L);
      }
    }
  }
}
