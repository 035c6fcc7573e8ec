package dev.vitrine.platform.linux;

import dev.vitrine.capture.FocusWatcher;
import dev.vitrine.capture.SourceException;
import dev.vitrine.event.FocusAnswer;
import dev.vitrine.event.FocusedElement;
import dev.vitrine.event.FocusedElement.Protection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.freedesktop.dbus.exceptions.DBusException;
import org.jspecify.annotations.Nullable;

/**
 * The focused element, by the accessibility bus (AT-SPI).
 *
 * <p>Every question is answered within {@value #BUDGET_MILLIS} ms, without an element where the
 * application is not on the bus, is busy, or has no focused element; with one that is connecting,
 * within the time a connection takes. An element that was a password field once stays protected for
 * the run, whatever it says later.
 */
public final class AtSpiFocusWatcher implements FocusWatcher {
  private static final long BUDGET_MILLIS = 200;
  private static final int NOTHING_ASKED = -1;
  private static final long AS_LONG_AS_IT_TAKES = Long.MAX_VALUE / 2;

  private final @Nullable String sessionAddress;
  private @Nullable Worker worker;

  /**
   * Does nothing yet.
   *
   * @param environment the environment of this process; names the session's bus
   */
  public AtSpiFocusWatcher(Map<String, String> environment) {
    this.sessionAddress = Bus.sessionAddress(environment);
  }

  @Override
  public synchronized void start(Listener listener) throws SourceException {
    if (worker != null) {
      throw new SourceException("the focus watcher is started already");
    }
    Worker next = new Worker(sessionAddress, listener);
    next.start();
    worker = next;
  }

  @Override
  public synchronized void ask(int pid) {
    if (worker != null) {
      worker.ask(pid);
    }
  }

  @Override
  public synchronized void close() {
    Worker last = worker;
    worker = null;
    if (last != null) {
      last.end();
    }
  }

  /** Asks the bus; events come on the bus's own thread and are told at once. */
  private static final class Worker extends Thread {
    private final Listener listener;

    /** Held while the listener is called, so that news keep their order. */
    private final Object order = new Object();

    private final AtSpiLink link;
    private final Set<String> onceProtected = new HashSet<>();
    private int asked = NOTHING_ASKED;
    private boolean lost;
    private boolean ended;

    Worker(@Nullable String sessionAddress, Listener listener) {
      super("vitrine-focus");
      setDaemon(true);
      this.listener = listener;
      this.link =
          new AtSpiLink(
              sessionAddress,
              "which field has the focus is unknown",
              (element, focused) -> focusEvent(),
              this::lost);
    }

    synchronized void ask(int pid) {
      asked = pid;
      notifyAll();
    }

    void end() {
      synchronized (this) {
        ended = true;
        notifyAll();
      }
      Threads.awaitEnd(this);
    }

    @Override
    public void run() {
      try {
        int connections = 0;
        while (!isEnded()) {
          AtSpi atSpi = link.connect();
          if (connections != 0 && link.connections() != connections) {
            // Whoever waits for an answer has waited too long for it.
            focusEvent();
          }
          connections = link.connections();
          int pid = nextAsked(atSpi == null ? link.pauseMillis() : AS_LONG_AS_IT_TAKES);
          if (pid == NOTHING_ASKED) {
            continue;
          }
          atSpi = link.connect();
          long askedNanos = System.nanoTime();
          FocusedElement element = atSpi == null ? null : focusedIn(atSpi, pid);
          synchronized (order) {
            listener.focusAnswered(new FocusAnswer(askedNanos, System.nanoTime(), element));
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        link.close();
      }
    }

    private synchronized boolean isEnded() {
      return ended;
    }

    /** On the bus's thread. */
    private synchronized void lost() {
      lost = true;
      notifyAll();
    }

    /**
     * Waits for a question, at most so many milliseconds; {@link #NOTHING_ASKED} where there is
     * something else to be done.
     */
    private synchronized int nextAsked(long millis) throws InterruptedException {
      long from = System.nanoTime();
      long left = millis;
      while (asked == NOTHING_ASKED && !ended && !lost && left > 0) {
        wait(left);
        left = millis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
      }
      lost = false;
      int pid = asked;
      asked = NOTHING_ASKED;
      return ended ? NOTHING_ASKED : pid;
    }

    private void focusEvent() {
      long now = System.nanoTime();
      synchronized (order) {
        listener.focusChanged(now);
      }
    }

    private @Nullable FocusedElement focusedIn(AtSpi now, int pid) {
      if (pid <= 0) {
        return null;
      }
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BUDGET_MILLIS);
      try {
        AtSpi.Ref told = link.toldFocus().in(now, pid, deadline);
        FocusedElement element = told == null ? null : focused(now, told, pid, deadline);
        if (element != null) {
          return element;
        }
        AtSpi.Ref found = new FocusSearch(now, deadline).in(pid);
        if (found == null) {
          return null;
        }
        link.toldFocus().found(found);
        return focused(now, found, pid, deadline);
      } catch (DBusException | TimeoutException | RuntimeException e) {
        // It does not answer, or not as it should: nobody can say.
        return null;
      }
    }

    private @Nullable FocusedElement focused(AtSpi now, AtSpi.Ref ref, int pid, long deadline)
        throws TimeoutException {
      AtSpi.Description found;
      try {
        found = now.describe(ref, deadline);
      } catch (DBusException e) {
        // The element is gone.
        return null;
      }
      if (!found.has(AtSpi.STATE_FOCUSED)) {
        return null;
      }
      String id = link.connections() + "/" + ref.name() + ref.path();
      Protection protection = AtSpiRole.protection(found.role());
      if (protection == Protection.PROTECTED) {
        onceProtected.add(id);
      } else if (onceProtected.contains(id)) {
        protection = Protection.PROTECTED;
      }
      return new FocusedElement(
          id, pid, AtSpiRole.aria(found.role()), found.name(), protection, found.bounds());
    }
  }
}
