package dev.vitrine.record;

import org.jspecify.annotations.Nullable;

/**
 * A user-interface element: ARIA role, redacted name where the policy allows it, place where known.
 */
public record ElementInfo(String role, @Nullable String name, @Nullable Rect bounds) {
  @Override
  public String toString() {
    return "ElementInfo[" + role + "]";
  }
}
