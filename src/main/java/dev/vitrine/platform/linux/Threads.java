package dev.vitrine.platform.linux;

/** The end of the threads that watch something. */
final class Threads {
  private static final long STOP_MILLIS = 2_000;

  private Threads() {}

  /**
   * Waits until a thread that was told to end has done so, but not for ever, and not for itself: a
   * listener may close what calls it.
   */
  static void awaitEnd(Thread thread) {
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
