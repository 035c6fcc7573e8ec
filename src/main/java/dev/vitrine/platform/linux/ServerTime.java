package dev.vitrine.platform.linux;

import java.util.concurrent.TimeUnit;

/**
 * When something happened by the X server's word, on the clock of {@link System#nanoTime}.
 *
 * <p>The server counts milliseconds in 32 bits of {@code CLOCK_MONOTONIC}, or of its coarse form,
 * which is up to 4 ms behind (X.Org {@code os/utils.c}, {@code GetTimeInMillis}); so does {@code
 * System.nanoTime} on Linux. So what this process finds late, since it was swapped out or stopped,
 * still tells when it happened. A server whose clock is another one is not believed: then a thing
 * happened when it was found.
 */
final class ServerTime {
  private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Milliseconds by which news may be older than its reading; more is another clock. */
  private static final int OLDEST_MS = 600_000;

  private ServerTime() {}

  /**
   * When it happened; at most 5 ms earlier than it did, and never later than {@code now}.
   *
   * @param serverMillis the time that the event carries; its lower 32 bits count
   * @param now {@link System#nanoTime} at the reading
   */
  static long nanos(long serverMillis, long now) {
    // The difference is right also where one of the two has begun anew at 0.
    int age = (int) (now / MS) - (int) serverMillis;
    return age < 0 || age > OLDEST_MS ? now : now - age * MS;
  }
}
