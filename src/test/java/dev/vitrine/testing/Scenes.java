package dev.vitrine.testing;

import dev.vitrine.event.Scene;
import dev.vitrine.event.Window;
import org.jspecify.annotations.Nullable;

/** Questions that tests ask of a scene. */
public final class Scenes {
  private Scenes() {}

  /** The topmost window at a point, or null. */
  public static @Nullable Window topmostAt(Scene scene, int x, int y) {
    return scene.stacking().stream()
        .filter(window -> window.bounds().contains(x, y))
        .findFirst()
        .orElse(null);
  }
}
