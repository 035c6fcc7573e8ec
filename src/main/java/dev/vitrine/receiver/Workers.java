package dev.vitrine.receiver;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The bounded threads that requests are worked on with. A client that is too slow loses its
 * connection: the thread is interrupted, which closes the channel it reads or writes. While a
 * request is being stored ({@link #unhurried}) there is no such interrupt.
 */
final class Workers implements Executor, AutoCloseable {
  private final ThreadPoolExecutor threads;
  private final ScheduledExecutorService timer;
  private final Duration patience;
  private static final ThreadLocal<@Nullable Deadline> CURRENT = new ThreadLocal<>();

  Workers(int count, Duration patience) {
    this.patience = patience;
    this.threads =
        new ThreadPoolExecutor(
            count, count, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(4 * count), this::daemon);
    threads.allowCoreThreadTimeOut(true);
    ScheduledThreadPoolExecutor single = new ScheduledThreadPoolExecutor(1, this::daemon);
    single.setRemoveOnCancelPolicy(true);
    this.timer = single;
  }

  private Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "vitrine-receiver");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable task) {
    try {
      threads.execute(() -> run(task));
    } catch (RejectedExecutionException e) {
      // The server's task owns the connection and nobody else can close it: with the interrupt set,
      // its first read does.
      Thread.currentThread().interrupt();
      try {
        task.run();
      } finally {
        Thread.interrupted();
      }
    }
  }

  private void run(Runnable task) {
    Deadline deadline = new Deadline(Thread.currentThread());
    CURRENT.set(deadline);
    deadline.arm();
    try {
      task.run();
    } finally {
      deadline.disarm();
      CURRENT.remove();
    }
  }

  /** Something that may take its time and must not be interrupted. */
  @FunctionalInterface
  interface Work<T, E1 extends Exception, E2 extends Exception> {
    T run() throws E1, E2;
  }

  /** Does the work without a deadline; the client's time starts anew afterwards. */
  <T, E1 extends Exception, E2 extends Exception> T unhurried(Work<T, E1, E2> work) throws E1, E2 {
    Deadline deadline = CURRENT.get();
    if (deadline == null) {
      return work.run();
    }
    deadline.disarm();
    try {
      return work.run();
    } finally {
      deadline.arm();
    }
  }

  /** Lets running requests end for a moment, then no more. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
    timer.shutdownNow();
  }

  /** Interrupts its thread when the time is over, unless disarmed before. */
  private final class Deadline {
    private final Thread thread;
    private @Nullable ScheduledFuture<?> pending;

    Deadline(Thread thread) {
      this.thread = thread;
    }

    synchronized void arm() {
      pending = timer.schedule(this::fire, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    synchronized void disarm() {
      if (pending != null) {
        pending.cancel(false);
        pending = null;
      }
      // An interrupt that came just before belongs to this request and to nothing after it.
      Thread.interrupted();
    }

    private synchronized void fire() {
      if (pending != null) {
        pending = null;
        thread.interrupt();
      }
    }
  }
}
