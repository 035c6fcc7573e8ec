package dev.vitrine.tally;

import java.util.EnumMap;
import java.util.Map;

/**
 * Counts episodes of input that was not captured, by reason. An episode is one stretch of time,
 * never one event, so that a count tells nothing about how much was typed. Safe for use by several
 * threads.
 */
public final class Tally {
  private final Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);

  /** Adds counts kept by an earlier run. */
  public synchronized void add(Map<DropReason, Long> earlier) {
    earlier.forEach((reason, count) -> counts.merge(reason, count, Long::sum));
  }

  /** Counts one episode. */
  public synchronized void episode(DropReason reason) {
    counts.merge(reason, 1L, Long::sum);
  }

  /** The counts so far; reasons that never occurred are absent. */
  public synchronized Map<DropReason, Long> snapshot() {
    return new EnumMap<>(counts);
  }
}
