package dev.vitrine.platform.linux;

import dev.vitrine.capture.ElementWatcher;
import dev.vitrine.capture.SourceException;
import dev.vitrine.event.ElementAnswer;
import dev.vitrine.event.PointedElement;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.freedesktop.dbus.exceptions.DBusException;
import org.jspecify.annotations.Nullable;

/**
 * The element at a place, by the accessibility bus (AT-SPI), over a connection and on a thread of
 * its own: an application that hangs keeps nobody waiting but those who ask about itself, and these
 * until their question's time is up.
 */
public final class AtSpiElementWatcher implements ElementWatcher {
  /** Questions and news that may wait; people do not click faster. */
  private static final int MOST_TASKS = 16;

  private final @Nullable String sessionAddress;
  private @Nullable Worker worker;

  /**
   * Does nothing yet.
   *
   * @param environment the environment of this process; names the session's bus
   */
  public AtSpiElementWatcher(Map<String, String> environment) {
    this.sessionAddress = Bus.sessionAddress(environment);
  }

  @Override
  public synchronized void start(Consumer<ElementAnswer> listener) throws SourceException {
    if (worker != null) {
      throw new SourceException("the element watcher is started already");
    }
    Worker next = new Worker(sessionAddress, listener);
    next.start();
    worker = next;
  }

  @Override
  public synchronized void front(int pid) {
    if (worker != null) {
      worker.front = pid;
    }
  }

  @Override
  public synchronized boolean ask(Question question) {
    Worker asked = worker;
    return asked != null && asked.tasks.offer(() -> asked.answer(question));
  }

  @Override
  public synchronized void close() {
    Worker last = worker;
    worker = null;
    if (last != null) {
      last.end();
    }
  }

  private static final class Worker extends Thread {
    private final BlockingQueue<Runnable> tasks = new ArrayBlockingQueue<>(MOST_TASKS);
    private final AtSpiLink link;
    private final Consumer<ElementAnswer> listener;
    private final HoveredItem hovered = new HoveredItem();
    private volatile int front;

    Worker(@Nullable String sessionAddress, Consumer<ElementAnswer> listener) {
      super("vitrine-element");
      setDaemon(true);
      this.link =
          new AtSpiLink(
              sessionAddress,
              "what is clicked on is unknown",
              (element, on) -> told(element, on),
              this::lost);
      this.listener = listener;
    }

    void end() {
      interrupt();
      Threads.awaitEnd(this);
    }

    @Override
    public void run() {
      try {
        while (!isInterrupted()) {
          boolean connected = link.connect() != null;
          Runnable task =
              connected ? tasks.take() : tasks.poll(link.pauseMillis(), TimeUnit.MILLISECONDS);
          if (task != null) {
            task.run();
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        link.close();
      }
    }

    /** On the bus's thread. Where there is no room, there is a task that connects anew. */
    private void lost() {
      boolean unused = tasks.offer(() -> {});
    }

    /** On the bus's thread. One that finds no room is only not known before its click. */
    private void told(AtSpi.Ref element, boolean focused) {
      long now = System.nanoTime();
      if (focused && front != 0) {
        boolean unused = tasks.offer(() -> look(element, now));
      }
    }

    private void look(AtSpi.Ref element, long at) {
      AtSpi atSpi = link.connect();
      int pid = front;
      if (atSpi != null && pid != 0) {
        hovered.focused(atSpi, element, pid, at);
      }
    }

    private void answer(Question question) {
      AtSpi atSpi = link.connect();
      PointedElement element = atSpi == null ? null : find(atSpi, question);
      listener.accept(new ElementAnswer(question.number(), element));
    }

    private @Nullable PointedElement find(AtSpi atSpi, Question question) {
      if (question.window().pid() <= 0 || question.byNanos() - System.nanoTime() <= 0) {
        return null;
      }
      PointedElement item = hovered.at(question);
      if (item != null) {
        return item;
      }
      try {
        return new ElementSearch(atSpi, question.byNanos()).find(question);
      } catch (DBusException | TimeoutException | RuntimeException e) {
        // It does not answer, or not as it should: nobody can say.
        return null;
      }
    }
  }
}
