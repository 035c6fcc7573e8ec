package dev.vitrine.viewer;

import dev.vitrine.policy.AppRule;
import java.util.List;
import java.util.function.Supplier;

/**
 * How the page is served.
 *
 * @param port the loopback port, 0 to 65535; 0 = any that is free
 * @param rules the rules of the policy in force, empty where there is none; asked at each request
 *     that needs them, so that the page follows a changed policy
 */
public record ViewerOptions(int port, Supplier<List<AppRule>> rules) {
  /** Refuses a port that cannot be one. */
  public ViewerOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535");
    }
  }
}
