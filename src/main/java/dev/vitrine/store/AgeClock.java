package dev.vitrine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The clock by which records age: running time while the agent runs, and across a stop the time
 * that the machine says to have been up meanwhile. Only where the machine was started anew between
 * (or does not say) the wall clock's difference counts, a negative one as nothing. So a wall clock
 * that jumps changes nothing, whatever is killed afterwards; see {@code docs/adr}, 10.
 */
final class AgeClock {
  private static final long SAVE_EVERY_MILLIS = 30_000;

  /** A wall clock that is further from where it should be was set. */
  private static final long SET_BY_MILLIS = 1000;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Clock wall;
  private final SteadyClock steady;
  private long base;
  private long origin;
  private long savedAge;
  private long savedWall;

  AgeClock(Clock wall, SteadyClock steady) {
    this.wall = wall;
    this.steady = steady;
  }

  /** Takes up where the last run stopped. */
  synchronized void begin(Connection c) throws SQLException {
    base = read(c, wall, steady);
    origin = steady.nanos();
    save(c);
  }

  /** The age clock's reading, in milliseconds. */
  synchronized long now() {
    return base + Math.max(0, steady.nanos() - origin) / NANOS_PER_MILLI;
  }

  /**
   * Whether {@link #save} is due: now and then, and at once where the wall clock was set, so that
   * the jump does not count should the machine go down.
   */
  synchronized boolean isSaveDue() {
    long passed = now() - savedAge;
    return passed >= SAVE_EVERY_MILLIS
        || Math.abs(wall.millis() - savedWall - passed) > SET_BY_MILLIS;
  }

  /** Keeps the reading, within the caller's transaction. */
  synchronized void save(Connection c) throws SQLException {
    // In this order: what passes between the readings counts as nothing.
    savedAge = now();
    Optional<SteadyClock.Boot> boot = steady.boot();
    savedWall = wall.millis();
    Sql.update(
        c,
        "UPDATE meta SET age = ?, wall = ?, boot = ?, up = ?",
        savedAge,
        savedWall,
        boot.map(SteadyClock.Boot::id).orElse(null),
        boot.map(b -> b.upMillis() + b.stepMillis()).orElse(null));
  }

  /** The reading as a process that only looks on can know it. */
  static long read(Connection c, Clock wall, SteadyClock steady) throws SQLException {
    return Sql.first(
            c,
            "SELECT age, wall, boot, up FROM meta",
            row ->
                new Kept(row.getLong(1), row.getLong(2), row.getString(3), row.getLong(4))
                    .at(wall.millis(), steady.boot()))
        .orElse(0L);
  }

  private record Kept(long age, long wall, @Nullable String boot, long up) {
    long at(long wallNow, Optional<SteadyClock.Boot> now) {
      boolean sameBoot = now.isPresent() && now.get().id().equals(boot);
      return age + Math.max(0, sameBoot ? now.get().upMillis() - up : wallNow - wall);
    }
  }
}
