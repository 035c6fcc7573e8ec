package dev.vitrine.agent;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * How the process ends. SIGTERM and ctrl-C end it with 0, a failure with 1 and its line; in both
 * cases the main thread closes everything, and where that hangs the process ends all the same after
 * {@value #STOP_SECONDS} s.
 */
final class Ending implements AutoCloseable {
  /** How long closing may take; a running upload gets 3 s of it. */
  private static final long STOP_SECONDS = 10;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Consumer<String> say;
  private volatile @Nullable String failure;

  private Ending(Consumer<String> say) {
    this.say = say;
  }

  /**
   * From now on signals end the process in order, and an Error in a thread of the agent ends it
   * with a failure. {@code say} is told the line of a failure after which closing hangs.
   */
  static Ending begin(Consumer<String> say) {
    Ending ending = new Ending(say);
    Runtime.getRuntime().addShutdownHook(new Thread(ending::signal, "vitrine-stop"));
    Thread.setDefaultUncaughtExceptionHandler(ending::died);
    return ending;
  }

  /** Waits until somebody wants the end. */
  void await() throws InterruptedException {
    asked.await();
  }

  /** Whether somebody wants the end. */
  boolean isWanted() {
    return asked.getCount() == 0;
  }

  /** Ends the process with 1 and this line, unless it ends already. */
  synchronized void fail(String line) {
    if (isWanted()) {
      return;
    }
    failure = line;
    asked.countDown();
    Thread watch = new Thread(this::haltWhereItHangs, "vitrine-stop-watch");
    watch.setDaemon(true);
    watch.start();
  }

  /** Why it ends, or null where nothing failed. */
  @Nullable String failure() {
    return failure;
  }

  /** Everything is closed; whoever ends the process does not wait for this any more. */
  @Override
  public void close() {
    asked.countDown();
    closed.countDown();
  }

  /** Never the message: it may say anything. */
  private void died(Thread thread, Throwable cause) {
    LoggerFactory.getLogger(Ending.class)
        .error("Thread {} ended: {}", thread.getName(), cause.getClass().getName());
    if (cause instanceof Error && thread.getName().startsWith("vitrine-")) {
      fail(
          "the agent failed on an internal error ("
              + cause.getClass().getSimpleName()
              + "); start it again");
    }
  }

  private void haltWhereItHangs() {
    if (!awaitClosed()) {
      say.accept(String.valueOf(failure));
      Runtime.getRuntime().halt(1);
    }
  }

  private void signal() {
    boolean signalled;
    synchronized (this) {
      signalled = !isWanted();
      asked.countDown();
    }
    awaitClosed();
    if (signalled) {
      Runtime.getRuntime().halt(0);
    }
  }

  private boolean awaitClosed() {
    try {
      return closed.await(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
