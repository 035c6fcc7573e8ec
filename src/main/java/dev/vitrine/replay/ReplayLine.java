package dev.vitrine.replay;

import dev.vitrine.event.Bounds;
import dev.vitrine.event.PointedElement;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One line of a replay file; {@code at} is milliseconds since the start. Unredacted: {@code
 * toString} says the kind only.
 */
sealed interface ReplayLine {
  long at();

  /**
   * The first line: the local time at which the replay begins, and the seed of every random value.
   */
  record Start(long at, OffsetDateTime wall, long seed) implements ReplayLine {}

  /** A window is new or changed; {@code exe} null = not known. */
  record WindowSeen(long at, int id, @Nullable String exe, String title, Bounds bounds)
      implements ReplayLine {
    @Override
    public String toString() {
      return "window";
    }
  }

  /** A window closed. */
  record WindowGone(long at, int id) implements ReplayLine {}

  /** A window became the active one; null = none is. */
  record Active(long at, @Nullable Integer window) implements ReplayLine {}

  /** The focus moved; {@code id} null = nobody can say where. */
  record Focus(
      long at,
      int window,
      @Nullable String id,
      String role,
      String name,
      @Nullable Boolean isProtected,
      @Nullable Bounds bounds,
      long late)
      implements ReplayLine {
    @Override
    public String toString() {
      return "focus";
    }
  }

  /** A window shows a page; {@code host} null = still loading or unknown. */
  record SiteSeen(long at, int window, @Nullable String host, boolean isPrivate)
      implements ReplayLine {
    @Override
    public String toString() {
      return "site";
    }
  }

  /** A key. */
  record Key(long at, boolean down, String key, String text) implements ReplayLine {
    @Override
    public String toString() {
      return "key";
    }
  }

  /** The pointer moved. */
  record Pointer(long at, int x, int y) implements ReplayLine {
    @Override
    public String toString() {
      return "pointer";
    }
  }

  /** A button; {@code element} null = what is at the place is not known. */
  record Button(long at, boolean down, int button, int x, int y, @Nullable PointedElement element)
      implements ReplayLine {
    @Override
    public String toString() {
      return "button";
    }
  }

  /** The wheel. */
  record Wheel(long at, double dx, double dy, int x, int y) implements ReplayLine {
    @Override
    public String toString() {
      return "wheel";
    }
  }

  /** The wall clock was set. */
  record ClockSet(long at, OffsetDateTime wall) implements ReplayLine {}

  /** An input method began or ended composing. */
  record InputMethod(long at, boolean active) implements ReplayLine {}

  /** The session was locked or unlocked. */
  record Lock(long at, boolean locked) implements ReplayLine {}
}
