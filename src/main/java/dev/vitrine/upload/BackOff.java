package dev.vitrine.upload;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with full jitter: the n-th wait in a row is uniformly distributed between
 * zero and 1 s, 2 s, 4 s, ... 15 min (see "Exponential Backoff and Jitter", AWS Architecture Blog,
 * 2015). There is no last attempt.
 */
final class BackOff {
  private static final long BASE_MILLIS = 1000;
  private static final long CEILING_MILLIS = Duration.ofMinutes(15).toMillis();

  private final RandomGenerator random;
  private int failures;

  BackOff(RandomGenerator random) {
    this.random = random;
  }

  /** The wait after one more failure; at least {@code told}, which the endpoint asked for. */
  Duration next(Duration told) {
    long ceiling = Math.min(CEILING_MILLIS, BASE_MILLIS << Math.min(failures, 20));
    failures++;
    // On top of what was told, not instead: a thousand agents are told the same.
    return told.plusMillis(random.nextLong(ceiling + 1));
  }

  /** It worked. */
  void reset() {
    failures = 0;
  }
}
