package dev.vitrine.capture;

import java.util.function.Consumer;

/** Seam: whether the desktop session is locked. */
public interface SessionWatcher extends AutoCloseable {
  /** Tells true at each lock and false at each unlock. */
  void start(Consumer<Boolean> lockedSink) throws SourceException;

  @Override
  void close();
}
