package dev.vitrine.agent;

import dev.vitrine.control.AgentControl;
import dev.vitrine.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long a pause lasts. */
final class Pauses {
  private Pauses() {}

  /** The pause that was asked for, bounded by the policy; null = until resumed. */
  static AgentControl.Pause of(@Nullable Duration asked, @Nullable Policy policy, Instant now) {
    Duration longest = policy == null ? null : policy.staff().maxPause();
    boolean clamped = longest != null && (asked == null || asked.compareTo(longest) > 0);
    Duration length = clamped ? longest : asked;
    return new AgentControl.Pause(length == null ? null : now.plus(length), clamped);
  }
}
