package dev.vitrine.agent;

import java.time.Duration;

/** How long to wait before the next restart: 1 s, doubled each time up to some minutes. */
final class Restarts {
  private static final int MOST_DOUBLINGS = 8;
  private static final long CALM_NANOS = Duration.ofMinutes(15).toNanos();

  private int failures;
  private long last;

  /** Takes a failure; a quarter of an hour without one makes up for all before. */
  Duration nextDelay(long nanos) {
    if (failures > 0 && nanos - last > CALM_NANOS) {
      failures = 0;
    }
    last = nanos;
    Duration delay = Duration.ofSeconds(1L << failures);
    failures = Math.min(MOST_DOUBLINGS, failures + 1);
    return delay;
  }
}
