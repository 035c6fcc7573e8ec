package dev.vitrine.agent;

import dev.vitrine.assemble.WallClock;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.function.LongSupplier;

/** Local time of a monotonic moment, by the wall clock as it stands now. */
record LiveClock(Clock wall, LongSupplier ticker) implements WallClock {
  @Override
  public ZonedDateTime at(long nanos) {
    return ZonedDateTime.now(wall).minusNanos(Math.max(0, ticker.getAsLong() - nanos));
  }
}
