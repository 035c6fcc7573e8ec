package dev.vitrine.tray;

import dev.vitrine.control.AgentStatus;

/** Seam: shows staff, always on screen, that capture runs and in which state it is. */
public interface Indicator extends AutoCloseable {
  /** Shows the state; callable from any thread, returns at once. */
  void show(AgentStatus.State state);

  /** Whether people can see it now. */
  boolean onScreen();

  @Override
  void close();
}
