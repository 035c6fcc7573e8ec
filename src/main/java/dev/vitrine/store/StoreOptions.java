package dev.vitrine.store;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * How the store behaves.
 *
 * @param maxBytes the most the database may take on disk; when that is reached nothing more is
 *     appended until something is deleted or expires
 * @param keepSentDays how long the content of acknowledged records stays; 0 = until the next {@link
 *     VitrineStore#expire}
 * @param keepUnsentDays how long records that were not acknowledged stay
 * @param random where identifiers and the agent's secret come from; encryption keys and nonces
 *     always come from the system's secure generator
 * @param wall the wall clock; asked for the day of a key, for how long the machine was off, and
 *     never else for the age of a record
 * @param steady the clock by which records age
 */
public record StoreOptions(
    long maxBytes,
    int keepSentDays,
    int keepUnsentDays,
    RandomGenerator random,
    Clock wall,
    SteadyClock steady) {
  private static final long DEFAULT_MEGABYTES = 512;
  private static final int DEFAULT_SENT_DAYS = 14;
  private static final int DEFAULT_UNSENT_DAYS = 30;

  public StoreOptions {
    if (maxBytes <= 0 || keepSentDays < 0 || keepUnsentDays < 0) {
      throw new IllegalArgumentException("limits of the store must not be negative");
    }
  }

  /** The policy's defaults: 512 MiB, 14 days, 30 days. */
  public static StoreOptions defaults(Clock wall) {
    return new StoreOptions(
        DEFAULT_MEGABYTES << 20,
        DEFAULT_SENT_DAYS,
        DEFAULT_UNSENT_DAYS,
        new SecureRandom(),
        wall,
        SteadyClock.system());
  }

  /** The same with other limits. */
  public StoreOptions withLimits(long maxBytes, int keepSentDays, int keepUnsentDays) {
    return new StoreOptions(maxBytes, keepSentDays, keepUnsentDays, random, wall, steady);
  }

  /** The same with another source of identifiers. */
  public StoreOptions withRandom(RandomGenerator random) {
    return new StoreOptions(maxBytes, keepSentDays, keepUnsentDays, random, wall, steady);
  }

  /** The same with another clock to age by. */
  public StoreOptions withSteady(SteadyClock other) {
    return new StoreOptions(maxBytes, keepSentDays, keepUnsentDays, random, wall, other);
  }
}
