package dev.vitrine.platform.linux;

import com.sun.jna.Memory;

/**
 * Waits until one of several file descriptors has something to read, or another thread wakes it.
 */
final class Waiter implements AutoCloseable {
  private static final int POLL_BYTES = 8;
  private static final int EVENTS = 4;

  private final int[] pipe = new int[2];
  private final Memory fds;
  private final int count;

  /** For these descriptors, which stay the caller's. */
  Waiter(int... descriptors) {
    if (Xlib.C.pipe(pipe) != 0) {
      throw new IllegalStateException("no file descriptors left");
    }
    count = descriptors.length + 1;
    fds = new Memory((long) count * POLL_BYTES);
    fds.clear();
    for (int i = 0; i < count; i++) {
      fds.setInt((long) i * POLL_BYTES, i < descriptors.length ? descriptors[i] : pipe[0]);
      fds.setShort((long) i * POLL_BYTES + EVENTS, Xlib.C.POLLIN);
    }
  }

  /** Waits at most so many milliseconds; -1 is as long as it takes. */
  void await(int timeoutMillis) {
    Xlib.C.poll(fds, count, timeoutMillis);
  }

  /** Ends the present or the next wait, and all that follow. */
  void wake() {
    Xlib.C.write(pipe[1], new byte[1], 1);
  }

  @Override
  public void close() {
    Xlib.C.close(pipe[0]);
    Xlib.C.close(pipe[1]);
  }
}
