package dev.vitrine.assemble;

import dev.vitrine.capture.Judged;
import dev.vitrine.event.Site;
import dev.vitrine.policy.AppRule.TitleMode;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the stretches of work: a session begins after five minutes without input, after a lock,
 * and at a start. Its name is 128 random bits and says nothing.
 */
final class Sessions {
  /** Nanoseconds without input after which a new session begins. */
  private static final long IDLE_NANOS = Duration.ofMinutes(5).toNanos();

  private final RandomGenerator random;
  private final WallClock clock;
  private String policy = "";
  private @Nullable String name;
  private long startNanos;
  private long lastNanos;

  Sessions(RandomGenerator random, WallClock clock) {
    this.random = random;
    this.clock = clock;
  }

  /** The revision that is in force from now on. */
  void policy(String revision) {
    policy = revision;
  }

  /** The next input begins a new session. */
  void end() {
    name = null;
  }

  /** Takes note of input; a session lives from input to input. */
  void touch(long nanos) {
    if (name == null || nanos - lastNanos > IDLE_NANOS) {
      byte[] bits = new byte[16];
      random.nextBytes(bits);
      name = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
      startNanos = nanos;
    }
    lastNanos = Math.max(lastNanos, nanos);
  }

  /** Where and when the input happened; {@link #touch} comes first. */
  Place place(Judged judged) {
    long nanos = judged.nanos();
    String session = Objects.requireNonNull(name);
    ZonedDateTime local = clock.at(nanos);
    Site site = judged.window().site();
    return new Place(
        nanos,
        local.toInstant(),
        local.toLocalDate(),
        session,
        Math.max(0, nanos - startNanos) / 1_000_000,
        judged.rule().name(),
        policy,
        judged.rule().titles() == TitleMode.REDACTED ? judged.window().title() : null,
        judged.rule().sites().isEmpty() || site == null ? null : site.host());
  }
}
