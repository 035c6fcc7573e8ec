package dev.vitrine.store;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Time that nobody can set. */
public interface SteadyClock {
  /** Nanoseconds since some moment, as {@link System#nanoTime}; may stand still in suspend. */
  long nanos();

  /** How long the machine has been up, or empty where the system does not say. */
  Optional<Boot> boot();

  /**
   * A reading that a later process can compare with its own.
   *
   * @param id of this start of the machine; another one after the next start
   * @param upMillis milliseconds since then, suspend included, rounded down
   * @param stepMillis by less than this the true time is later
   */
  record Boot(String id, long upMillis, long stepMillis) {}

  /** The system's own. */
  static SteadyClock system() {
    return OfSystem.INSTANCE;
  }

  /**
   * Linux says {@code CLOCK_BOOTTIME} in {@code /proc/uptime}, in hundredths of a second, and names
   * each start in {@code boot_id}; see proc(5). Elsewhere there is no such reading.
   */
  enum OfSystem implements SteadyClock {
    INSTANCE;

    private static final Path ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path UPTIME = Path.of("/proc/uptime");
    private static final long STEP_MILLIS = 10;

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public Optional<Boot> boot() {
      try {
        String id = Files.readString(ID, StandardCharsets.US_ASCII).strip();
        String uptime = Files.readString(UPTIME, StandardCharsets.US_ASCII);
        BigDecimal seconds = new BigDecimal(uptime.substring(0, uptime.indexOf(' ')));
        return Optional.of(new Boot(id, seconds.movePointRight(3).longValue(), STEP_MILLIS));
      } catch (IOException | RuntimeException e) {
        return Optional.empty();
      }
    }
  }
}
