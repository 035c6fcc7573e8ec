package dev.vitrine.testing;

import dev.vitrine.store.SteadyClock;
import java.time.Duration;
import java.util.Optional;

/** A clock that nobody sets, which a test lets run; the machine can be started anew. */
public final class HandSteadyClock implements SteadyClock {
  private long nanos;
  private long upMillis;
  private int boot;

  /** Lets time pass. */
  public synchronized void pass(Duration time) {
    nanos += time.toNanos();
    upMillis += time.toMillis();
  }

  /** Starts the machine anew: nothing that was read before can be compared. */
  public synchronized void reboot() {
    boot++;
    upMillis = 0;
    nanos = -boot;
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized Optional<Boot> boot() {
    return Optional.of(new Boot("boot-" + boot, upMillis, 0));
  }
}
