package dev.vitrine.testing;

import dev.vitrine.capture.InputAccounting;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts fates, from any number of threads. */
public final class FateCounter implements InputAccounting {
  private final Map<Fate, Long> counts = new ConcurrentHashMap<>();

  @Override
  public void count(Fate fate) {
    counts.merge(fate, 1L, Long::sum);
  }

  /** How many events met that fate. */
  public long of(Fate fate) {
    return counts.getOrDefault(fate, 0L);
  }

  /** How many events met any fate. */
  public long all() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
