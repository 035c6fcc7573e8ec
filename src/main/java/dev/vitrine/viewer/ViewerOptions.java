package dev.vitrine.viewer;

import dev.vitrine.policy.Policy;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How the page is served.
 *
 * @param port the loopback port, 0 to 65535; 0 = any that is free
 * @param policy the policy as it was written, empty where there is none; asked at each request that
 *     needs it, so that the page follows a changed one
 */
public record ViewerOptions(int port, Supplier<Optional<Policy>> policy) {
  /** Refuses a port that cannot be one. */
  public ViewerOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535");
    }
  }
}
