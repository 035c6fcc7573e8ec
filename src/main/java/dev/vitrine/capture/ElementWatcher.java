package dev.vitrine.capture;

import dev.vitrine.event.ElementAnswer;
import dev.vitrine.event.Window;
import java.util.function.Consumer;

/**
 * Seam: which element is at a place. Answers come on the watcher's own thread, never on the
 * caller's.
 */
public interface ElementWatcher extends AutoCloseable {
  /** Where nobody can say. */
  ElementWatcher NONE =
      new ElementWatcher() {
        @Override
        public void start(Consumer<ElementAnswer> listener) {}

        @Override
        public void front(int pid) {}

        @Override
        public boolean ask(Question question) {
          return false;
        }

        @Override
        public void close() {}
      };

  /**
   * Which element of the window is at a place, in physical pixels of the virtual desktop.
   *
   * @param number tells questions apart
   * @param window the topmost window there
   * @param atNanos when it was there, in {@link System#nanoTime}
   * @param byNanos when an answer comes too late
   */
  record Question(long number, Window window, int x, int y, long atNanos, long byNanos) {
    @Override
    public String toString() {
      return "Question[" + number + "]";
    }
  }

  /** Connects; a bus that is missing is no failure: questions are answered without an element. */
  void start(Consumer<ElementAnswer> listener) throws SourceException;

  /**
   * Which process is in front and may be asked about its elements; 0 = none. Only of that one is
   * anything looked at before a question comes.
   */
  void front(int pid);

  /** Asks, unless too many questions wait already; says whether an answer will come. */
  boolean ask(Question question);

  @Override
  void close();
}
