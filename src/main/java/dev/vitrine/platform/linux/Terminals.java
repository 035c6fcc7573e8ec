package dev.vitrine.platform.linux;

import dev.vitrine.capture.TerminalWatcher;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the terminals below the program in front every {@value #EVERY_MILLIS} ms and at each
 * key, and remembers what it saw for some seconds. Programs without a terminal are looked at every
 * {@value #IDLE_MILLIS} ms, so that one that opens a terminal pane is noticed.
 *
 * <p>The thread that looks runs only while a process is in front; its looks cost some ten
 * microseconds and the list of processes below some ten more each.
 */
public final class Terminals implements TerminalWatcher {
  private static final long EVERY_MILLIS = 10;
  private static final long IDLE_MILLIS = 50;

  /** How often processes further below than children are looked for. */
  private static final long DEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** A stretch in which nobody looked for longer than this is not known. */
  private static final long GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(3);

  private record Sample(long nanos, PtyReader.Reading reading) {}

  /** What was seen of one process, oldest first; read without a lock, so that no look waits. */
  private record Seen(int pid, List<Sample> samples) {
    @Nullable Sample last() {
      return samples.isEmpty() ? null : samples.get(samples.size() - 1);
    }
  }

  private volatile Seen seen = new Seen(0, List.of());

  // guarded by this
  private final ArrayDeque<Sample> samples = new ArrayDeque<>();
  private @Nullable Thread thread;
  private int front;
  private long lookedDeep;
  private List<Integer> children = List.of();
  private @Nullable List<PtyReader.Pty> terminals;
  private boolean closed;

  @Override
  public synchronized void front(int pid) {
    if (pid == front || closed) {
      return;
    }
    front = Math.max(pid, 0);
    samples.clear();
    seen = new Seen(front, List.of());
    terminals = null;
    lookedDeep = 0;
    if (front == 0) {
      return;
    }
    look();
    if (thread == null) {
      Thread next = new Thread(this::keepLooking, "vitrine-terminals");
      next.setDaemon(true);
      thread = next;
      next.start();
    }
    notifyAll();
  }

  @Override
  public void keyPressed() {
    if (!isNone()) {
      lookNow();
    }
  }

  private synchronized void lookNow() {
    if (front != 0) {
      look();
    }
  }

  private boolean isNone() {
    Sample last = seen.last();
    return last != null && last.reading().state() == TerminalState.NONE;
  }

  private synchronized void keepLooking() {
    try {
      while (!closed) {
        if (front == 0) {
          wait();
        } else {
          wait(isNone() ? IDLE_MILLIS : EVERY_MILLIS);
          if (front != 0) {
            look();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    long now = System.nanoTime();
    List<Integer> present = PtyReader.children(front);
    if (terminals == null || now - lookedDeep >= DEEP_NANOS || !present.equals(children)) {
      terminals = PtyReader.below(front);
      children = present;
      lookedDeep = now;
    }
    samples.add(
        new Sample(
            System.nanoTime(),
            terminals == null ? PtyReader.Reading.UNKNOWN : PtyReader.read(terminals)));
    while (samples.size() > 1 && now - samples.element().nanos() > KEPT_NANOS) {
      samples.remove();
    }
    seen = new Seen(front, List.copyOf(samples));
  }

  @Override
  public TerminalState stateOf(int pid) {
    Seen now = seen;
    Sample last = now.last();
    if (pid == now.pid() && last != null) {
      return last.reading().state();
    }
    List<PtyReader.Pty> below = PtyReader.below(pid);
    return below == null ? TerminalState.UNKNOWN : PtyReader.read(below).state();
  }

  @Override
  public TerminalState during(int pid, long from, long to) {
    Seen now = seen;
    if (pid != now.pid()) {
      return TerminalState.UNKNOWN;
    }
    Sample before = null;
    Sample last = null;
    TerminalState state = null;
    boolean same = true;
    for (Sample sample : now.samples()) {
      if (sample.nanos() <= from) {
        before = sample;
        last = sample;
        state = sample.reading().state();
      } else if (sample.nanos() < to && before != null) {
        same &= sample.reading().equals(before.reading());
        same &= sample.nanos() - (last == null ? from : last.nanos()) < GAP_NANOS;
        last = sample;
        if (sample.reading().state() == TerminalState.PROTECTED) {
          state = TerminalState.PROTECTED;
        }
      }
    }
    if (state == null || last == null) {
      return TerminalState.UNKNOWN;
    }
    boolean gap = Math.max(from, to) - last.nanos() >= GAP_NANOS;
    return state == TerminalState.PROTECTED || (same && !gap) ? state : TerminalState.UNKNOWN;
  }

  @Override
  public synchronized void close() {
    closed = true;
    front = 0;
    samples.clear();
    seen = new Seen(0, List.of());
    notifyAll();
  }
}
