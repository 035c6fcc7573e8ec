package dev.vitrine.assemble;

import java.time.ZonedDateTime;

/** Local wall-clock time of a moment of the monotonic clock. */
@FunctionalInterface
public interface WallClock {
  /** The local time at that moment. */
  ZonedDateTime at(long nanos);
}
