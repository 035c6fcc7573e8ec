package dev.vitrine.event;

import org.jspecify.annotations.Nullable;

/**
 * A top-level window. {@code pid} is 0 and {@code site} null where unknown; {@code title} may be
 * empty.
 */
public record Window(
    long id, int pid, AppIdentity app, String title, Bounds bounds, @Nullable Site site) {
  @Override
  public String toString() {
    return "Window[" + id + "]";
  }
}
