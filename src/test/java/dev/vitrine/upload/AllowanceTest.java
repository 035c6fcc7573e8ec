package dev.vitrine.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.policy.Policy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AllowanceTest {
  private static final Instant NOW = Instant.parse("2026-11-20T23:00:00Z");
  private long earlier;
  private final Allowance allowance = new Allowance(day -> earlier);

  @Test
  void withoutCapsNothingWaits() throws Exception {
    Policy.Upload terms = terms(null, null);
    allowance.sent(terms, 1 << 30, 0);

    assertThat(allowance.wait(terms, 1 << 30, NOW, 0)).isZero();
  }

  @Test
  void theRateIsKeptOnAverage() throws Exception {
    Policy.Upload terms = terms(64, null);
    assertThat(allowance.wait(terms, 128 * 1024, NOW, 0)).isZero();
    allowance.sent(terms, 128 * 1024, 0);

    assertThat(allowance.wait(terms, 1, NOW, 0)).isEqualTo(Duration.ofSeconds(2));
    assertThat(allowance.wait(terms, 1, NOW, Duration.ofSeconds(2).toNanos())).isZero();
  }

  @Test
  void theDaysCapHoldsUntilMidnight() throws Exception {
    Policy.Upload terms = terms(null, 1);
    assertThat(allowance.wait(terms, 600_000, NOW, 0)).isZero();
    allowance.sent(terms, 600_000, 0);

    assertThat(allowance.wait(terms, 600_000, NOW, 0)).isEqualTo(Duration.ofHours(1));
    assertThat(allowance.wait(terms, 100_000, NOW, 0)).isZero();
    assertThat(allowance.wait(terms, 600_000, NOW.plus(Duration.ofHours(1)), 0)).isZero();
  }

  @Test
  void whatWasSentBeforeARestartCountsForTheDaysCap() throws Exception {
    Policy.Upload terms = terms(null, 1);
    earlier = 900_000;

    assertThat(allowance.wait(terms, 600_000, NOW, 0)).isEqualTo(Duration.ofHours(1));
    earlier = 0;
    assertThat(allowance.wait(terms, 600_000, NOW.plus(Duration.ofHours(1)), 0)).isZero();
  }

  private static Policy.Upload terms(@Nullable Integer rate, @Nullable Integer day) {
    return new Policy.Upload(
        URI.create("http://localhost:1"),
        Duration.ZERO,
        rate,
        day,
        false,
        false,
        new Policy.Auth.None(),
        true,
        null,
        null,
        null);
  }
}
