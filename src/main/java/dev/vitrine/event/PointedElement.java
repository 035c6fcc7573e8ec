package dev.vitrine.event;

import org.jspecify.annotations.Nullable;

/** The element at a place: {@code role} in ARIA terms, {@code name} may be empty. */
public record PointedElement(String role, String name, @Nullable Bounds bounds) {
  @Override
  public String toString() {
    return "PointedElement[" + role + "]";
  }
}
