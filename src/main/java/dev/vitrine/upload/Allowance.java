package dev.vitrine.upload;

import dev.vitrine.policy.Policy;
import dev.vitrine.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The policy's caps on how much is sent. The rate holds on average: one batch goes out at the speed
 * of the line, and the next waits until the rate is kept again. A day is a UTC day; of what was
 * sent before a restart that is counted which was acknowledged.
 */
final class Allowance {
  private final Earlier earlier;
  private LocalDate day = LocalDate.MIN;
  private long sentToday;
  private boolean paid;
  private long paidAt;

  Allowance(Earlier earlier) {
    this.earlier = earlier;
  }

  /** Whoever knows what was sent on a day before this run. */
  interface Earlier {
    long sentBytes(Instant day) throws StoreException;
  }

  /** How long a request of that size has to wait, zero = not at all. */
  Duration wait(Policy.Upload terms, int bytes, Instant now, long nanos) throws StoreException {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    if (!today.equals(day)) {
      sentToday = earlier.sentBytes(now);
      day = today;
    }
    if (terms.maxMegabytesPerDay() != null
        && sentToday > 0
        && sentToday + bytes > terms.maxMegabytesPerDay() * 1024L * 1024L) {
      Instant midnight = today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      return Duration.between(now, midnight);
    }
    return terms.maxKilobytesPerSecond() != null && paid && paidAt - nanos > 0
        ? Duration.ofNanos(paidAt - nanos)
        : Duration.ZERO;
  }

  /** So much went out just now. */
  void sent(Policy.Upload terms, int bytes, long nanos) {
    sentToday += bytes;
    Integer rate = terms.maxKilobytesPerSecond();
    paid = true;
    paidAt = nanos + (rate == null ? 0 : bytes * 1_000_000_000L / (rate * 1024L));
  }
}
