package dev.vitrine.event;

import org.jspecify.annotations.Nullable;

/**
 * The element that has the keyboard focus. {@code id} tells elements apart within a run; {@code
 * role} in ARIA terms; {@code pid} is the process that owns it, 0 where unknown.
 */
public record FocusedElement(
    String id, int pid, String role, String name, Protection protection, @Nullable Bounds bounds) {

  /** Whether what is typed into it may be looked at. */
  public enum Protection {
    /** An ordinary field. */
    OPEN,
    /** A password field, or one that once was. */
    PROTECTED,
    /** Nobody can say. */
    UNKNOWN
  }

  @Override
  public String toString() {
    return "FocusedElement[" + role + "]";
  }
}
