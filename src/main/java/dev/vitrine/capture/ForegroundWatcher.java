package dev.vitrine.capture;

import dev.vitrine.event.Scene;
import java.util.function.Consumer;

/**
 * Seam: the active window and the stacking of windows. Every change is told as a whole new scene,
 * on the watcher's own thread. Where the connection is lost an unknown scene is told first.
 */
public interface ForegroundWatcher extends AutoCloseable {
  /** Tells the present scene, then every change. */
  void start(Consumer<Scene> sink) throws SourceException;

  @Override
  void close();
}
