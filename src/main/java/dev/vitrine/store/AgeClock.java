package dev.vitrine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

/**
 * The clock by which records age: running time while the agent runs, plus the wall clock's
 * difference across stops, where a negative one counts as nothing. A wall clock that jumps while
 * the agent runs changes nothing.
 */
final class AgeClock {
  private static final long SAVE_EVERY_MILLIS = 30_000;

  private final Clock wall;
  private long age;
  private long nanos;
  private long saved;

  AgeClock(Clock wall) {
    this.wall = wall;
  }

  /** Takes up where the last run stopped. */
  synchronized void begin(Connection c) throws SQLException {
    age = read(c, wall);
    save(c);
  }

  /** Lets time pass; true where {@link #save} is due. */
  synchronized boolean pass(Duration running) {
    if (running.isNegative()) {
      throw new IllegalArgumentException("running time cannot be negative");
    }
    Duration whole = running.plusNanos(nanos);
    age += whole.toMillis();
    nanos = whole.toNanosPart() % 1_000_000;
    return age - saved >= SAVE_EVERY_MILLIS;
  }

  /** The age clock's reading, in milliseconds. */
  synchronized long now() {
    return age;
  }

  /** Keeps the reading, within the caller's transaction. */
  synchronized void save(Connection c) throws SQLException {
    Sql.update(c, "UPDATE meta SET age = ?, wall = ?", age, wall.millis());
    saved = age;
  }

  /** The reading as a process that only looks on can know it. */
  static long read(Connection c, Clock wall) throws SQLException {
    return Sql.first(
            c,
            "SELECT age, wall FROM meta",
            row -> row.getLong(1) + Math.max(0, wall.millis() - row.getLong(2)))
        .orElse(0L);
  }
}
