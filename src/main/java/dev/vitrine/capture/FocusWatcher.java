package dev.vitrine.capture;

import dev.vitrine.event.FocusAnswer;

/**
 * Seam: which element has the keyboard focus. Answers come on the watcher's own thread, never on
 * the caller's.
 */
public interface FocusWatcher extends AutoCloseable {
  /** Receives news of focus. Both methods are called in the order in which things became known. */
  interface Listener {
    /** The focus moved; which element has it now is told by the next answer. */
    void focusChanged(long nanos);

    /** A question was answered, or found no answer in time. */
    void focusAnswered(FocusAnswer answer);
  }

  /**
   * Connects; a bus that is missing is reported as answers without an element, not as a failure.
   */
  void start(Listener listener) throws SourceException;

  /**
   * Asks which element of the process has the focus; at most one question is under way, a further
   * one is asked after it.
   */
  void ask(int pid);

  @Override
  void close();
}
