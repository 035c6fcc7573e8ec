package dev.vitrine.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerTimeTest {
  private static final long MS = 1_000_000;
  private static final long NOW = 7_000_000 * MS + 345_678;

  @Test
  void whatWasFoundLateHappenedWhenTheServerSays() {
    assertThat(ServerTime.nanos(7_000_000, NOW)).isEqualTo(NOW);
    assertThat(ServerTime.nanos(6_999_996, NOW)).isEqualTo(NOW - 4 * MS);
    assertThat(ServerTime.nanos(6_998_000, NOW)).isEqualTo(NOW - 2_000 * MS);
  }

  @Test
  void theServersClockBeginsAnewAfterFortyNineDays() {
    long now = ((1L << 32) + 10) * MS;
    assertThat(ServerTime.nanos(10, now)).isEqualTo(now);
    assertThat(ServerTime.nanos((1L << 32) - 20, now)).isEqualTo(now - 30 * MS);
    // As XRecord has it: 32 bits with a sign.
    assertThat(ServerTime.nanos(-20, now)).isEqualTo(now - 30 * MS);
    long later = (1L << 31) * MS;
    assertThat(ServerTime.nanos((1L << 31) - 5, later)).isEqualTo(later - 5 * MS);
  }

  @Test
  void aClockThatIsNotOursIsNotBelieved() {
    assertThat(ServerTime.nanos(7_000_500, NOW)).isEqualTo(NOW);
    assertThat(ServerTime.nanos(7_000_000 - 3_600_000, NOW)).isEqualTo(NOW);
    assertThat(ServerTime.nanos(0, NOW)).isEqualTo(NOW);
  }
}
