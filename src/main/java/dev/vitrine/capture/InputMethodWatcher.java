package dev.vitrine.capture;

import java.util.function.Consumer;

/**
 * Seam: whether an input method composes what is typed, so that the keys are not what is written.
 */
public interface InputMethodWatcher extends AutoCloseable {
  /**
   * Tells soon whether one is active, and again at each change, on the watcher's own thread. What
   * cannot be told counts as active.
   */
  void start(Consumer<Boolean> activeSink) throws SourceException;

  @Override
  void close();
}
