package dev.vitrine.assemble;

import dev.vitrine.event.Bounds;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Where and when an activity began. {@code sessionMillis} counts from the session's start; {@code
 * title} and {@code site} are null where the rule does not admit them. Unredacted.
 */
public record Place(
    long startNanos,
    Instant at,
    LocalDate day,
    String session,
    long sessionMillis,
    String app,
    String policy,
    @Nullable String title,
    @Nullable String site) {
  @Override
  public String toString() {
    return "Place";
  }

  /**
   * An element as far as the rule admits it: its role, and its name where names are admitted.
   * Unredacted.
   */
  public record Element(String role, @Nullable String name, @Nullable Bounds bounds) {
    @Override
    public String toString() {
      return "Element";
    }
  }
}
